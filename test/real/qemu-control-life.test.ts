import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { VmRef } from '../../src-main/hypervisors/driver.ts';
import { createQemuBench, eventually } from './support/qemu-bench.ts';
import type { QemuBench } from './support/qemu-bench.ts';

async function changeRecord(ref: VmRef, changes: Readonly<Record<string, unknown>>): Promise<void> {
  const file = path.join(ref.dir, 'vm.json');
  const record: unknown = JSON.parse(await readFile(file, 'utf8'));
  await writeFile(file, JSON.stringify({ ...Object(record), ...changes }));
}

/** The process has ended, whether or not its parent has taken note: until then its socket may still take a call. */
async function hasEnded(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${String(pid)}/stat`, 'utf8').catch(() => ') X');
  return /\) [ZX]/.test(stat);
}

async function killAndWait(pid: number): Promise<void> {
  process.kill(pid, 'SIGKILL');
  await eventually(() => hasEnded(pid));
}

/** Has the guest stop counting about half an alphabet after `letter`, so that going back to it shows. */
async function pauseFarFrom(bench: QemuBench, ref: VmRef, letter: string): Promise<void> {
  const isFar = async (): Promise<boolean> => {
    const { last } = await bench.countOf(ref);
    const distance = (last.charCodeAt(0) - letter.charCodeAt(0) + 26) % 26;
    return distance >= 8 && distance <= 18;
  };
  await eventually(async () => {
    if (!(await isFar())) return false;
    await bench.place.control(ref, 'stop');
    if (await isFar()) return true;
    await bench.place.control(ref, 'cont');
    return false;
  });
}

describe('memory', () => {
  it('goes on where it was saved, and is used once', async () => {
    const bench = await createQemuBench();
    const ref = await bench.startNode('pi-200');

    await bench.driver.saveState(ref, bench.call);
    expect(await bench.stateOf(ref)).toBe('suspended');
    await bench.start(ref);
    await bench.counting(ref);
    await bench.driver.forceStop(ref, bench.call);

    expect(await bench.countOf(ref)).toMatchObject({ boots: 1, jumps: [] });
    await bench.start(ref);
    await bench.counting(ref);
    expect(await bench.countOf(ref)).toMatchObject({ boots: 2 });
  });

  it('is saved again and again without leaving anything in the disk', async () => {
    const bench = await createQemuBench();
    const ref = await bench.startNode('pi-200');

    for (let round = 0; round < 3; round += 1) {
      await bench.driver.saveState(ref, bench.call);
      await bench.start(ref);
      await bench.counting(ref);
    }

    expect(await bench.countOf(ref)).toMatchObject({ boots: 1, jumps: [] });
    expect(JSON.parse(await readFile(path.join(ref.dir, 'vm.json'), 'utf8'))).toMatchObject({
      resumeFrom: null,
      orphanTags: [],
    });
    const { stdout } = await bench.place.runImageTool(['snapshot', '-l', '-U', path.join(ref.dir, 'disk.qcow2')]);
    expect(stdout.trim()).toBe('');
  });

  it.each([
    ['a QEMU that does not know its machine', { resumeFrom: { tag: 'bdl-1', machine: 'pc-q35-99.0' } }],
    ['a machine it does not fit', { memoryMiB: 96 }],
  ])('is kept by a start with %s, and used by one that can', async (_what, other) => {
    const bench = await createQemuBench();
    const ref = await bench.startNode('pi-200');
    await bench.driver.saveState(ref, bench.call);
    const saved = JSON.parse(await readFile(path.join(ref.dir, 'vm.json'), 'utf8')) as Record<string, unknown>;
    await changeRecord(ref, other);

    await expect(bench.start(ref)).rejects.toMatchObject({ code: 'saved-state-unusable', params: { name: 'pi-200' } });
    expect(await bench.stateOf(ref)).toBe('suspended');
    await changeRecord(ref, { resumeFrom: saved['resumeFrom'], memoryMiB: saved['memoryMiB'] });
    await bench.start(ref);
    await bench.counting(ref);

    expect(await bench.countOf(ref)).toMatchObject({ boots: 1, jumps: [] });
  });

  it('that was whole when its saving was cut short is used by the next start', async () => {
    const bench = await createQemuBench();
    const ref = await bench.startNode('pi-200');
    await bench.driver.saveState(ref, bench.call);
    // What is on disk when everything ends between the end of the saving and its note.
    await changeRecord(ref, { resumeFrom: null, savingAs: 'bdl-1' });

    await bench.place.createDriver().start(ref, bench.call);
    await bench.counting(ref);

    expect(await bench.countOf(ref)).toMatchObject({ boots: 1, jumps: [] });
  });

  it('that was not whole when its saving was cut short is given up', async () => {
    const bench = await createQemuBench();
    const ref = await bench.startNode('pi-200');
    await killAndWait(await bench.pidOf(ref.dir));
    await changeRecord(ref, { savingAs: 'bdl-1' });

    await bench.start(ref);
    await bench.counting(ref);

    expect(await bench.countOf(ref)).toMatchObject({ boots: 2 });
  });

  it('of a VM left at rest by a saving that was cut short is still there', async () => {
    const bench = await createQemuBench();
    const ref = await bench.startNode('pi-200');
    await bench.place.control(ref, 'stop');
    await changeRecord(ref, { savingAs: 'bdl-1' });
    expect(await bench.stateOf(ref)).toBe('paused');

    await bench.start(ref);
    await bench.counting(ref);

    expect(await bench.stateOf(ref)).toBe('running');
    expect(await bench.countOf(ref)).toMatchObject({ boots: 1, jumps: [] });
  });

  it('in a snapshot can be gone back to as often as one likes', async () => {
    const bench = await createQemuBench();
    const ref = await bench.startNode('pi-200');
    const snapshot = await bench.driver.takeSnapshot(ref, 'vor der Übung', bench.call);
    const { last } = await bench.countOf(ref);

    for (let round = 0; round < 2; round += 1) {
      await pauseFarFrom(bench, ref, last);
      await bench.driver.forceStop(ref, bench.call);
      await bench.driver.restoreSnapshot(ref, snapshot.snapshotId, bench.call);
      expect(await bench.stateOf(ref)).toBe('suspended');
      await bench.start(ref);
      await bench.counting(ref);
    }

    const count = await bench.countOf(ref);
    expect(count.boots).toBe(1);
    expect(count.jumps).toHaveLength(2);
    expect(await bench.driver.listSnapshots(ref, bench.call)).toEqual([snapshot]);
  });

  it('that is saved can be named as a snapshot, and outlives going on from it', async () => {
    const bench = await createQemuBench();
    const ref = await bench.startNode('pi-200');
    await bench.driver.saveState(ref, bench.call);
    const snapshot = await bench.driver.takeSnapshot(ref, 'gespeichert', bench.call);
    await bench.start(ref);
    await bench.counting(ref);
    await bench.driver.forceStop(ref, bench.call);

    await bench.driver.restoreSnapshot(ref, snapshot.snapshotId, bench.call);
    await bench.start(ref);
    await bench.counting(ref);

    expect(await bench.countOf(ref)).toMatchObject({ boots: 1 });
    await bench.driver.deleteSnapshot(ref, snapshot.snapshotId, bench.call);
    expect(await bench.driver.listSnapshots(ref, bench.call)).toEqual([]);
  });

  it('is saved with a shared disk attached and a cable pulled', async () => {
    const bench = await createQemuBench();
    const diskPath = path.join(bench.place.rootDir, 'shared.raw');
    await bench.driver.createSharedDisk(diskPath, 16, bench.call);
    const refs = [
      await bench.startNode('pi-200', { sharedDiskPaths: [diskPath] }),
      await bench.startNode('pi-201', { sharedDiskPaths: [diskPath] }),
    ];

    for (const ref of refs) {
      await bench.driver.setCable(ref, 'internal', false, bench.call);
      await bench.driver.saveState(ref, bench.call);
      await bench.start(ref);
      await bench.counting(ref);
    }

    expect(await Promise.all(refs.map((ref) => bench.countOf(ref)))).toMatchObject([
      { boots: 1, jumps: [] },
      { boots: 1, jumps: [] },
    ]);
  });
});

describe('a damaged VM', () => {
  it('with saved memory and without its disk can be deleted', async () => {
    const bench = await createQemuBench();
    const ref = await bench.startNode('pi-200');
    await bench.driver.saveState(ref, bench.call);
    await rm(path.join(ref.dir, 'disk.qcow2'));
    expect(await bench.stateOf(ref)).toBe('broken');

    await bench.driver.forceStop(ref, bench.call);
    await bench.driver.deleteVm(ref, bench.call);

    expect(await bench.stateOf(ref)).toBe('absent');
  });
});

describe('a running VM', () => {
  it('is recognised when the note of its process is lost, and ended all the same', async () => {
    const bench = await createQemuBench();
    const ref = await bench.startNode('pi-200');
    await rm(path.join(ref.dir, 'pid.json'));
    const next = bench.place.createDriver();

    expect((await next.inspect(ref, bench.call)).state).toBe('running');
    await next.start(ref, bench.call);
    expect(await bench.place.findProcesses()).toHaveLength(2);
    await next.forceStop(ref, bench.call);

    expect(await bench.stateOf(ref)).toBe('stopped');
    expect(await bench.place.findProcesses()).toHaveLength(1);
  });

  it('is recognised when its record is damaged, and can be stopped and deleted', async () => {
    const bench = await createQemuBench();
    const ref = await bench.startNode('pi-200');
    await writeFile(path.join(ref.dir, 'vm.json'), '{"schemaVersion":1,');

    expect(await bench.driver.inspect(ref, bench.call)).toMatchObject({
      state: 'broken',
      reasons: [expect.stringContaining('vm.json'), 'it runs'],
    });
    await expect(bench.driver.deleteVm(ref, bench.call)).rejects.toMatchObject({ code: 'wrong-state' });
    await bench.driver.forceStop(ref, bench.call);
    await bench.driver.deleteVm(ref, bench.call);

    expect(await bench.stateOf(ref)).toBe('absent');
  });

  it('is off after its process was killed, and starts again', async () => {
    const bench = await createQemuBench();
    const ref = await bench.startNode('pi-200');

    await killAndWait(await bench.pidOf(ref.dir));

    expect(await bench.stateOf(ref)).toBe('stopped');
    await bench.start(ref);
    await bench.counting(ref);
    expect(await bench.countOf(ref)).toMatchObject({ boots: 2 });
  });

  it('starts in the very moment in which its process is killed', async () => {
    const bench = await createQemuBench();
    const ref = await bench.startNode('pi-200');

    process.kill(await bench.pidOf(ref.dir), 'SIGKILL');
    await bench.start(ref);

    await bench.counting(ref);
    expect(await bench.countOf(ref)).toMatchObject({ boots: 2 });
  });

  it('is unknown, not absent, while its process does not answer', async () => {
    const bench = await createQemuBench();
    const ref = await bench.startNode('pi-200');
    const pid = await bench.pidOf(ref.dir);

    process.kill(pid, 'SIGSTOP');
    const inspection = await bench.driver.inspect(ref, bench.call);
    process.kill(pid, 'SIGCONT');

    expect(inspection).toMatchObject({ state: 'unknown', memoryMiB: 128 });
    expect(inspection.reasons.join('')).not.toBe('');
    await eventually(async () => (await bench.stateOf(ref)) === 'running');
  });

  it('is not started while another program uses its disk', async () => {
    const bench = await createQemuBench();
    const ref = await bench.createNode('pi-200');
    const release = await bench.place.holdDisk(path.join(ref.dir, 'disk.qcow2'));

    await expect(bench.start(ref)).rejects.toMatchObject({ code: 'vm-busy' });

    await release();
    await bench.start(ref);
    await bench.counting(ref);
  });

  it('appends to its serial log, start after start', async () => {
    const bench = await createQemuBench();
    const ref = await bench.startNode('pi-200');
    await bench.driver.forceStop(ref, bench.call);

    await bench.start(ref);
    await bench.counting(ref);

    expect(await bench.countOf(ref)).toMatchObject({ boots: 2 });
  });
});

it('VMs are found by the folder they lie in, running or not, and no others', async () => {
  const bench = await createQemuBench();
  const running = await bench.startNode('pi-200');
  const off = await bench.createNode('pi-201');
  const listBelow = async (dir: string): Promise<readonly string[]> =>
    ((await bench.place.createDriver().listBelow?.(dir, bench.call)) ?? []).map(
      ({ name, state }) => `${name} ${state}`,
    );

  expect([...(await listBelow(bench.place.rootDir))].toSorted()).toEqual([
    'base stopped',
    'pi-200 running',
    'pi-201 stopped',
  ]);
  expect(await listBelow(off.dir)).toEqual(['pi-201 stopped']);
  await bench.driver.releaseVm(off, bench.call);
  expect(await listBelow(off.dir)).toEqual([]);
  await bench.driver.adoptVm(off, bench.call);
  expect(await listBelow(`${running.dir}-2`)).toEqual([]);
});
