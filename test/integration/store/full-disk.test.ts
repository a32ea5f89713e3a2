import { mkdir, readFile, readdir, stat, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';

import { systemClock } from '../../../src-main/platform/clock.ts';
import { appendJournal, readJournal } from '../../../src-main/store/journal.ts';
import { ensureDataFolder } from '../../../src-main/store/data-folder.ts';
import { createPaths } from '../../../src-main/store/file-names.ts';
import { readJsonFile, writeJsonFile } from '../../../src-main/store/json-file.ts';
import { withLock } from '../../../src-main/store/lock.ts';
import { createFakeProcessTable } from '../../fakes/fake-process-table.ts';
import { createTestDir } from '../../fakes/test-dir.ts';
import { createTestRunner, neverAborted, platformId } from '../process/set-up.ts';

const canMount = platformId === 'linux' && userInfo().uid === 0;
const runner = createTestRunner();
const noteSchema = z.object({ schemaVersion: z.literal(1), text: z.string() });
const entrySchema = z.object({ text: z.string() });
const lockOptions = { purpose: 'x', processes: createFakeProcessTable(), clock: systemClock, ...neverAborted() };

let dir = '';

async function mount(...args: readonly string[]): Promise<void> {
  await runner.run({ program: 'mount', args: [...args, dir] }, neverAborted());
}

/** Leaves less than one page of 4 KiB. */
async function fillUp(): Promise<void> {
  for (let part = 0; ; part += 1) {
    try {
      await writeFile(join(dir, `filler-${String(part)}`), Buffer.alloc(4096));
    } catch {
      return;
    }
  }
}

// Mounting a disk of 64 KiB needs root; elsewhere the translation of the errors is tested alone.
describe.skipIf(!canMount)('a disk of 64 KiB', () => {
  let parentDir = '';

  beforeEach(async () => {
    parentDir = await createTestDir();
    dir = join(parentDir, 'disk');
    await mkdir(dir);
    await mount('-t', 'tmpfs', '-o', 'size=64k', 'tmpfs');
  });

  afterEach(async () => {
    await runner.run({ program: 'umount', args: [dir] }, neverAborted());
  });

  test('keeps the old record whole when the new one does not fit', async () => {
    const path = join(dir, 'note.json');
    await writeJsonFile(path, noteSchema, { schemaVersion: 1, text: 'before' });

    const write = writeJsonFile(path, noteSchema, { schemaVersion: 1, text: 'x'.repeat(80_000) });

    await expect(write).rejects.toMatchObject({ code: 'disk-full', params: { path } });
    expect(await readJsonFile(path, noteSchema)).toEqual({ schemaVersion: 1, text: 'before' });
    expect(await readdir(dir)).toEqual(['note.json']);
  });

  test('keeps the entries of a journal when the next one does not fit', async () => {
    const path = join(dir, 'journal.jsonl');
    await appendJournal(path, entrySchema, { text: 'one' });

    const append = appendJournal(path, entrySchema, { text: 'x'.repeat(80_000) });

    await expect(append).rejects.toMatchObject({ code: 'disk-full', params: { path } });
    expect(await readJournal(path, entrySchema)).toEqual([{ text: 'one' }]);
    await appendJournal(path, entrySchema, { text: 'two' });
    expect(await readJournal(path, entrySchema)).toEqual([{ text: 'one' }, { text: 'two' }]);
  });

  test('does not leave an empty lock behind', async () => {
    await fillUp();
    const path = join(dir, 'lab.lock');

    await expect(withLock(path, lockOptions, () => Promise.resolve('never'))).rejects.toMatchObject({
      code: 'disk-full',
    });
    await expect(stat(path)).rejects.toThrow('ENOENT');
  });

  test('is reported before anything is begun', async () => {
    await fillUp();

    await expect(ensureDataFolder(createPaths(dir))).rejects.toMatchObject({ code: 'disk-full' });
  });

  test('that may only be read is reported, and can be read', async () => {
    const path = join(dir, 'note.json');
    await writeJsonFile(path, noteSchema, { schemaVersion: 1, text: 'before' });
    await mount('-o', 'remount,ro');

    const refused = { code: 'data-folder-not-writable' };
    await expect(ensureDataFolder(createPaths(dir))).rejects.toMatchObject(refused);
    await expect(writeJsonFile(path, noteSchema, { schemaVersion: 1, text: 'after' })).rejects.toMatchObject(refused);
    await expect(withLock(join(dir, 'lock'), lockOptions, () => Promise.resolve())).rejects.toMatchObject(refused);
    expect(await readFile(path, 'utf8')).toContain('before');
  });
});
