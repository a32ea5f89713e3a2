import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { withLock } from '../../../src-main/store/lock.ts';
import { createLab } from './lab-trial.ts';
import type { Trial } from './trial.ts';

async function makeFolder(path: string): Promise<string> {
  await mkdir(path, { recursive: true });
  await writeFile(join(path, 'disk.img'), 'x'.repeat(5000));
  return path;
}

/** A lab without its record, a node no lab knows, a begun download, the lock of a process that is gone, and what is not ours. */
async function leaveThingsBehind(trial: Trial): Promise<Record<'lab' | 'node' | 'part' | 'lock' | 'foreign', string>> {
  const { labsDir, imagesDir, basesDir } = trial.paths;
  const lab = await makeFolder(join(labsDir, 'vergessen'));
  await writeFile(join(lab, 'journal.jsonl'), await readFile(join(labsDir, 'labor', 'journal.jsonl')));
  const node = await makeFolder(join(labsDir, 'labor', 'nodes', 'pi-999'));
  await writeFile(join(node, 'seed.iso'), 'seed');
  await mkdir(join(imagesDir, 'work'), { recursive: true });
  const part = join(imagesDir, 'work', 'abc.part');
  await writeFile(part, 'half');
  const lock = join(basesDir, 'old.lock');
  const gone = { pid: 1, startTime: 'before the last start', purpose: 'base', token: 'abc123' };
  await writeFile(lock, JSON.stringify(gone));
  const foreign = await makeFolder(join(labsDir, 'Meine Fotos'));
  return { lab, node, part, lock, foreign };
}

describe('doctor', () => {
  it('says of each leftover how it knows whose it is', async () => {
    const trial = await createLab();
    const left = await leaveThingsBehind(trial);

    const text = await trial.ok('doctor');

    expect(text).toMatch(
      /! Folder without the record of a lab \(\d+ KiB, 2\d{3}-.+\): .+vergessen\n {4}Of Big Data Lab, as its journal/,
    );
    expect(text).toContain(`pi-999\n    Of Big Data Lab, as the start data of a node are in it.`);
    expect(text).toContain(`${left.part}\n    Of Big Data Lab, as nobody else writes there.`);
    expect(text).toContain(`${left.lock}\n    Of Big Data Lab, as it names its process.`);
    expect(text).toContain('Meine Fotos\n    Not provably of Big Data Lab: it is left alone.');
  });

  it('knows a folder in which only the record of a lab or a base was begun', async () => {
    const trial = await createLab();
    const { labsDir, basesDir } = trial.paths;
    const begun = [join(labsDir, 'begonnen', 'lab.json.4711.tmp'), join(basesDir, 'begonnen', 'base.json.4711.tmp')];
    const mixed = join(labsDir, 'gemischt', 'lab.json.4711.tmp');
    for (const path of [...begun, mixed]) {
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, '{');
    }
    await writeFile(join(dirname(mixed), 'Notizen.txt'), 'mine');

    await trial.ok('doctor', '--tidy', '--yes');
    await trial.ok('trash', 'empty', '--yes');

    const tree = await trial.tree();
    expect(tree.filter((path) => path.includes('begonnen'))).toEqual([]);
    expect(tree).toContain(join('labs', 'gemischt', 'lab.json.4711.tmp'));
  });

  it('lists nothing that a running operation is making', async () => {
    const trial = await createLab();
    const { lab, part, node } = await leaveThingsBehind(trial);
    const { processes, clock } = trial.deps;
    const lock = { purpose: 'create', processes, clock, signal: new AbortController().signal };
    const work = join(trial.paths.imagesDir, 'work');

    const text = await withLock(`${lab}.lock`, lock, () =>
      withLock(join(work, 'images.lock'), lock, () =>
        withLock(join(trial.paths.labsDir, 'labor.lock'), lock, () => trial.ok('doctor')),
      ),
    );

    for (const path of [lab, part, node, 'images.lock', 'labor.lock']) expect(text).not.toContain(path);
  });
});

describe('doctor --tidy', () => {
  it('asks once, takes away what is ours, and leaves the rest and the lab as they are', async () => {
    const trial = await createLab();
    const left = await leaveThingsBehind(trial);
    const before = await trial.tree();

    const unanswered = await trial.run(['doctor', '--tidy']);
    expect(unanswered.exitCode).toBe(2);
    expect(await trial.tree()).toEqual(before);
    const text = await trial.ok('doctor', '--tidy', '--yes');

    expect(text).toContain(`In the trash: ${left.lab}`);
    expect(text).toContain(`Removed: ${left.part}`);
    const after = await trial.tree();
    const isGone = (path: string): boolean => !after.some((found) => join(trial.paths.dataDir, found).startsWith(path));
    expect([left.lab, left.node, left.part, left.lock].map(isGone)).toEqual([true, true, true, true]);
    expect(isGone(left.foreign)).toBe(false);
    const elsewhere = (path: string): boolean => !/^(trash|logs)|vergessen|pi-999|abc\.part|old\.lock/.test(path);
    expect(after.filter(elsewhere)).toEqual(before.filter(elsewhere));
    expect((await trial.status()).state).toBe('running');
  });

  it('can be taken back from the trash', async () => {
    const trial = await createLab();
    const { lab } = await leaveThingsBehind(trial);
    await trial.ok('doctor', '--tidy', '--yes');

    await trial.api['trash.takeBack']({ entryId: 'vergessen' }, { signal: new AbortController().signal });

    expect(await readFile(join(lab, 'disk.img'), 'utf8')).toHaveLength(5000);
  });

  it('refuses what is not provably ours, and paths outside of the data folder', async () => {
    const trial = await createLab();
    const { foreign } = await leaveThingsBehind(trial);
    const { signal } = new AbortController();

    for (const path of [foreign, trial.paths.labDir((await trial.status()).labId), '/etc'])
      await expect(trial.api['data.tidy']({ path }, { signal })).rejects.toMatchObject({ code: 'leftover-kept' });
    expect(await readFile(join(foreign, 'disk.img'), 'utf8')).toHaveLength(5000);
  });
});
