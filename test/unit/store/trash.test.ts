import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { createPaths } from '../../../src-main/store/file-names.ts';
import type { DataPaths } from '../../../src-main/store/file-names.ts';
import { listTrash, moveToTrash, purge, takeBack } from '../../../src-main/store/trash.ts';
import { createTestDir } from '../../fakes/test-dir.ts';

const nowMs = Date.UTC(2026, 6, 3, 9, 5, 7, 12);

async function setUp(): Promise<DataPaths> {
  return createPaths(await createTestDir());
}

/** A lab folder with something in it. */
async function createLab(paths: DataPaths, id = 'labor'): Promise<string> {
  const dir = join(paths.labsDir, id);
  await mkdir(dir, { recursive: true });
  await writeFile(join(dir, 'lab.json'), `record of ${id}`);
  return dir;
}

describe('the trash', () => {
  test('is empty at first', async () => {
    expect(await listTrash(await setUp())).toEqual([]);
  });

  test('keeps a folder, and what it was', async () => {
    const paths = await setUp();
    const dir = await createLab(paths);

    const entry = await moveToTrash(paths, { dir, kind: 'lab', name: 'Größe & "Test" 1', nowMs });

    expect(await readdir(paths.labsDir)).toEqual([]);
    expect(await readFile(join(entry.contentDir, 'lab.json'), 'utf8')).toBe('record of labor');
    expect(entry).toMatchObject({ id: '20260703T090507012Z-labor', kind: 'lab', name: 'Größe & "Test" 1' });
    expect(entry).toMatchObject({ origin: 'labs/labor', movedAt: '2026-07-03T09:05:07.012Z' });
    expect(await listTrash(paths)).toEqual([entry]);
  });

  test('keeps two of one name apart, even within one millisecond, latest first', async () => {
    const paths = await setUp();
    const request = { kind: 'lab', name: 'Labor' };

    const first = await moveToTrash(paths, { ...request, dir: await createLab(paths), nowMs });
    const second = await moveToTrash(paths, { ...request, dir: await createLab(paths), nowMs });
    const later = await moveToTrash(paths, { ...request, dir: await createLab(paths), nowMs: nowMs + 1 });

    expect((await listTrash(paths))[0]).toEqual(later);
    expect(new Set([first.id, second.id, later.id]).size).toBe(3);
  });

  test('clears away what an earlier move of the same folder has left, and of no other', async () => {
    const paths = await setUp();
    const left = ['20260703T090507011Z-labor', '20260703T090507011Z-labor-2', '20260703T090507011Z-mein-labor'];
    for (const id of left) {
      await mkdir(join(paths.trashDir, id), { recursive: true });
      await writeFile(join(paths.trashDir, id, 'record.json.4711.tmp'), '{');
    }

    const { id } = await moveToTrash(paths, { dir: await createLab(paths), kind: 'lab', name: 'Labor', nowMs });

    expect((await readdir(paths.trashDir)).toSorted()).toEqual(['20260703T090507011Z-mein-labor', id]);
  });

  test('gives a folder back as it was', async () => {
    const paths = await setUp();
    const dir = await createLab(paths);
    const { id } = await moveToTrash(paths, { dir, kind: 'lab', name: 'Labor', nowMs });
    await rm(paths.labsDir, { recursive: true });

    await takeBack(paths, id);

    expect(await readFile(join(dir, 'lab.json'), 'utf8')).toBe('record of labor');
    expect(await readdir(paths.trashDir)).toEqual([]);
  });

  test('gives nothing back over something that is there by now', async () => {
    const paths = await setUp();
    const dir = await createLab(paths);
    const entry = await moveToTrash(paths, { dir, kind: 'lab', name: 'Labor', nowMs });
    await createLab(paths);

    await expect(takeBack(paths, entry.id)).rejects.toMatchObject({
      code: 'lab-name-taken',
      params: { name: 'Labor' },
    });
    expect(await listTrash(paths)).toEqual([entry]);
  });

  test('deletes one entry for good', async () => {
    const paths = await setUp();
    const gone = await moveToTrash(paths, { dir: await createLab(paths), kind: 'lab', name: 'a', nowMs });
    const kept = await moveToTrash(paths, { dir: await createLab(paths), kind: 'lab', name: 'b', nowMs });

    await purge(paths, gone.id, () => true);

    expect(await listTrash(paths)).toEqual([kept]);
    expect(await readdir(paths.trashDir)).toEqual([kept.id]);
  });

  test.each(['', '.', '..', '../labs', '../labs/labor', 'nothing'])('deletes nothing when asked for %j', async (id) => {
    const paths = await setUp();
    await createLab(paths);
    await moveToTrash(paths, { dir: await createLab(paths, 'other'), kind: 'lab', name: 'other', nowMs });

    await expect(purge(paths, id, () => true)).rejects.toThrow('nothing in the trash');
    await expect(takeBack(paths, id)).rejects.toThrow('nothing in the trash');
    expect(await readdir(paths.labsDir)).toEqual(['labor']);
    expect(await listTrash(paths)).toHaveLength(1);
  });

  test('neither offers nor deletes what it did not put there', async () => {
    const paths = await setUp();
    await mkdir(join(paths.trashDir, 'mine', 'content'), { recursive: true });
    await writeFile(join(paths.trashDir, 'notes.txt'), 'mine');
    await mkdir(join(paths.trashDir, 'damaged', 'content'), { recursive: true });
    await writeFile(join(paths.trashDir, 'damaged', 'record.json'), '{ "schemaVer');

    expect(await listTrash(paths)).toEqual([]);
    await expect(purge(paths, 'mine', () => true)).rejects.toThrow('nothing in the trash');
  });

  test('leaves out an entry whose folder was never moved', async () => {
    const paths = await setUp();
    const entry = await moveToTrash(paths, { dir: await createLab(paths), kind: 'lab', name: 'a', nowMs });
    await rm(entry.contentDir, { recursive: true });

    expect(await listTrash(paths)).toEqual([]);
  });

  test('takes no folder that is not below the data folder, or is the trash itself', async () => {
    const paths = await setUp();
    const elsewhere = await createTestDir();
    const entry = await moveToTrash(paths, { dir: await createLab(paths), kind: 'lab', name: 'a', nowMs });

    for (const dir of [elsewhere, paths.dataDir, join(paths.labsDir, '..', '..'), paths.trashDir, entry.contentDir]) {
      await expect(moveToTrash(paths, { dir, kind: 'lab', name: 'x', nowMs })).rejects.toThrow('is no folder to move');
    }
  });

  test('makes no entry for a folder that is not there', async () => {
    const paths = await setUp();
    const dir = join(paths.labsDir, 'nowhere');

    await expect(moveToTrash(paths, { dir, kind: 'lab', name: 'x', nowMs })).rejects.toThrow('ENOENT');
    expect(await listTrash(paths)).toEqual([]);
  });
});
