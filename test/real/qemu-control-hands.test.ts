import { createHash } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { VmRef } from '../../src-main/hypervisors/driver.ts';
import { createQemuBench, eventually } from './support/qemu-bench.ts';
import { holdPort } from './support/qemu-control.ts';

async function digestOf(file: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(file))
    .digest('hex');
}

async function edit(ref: VmRef, changes: Readonly<Record<string, unknown>>): Promise<void> {
  const file = path.join(ref.dir, 'vm.json');
  const record: unknown = JSON.parse(await readFile(file, 'utf8'));
  await writeFile(file, JSON.stringify({ ...Object(record), ...changes }));
}

describe('foreign hands on the VMs of QEMU', () => {
  it('never touch what is not ours: ids swapped, paths that lead out, a disk moved, a port taken, a process killed', async () => {
    const bench = await createQemuBench();
    const { driver, call, place } = bench;
    const running = await bench.startNode('pi-200');
    const ref = await bench.createNode('pi-201');
    const pid = await bench.pidOf(running.dir);
    const notes = path.join(place.rootDir, 'notes.txt');
    await writeFile(notes, 'mine');
    await writeFile(path.join(ref.dir, 'notes.txt'), 'mine');
    const disk = path.join(ref.dir, 'disk.qcow2');
    const before = await digestOf(disk);
    const empty = path.join(place.rootDir, 'nobody');

    // The id of a running VM with the folder of another one, and with a folder in which nothing is.
    for (const wrong of [
      { ...ref, vmId: running.vmId },
      { ...ref, vmId: bench.base.vmId },
    ]) {
      for (const method of ['forceStop', 'releaseVm', 'deleteVm', 'start', 'saveState'] as const)
        await expect(driver[method](wrong, call)).rejects.toMatchObject({ code: 'vm-not-ours' });
      expect((await driver.inspect(wrong, call)).handled).toMatchObject([{ kind: 'another-vm' }]);
    }
    await expect(driver.forceStop({ ...running, dir: empty }, call)).rejects.toMatchObject({ code: 'vm-not-ours' });
    expect(await bench.pidOf(running.dir)).toBe(pid);
    expect(await bench.stateOf(running)).toBe('running');

    // A port that another program has: it is said, and nobody is ended for it.
    const port = await place.freePort();
    await driver.setSshPort(ref, port, call);
    const letGo = await holdPort(port);
    await expect(bench.start(ref)).rejects.toMatchObject({ code: 'port-taken' });
    await letGo();

    // A disk that was moved, and moved back.
    await rename(disk, `${disk}.away`);
    expect(await driver.inspect(ref, call)).toMatchObject({ state: 'broken', reasons: [`missing: ${disk}`] });
    await rename(`${disk}.away`, disk);
    expect(await bench.stateOf(ref)).toBe('stopped');

    // A snapshot by hand is told.
    await place.runImageTool(['snapshot', '-c', 'vor dem Test', disk]);
    expect((await driver.listSnapshots(ref, call)).map(({ name }) => name)).toEqual(['vor dem Test']);
    await place.runImageTool(['snapshot', '-d', 'vor dem Test', disk]);

    // A process that was killed: the VM is off, and starts again.
    process.kill(pid, 'SIGKILL');
    await eventually(async () => (await bench.stateOf(running)) === 'stopped');

    // A record that leads out of the folder, and notes that name a file of the user.
    expect(before).toHaveLength(64);
    await edit(ref, { serialLogPath: '../notes.txt' });
    const note = { schemaVersion: 1, pid: 1, startTime: 'x', control: { kind: 'unix', path: notes } };
    await writeFile(path.join(ref.dir, 'pid.json'), JSON.stringify(note));
    await driver.deleteVm(ref, call);

    expect(await readFile(notes, 'utf8')).toBe('mine');
    expect(await readFile(path.join(ref.dir, 'notes.txt'), 'utf8')).toBe('mine');
    await rm(path.join(ref.dir, 'notes.txt'));
  }, 120_000);
});
