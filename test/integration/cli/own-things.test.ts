import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { vmIdSchema } from '../../../src-main/domain/ids.ts';
import { readFakeVm, writeFakeVm } from '../../fakes/fake-vm-store.ts';
import { createLab, refOf } from './lab-trial.ts';
import type { Trial } from './trial.ts';

/*
 * A user's own VM, disk, files and snapshot lie in the way of every operation: in each folder that the app writes to, under the names it
 * is about to use. Whatever is done, they are the same bytes afterwards; a lab that goes to the trash takes along what lies in it.
 */

const ownVmId = vmIdSchema.parse('aaaaaaaa-0000-4000-8000-00000000abcd');
const mark = 'the user wrote this: ';

/** Puts a file of the user into every folder of the data folder, besides what has a meaning of its own. */
async function placeOwnThings(trial: Trial): Promise<void> {
  const { dataDir } = trial.paths;
  const entries = await readdir(dataDir, { recursive: true, withFileTypes: true });
  const dirs = [dataDir, ...entries.filter((entry) => entry.isDirectory()).map((e) => join(e.parentPath, e.name))];
  for (const dir of dirs) await writeFile(join(dir, 'Meine Notizen.txt'), `${mark}${dir}`);
  const labDir = trial.paths.labDir((await trial.deps.store.findLab('Labor')).plan.labId);
  await mkdir(join(labDir, 'shared'), { recursive: true });
  await writeFile(join(labDir, 'shared', 'own.img'), `${mark}a disk`);
  await writeFile(join(labDir, 'nodes', 'pi-201', 'own.vdi'), `${mark}another disk`);
  // A VM with a name that the lab is about to use, where another tool put it.
  const node = readFakeVm(await refOf(trial, 'pi-201'));
  if (node.kind !== 'found') throw new Error('no node');
  const vm = { ...node.vm, vmId: ownVmId, name: 'pi-202', snapshots: [], base: null, sshPort: 4022 };
  writeFakeVm(join(dataDir, 'VirtualBox VMs', 'pi-202'), vm);
  await writeFile(join(dataDir, 'VirtualBox VMs', 'pi-202', 'own.txt'), `${mark}in the VM`);
}

/** What the user owns, as digests by what it is; where it lies may change with a lab that goes to the trash. */
async function digestsOf(trial: Trial): Promise<ReadonlyMap<string, number>> {
  const entries = await readdir(trial.paths.dataDir, { recursive: true, withFileTypes: true });
  const found = new Map<string, number>();
  for (const entry of entries.filter((file) => file.isFile())) {
    const path = join(entry.parentPath, entry.name);
    const content = await readFile(path);
    const isOwn = content.includes(mark) || basename(dirname(dirname(path))) === 'VirtualBox VMs';
    const digest = createHash('sha256').update(content).digest('hex');
    if (isOwn) found.set(digest, (found.get(digest) ?? 0) + 1);
  }
  return found;
}

const operations: readonly (readonly (readonly string[])[])[] = [
  [['start'], ['stop']],
  [['save'], ['start']],
  [
    ['snapshot', 'one'],
    ['restore', 'one', '--yes'],
  ],
  [
    ['add', '--count', '2'],
    ['remove', 'pi-203', '--yes'],
  ],
  [['remove', 'pi-201', '--yes'], ['add'], ['start']],
  [['stop'], ['reset', 'pi-201', '--yes'], ['start']],
  [['repair']],
  [['drill', 'power-cut', 'pi-201', '--yes'], ['repair'], ['start']],
  [['drill', 'unplug', 'pi-201'], ['drill', 'plug', 'pi-201'], ['repair']],
  [['delete', '--yes'], ['trash', 'restore', 'Labor'], ['start']],
  [
    ['delete', '--yes'],
    ['trash', 'empty', '--yes'],
    ['up', '--name', 'Labor', '--nodes', '2'],
  ],
  [
    ['delete', '--purge', '--yes'],
    ['up', '--name', 'Labor', '--nodes', '2'],
  ],
  [
    ['up', '--name', 'Zweites', '--nodes', '1'],
    ['delete', 'Zweites', '--purge', '--yes'],
  ],
  [['doctor'], ['images'], ['list']],
];

it.each(operations.map((words) => [words]))('keeps what is the user’s through %j', async (commands) => {
  const trial = await createLab();
  await placeOwnThings(trial);
  const ref = await refOf(trial, 'pi-200');
  await trial.driver.takeSnapshot(ref, 'own snapshot', { signal: new AbortController().signal });
  const before = await digestsOf(trial);
  expect(before.size).toBeGreaterThan(10);

  for (const words of commands) {
    const { exitCode, stderr } = await trial.run(words);
    expect({ words, exitCode, stderr: exitCode === 0 ? '' : stderr }).toEqual({ words, exitCode: 0, stderr: '' });
    expect(await digestsOf(trial)).toEqual(before);
  }
  if (commands.some(([word]) => word === 'delete' || word === 'up')) return;
  const kept = await trial.driver.listSnapshots(ref, { signal: new AbortController().signal });
  expect(kept.map(({ name }) => name)).toContain('own snapshot');
});

it('keeps them when making a lab is cancelled and undone, and names the folder that stays', async () => {
  const trial = await createLab();
  await placeOwnThings(trial);
  const before = await digestsOf(trial);
  const own = join(trial.paths.labsDir, 'zweites', 'ssh');
  await mkdir(own, { recursive: true });
  await writeFile(join(own, 'my-key'), 'private');
  const controller = new AbortController();
  const off = trial.driver.onCall(({ method, target }) => {
    if (method === 'start' && target === 'pi-202') controller.abort();
  });

  const { exitCode } = await trial.run(['up', '--name', 'Zweites', '--nodes', '1'], { signal: controller.signal });
  off();

  expect(exitCode).toBe(130);
  expect(await readFile(join(own, 'my-key'), 'utf8')).toBe('private');
  expect(await digestsOf(trial)).toEqual(before);
});
