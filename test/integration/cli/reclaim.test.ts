import { truncateSync } from 'node:fs';
import { appendFile, mkdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { reclaimPreviewSchema, type ReclaimItem } from '../../../src-main/contract/reclaim-views.ts';
import { withLock } from '../../../src-main/store/lock.ts';
import { fakeDiskFileName } from '../../fakes/fake-vm-store.ts';
import { callsOf, createLab, refOf } from './lab-trial.ts';
import { parseOk, roomyHost, type Trial } from './trial.ts';

const mibBytes = 1024 ** 2;
const virtualBox = {
  ...roomyHost,
  hypervisors: [{ id: 'virtualbox' as const, version: '7.2.22', acceleration: 'native' as const }],
};

async function preview(trial: Trial): Promise<readonly ReclaimItem[]> {
  return parseOk(reclaimPreviewSchema, await trial.ok('reclaim', '--preview', '--json')).items;
}

async function diskOf(trial: Trial, name: string): Promise<string> {
  return join((await refOf(trial, name)).dir, fakeDiskFileName);
}

/** Puts so much on a node's disk that nothing uses any more. */
async function waste(trial: Trial, name: string, mib: number): Promise<void> {
  await appendFile(await diskOf(trial, name), Buffer.alloc(mib * mibBytes));
}

/** A lab on whose running nodes `fstrim` gives back what is empty, as QEMU does. */
async function createTrimmed(): Promise<Trial> {
  const disks = new Map<string, string>();
  const trial = await createLab({
    answer: (node, command) => {
      const disk = disks.get(node);
      if (command.includes('fstrim') && disk !== undefined) truncateSync(disk, 20);
      return { exitCode: 0, stdout: '', stderr: '' };
    },
  });
  for (const name of ['pi-200', 'pi-201']) disks.set(name, await diskOf(trial, name));
  return trial;
}

describe('reclaim', () => {
  it('shows what could be given back, and changes nothing', async () => {
    const trial = await createLab();
    await waste(trial, 'pi-200', 3);
    const before = await trial.tree();

    const items = await preview(trial);
    const text = await trial.ok('reclaim', '--preview');

    expect(items.map(({ kind, name, byDefault }) => [kind, name, byDefault])).toEqual([
      ['discard', 'pi-200', true],
      ['discard', 'pi-201', true],
      ['image', 'ubuntu-24.04', false],
    ]);
    expect(text).toMatch(/✓ +Node pi-200 of "Labor": give back what was deleted on it +up to 3(?:\.0)? MiB/);
    expect(text).toContain('only with --all');
    expect(await trial.tree()).toEqual(before);
  });

  it('has running nodes give back what was deleted on them, and says how much', async () => {
    const trial = await createTrimmed();
    await waste(trial, 'pi-200', 3);

    const { exitCode, stdout, stderr } = await trial.run(['reclaim', '--yes']);

    expect(exitCode).toBe(0);
    expect(stderr).toContain('! pi-200 has given back 3 MiB.');
    expect(stderr).toContain('! pi-201: there was nothing to give back.');
    expect(stdout).toMatch(/3(?:\.0)? MiB/);
    expect((await trial.status()).state).toBe('running');
  });

  it('writes disks of nodes that are off anew, where that helps', async () => {
    const trial = await createLab({ host: virtualBox });
    await trial.ok('stop');
    await waste(trial, 'pi-201', 2);
    const before = await readFile(await diskOf(trial, 'pi-201'), 'utf8');

    const { stderr } = await trial.run(['reclaim', '--yes']);

    expect(stderr).toContain('! The disk of pi-201 is smaller by 2 MiB.');
    expect(await readFile(await diskOf(trial, 'pi-201'), 'utf8')).toBe(before.replaceAll('\0', ''));
  });

  it('asks first, and does nothing without an answer', async () => {
    const trial = await createLab();

    expect((await trial.run(['reclaim'])).exitCode).toBe(2);
    expect((await trial.run(['reclaim'], { answers: ['n'] })).exitCode).toBeGreaterThan(0);

    expect(trial.guests.commands.filter(({ command }) => command.includes('fstrim'))).toEqual([]);
  });

  it('takes bases of trashed labs only together with the trash, and only when it is wanted', async () => {
    const trial = await createLab();
    await trial.ok('delete', '--yes');

    const items = await preview(trial);
    expect(items.map(({ kind, byDefault, needs }) => [kind, byDefault, needs])).toEqual([
      ['trash', false, []],
      ['base', false, ['trash']],
      ['image', false, []],
    ]);
    expect(await trial.ok('reclaim', '--yes')).toContain('Base of');
    expect(await trial.ok('trash')).toContain('Labor');

    await trial.ok('reclaim', '--all', '--yes');

    expect(await preview(trial)).toEqual([]);
    expect(await trial.tree()).not.toContainEqual(expect.stringMatching(/^(bases|trash|images)\/./));
  });

  it('takes a base that a newer one has replaced, and none that a lab stands on', async () => {
    const trial = await createLab();
    const [base] = await trial.deps.store.listBases();
    if (base === undefined) throw new Error('there is a base');
    const older = { ...base, baseId: 'qemu-old-0123456789', createdAt: '2020-01-01T00:00:00.000Z' } as typeof base;
    await mkdir(trial.paths.baseDir(older.baseId), { recursive: true });
    await trial.deps.store.writeBase({ ...older, vmId: '00000000-0000-4000-8000-000000000001' as typeof base.vmId });

    await trial.ok('reclaim', '--yes');

    expect((await trial.deps.store.listBases()).map(({ baseId }) => baseId)).toEqual([base.baseId]);
    expect(callsOf(trial, 'start')).toHaveLength(2);
  });

  it('leaves images alone that a user brought', async () => {
    const trial = await createLab();
    const own = join(trial.paths.dataDir, 'mine.qcow2');
    await writeFile(own, 'mine');
    await trial.ok('up', '--name', 'Eigenes', '--nodes', '1', '--image', `file:${own}`);
    await trial.ok('delete', 'Eigenes', '--yes');
    await trial.ok('delete', 'Labor', '--yes');

    await trial.ok('reclaim', '--all', '--yes');

    expect(await stat(own)).toBeDefined();
    expect((await trial.api['images.list']({}, { signal: new AbortController().signal })).images).toContainEqual(
      expect.objectContaining({ imageId: `file:${own}`, cached: true }),
    );
  });

  it('gives up downloads that were begun long ago', async () => {
    const trial = await createLab();
    const part = join(trial.paths.imageWorkDir, 'abc.part');
    await mkdir(trial.paths.imageWorkDir, { recursive: true });
    await writeFile(part, Buffer.alloc(mibBytes, 1));
    expect((await preview(trial)).find(({ kind }) => kind === 'part')).toMatchObject({ byDefault: false });
    const longAgo = new Date(trial.clock.now() - 48 * 3_600_000);
    await utimes(part, longAgo, longAgo);

    await trial.ok('reclaim', '--yes');

    expect((await preview(trial)).find(({ kind }) => kind === 'part')).toBeUndefined();
  });

  it('goes on with the rest where a lab is being worked on, and says so', async () => {
    const trial = await createTrimmed();
    await trial.ok('up', '--name', 'Zweites', '--nodes', '1');
    const lock = { ...trial.deps, purpose: 'snapshot', signal: new AbortController().signal };
    const { labId } = await trial.status('Labor');

    const ran = await withLock(trial.paths.labLockFile(labId), lock, () => trial.run(['reclaim', '--yes']));

    expect(ran.exitCode).toBeGreaterThan(2);
    expect(ran.stderr).toContain('a snapshot is being taken');
    expect(trial.guests.commands.filter(({ command }) => command.includes('fstrim')).map(({ node }) => node)).toEqual([
      'pi-202',
    ]);
  });

  it('offers nothing of a hypervisor that does not answer', async () => {
    const trial = await createLab();
    trial.driver.setSilent(true);

    expect((await preview(trial)).map(({ kind }) => kind)).toEqual(['image']);
  });
});
