import { chmod, mkdir, readFile, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';

import { LabError } from '../../../src-main/domain/failure.ts';
import { writeFileAtomically } from '../../../src-main/store/atomic-write.ts';
import { readJsonFile, writeJsonFile } from '../../../src-main/store/json-file.ts';
import type { StoredObject } from '../../../src-main/store/json-file.ts';
import { createTestDir } from '../../fakes/test-dir.ts';

const noteSchema = z.object({ schemaVersion: z.literal(1), text: z.string(), count: z.int().default(0) });

/** The same kind of file two versions later: `text` became `title`, then `tags` came. */
const noteFormat = {
  schema: z.object({ schemaVersion: z.literal(3), title: z.string(), tags: z.array(z.string()) }),
  migrations: [
    ({ text, ...rest }: StoredObject): StoredObject => ({ ...rest, title: text }),
    (note: StoredObject): StoredObject => ({ ...note, tags: [] }),
  ],
};

async function createFile(content: string): Promise<string> {
  const path = join(await createTestDir(), 'note.json');
  await writeFile(path, content);
  return path;
}

describe('readJsonFile', () => {
  test('knows no file as null', async () => {
    expect(await readJsonFile(join(await createTestDir(), 'nowhere', 'note.json'), noteSchema)).toBeNull();
  });

  test('gives what the schema makes of the content', async () => {
    const path = await createFile('{ "schemaVersion": 1, "text": "größe", "unknown": true }');

    expect(await readJsonFile(path, noteSchema)).toEqual({ schemaVersion: 1, text: 'größe', count: 0 });
  });

  test.each([
    ['nothing', ''],
    ['half of it', '{ "schemaVersion": 1, "te'],
    ['zeros, as after a power cut', '\0\0\0\0'],
    ['another type', '[1, 2]'],
    ['null', 'null'],
    ['no version', '{ "text": "x" }'],
    ['a version that is none', '{ "schemaVersion": "1", "text": "x" }'],
    ['version 0', '{ "schemaVersion": 0, "text": "x" }'],
    ['a wrong value', '{ "schemaVersion": 1, "text": 5 }'],
  ])('calls a file with %s damaged and leaves it as it is', async (_, content) => {
    const path = await createFile(content);

    await expect(readJsonFile(path, noteSchema)).rejects.toMatchObject({
      code: 'stored-file-damaged',
      params: { path },
    });
    expect(await readFile(path, 'utf8')).toBe(content);
  });

  test('tells a file of a newer app from a damaged one', async () => {
    const path = await createFile('{ "schemaVersion": 2, "whatever": "x" }');

    await expect(readJsonFile(path, noteSchema)).rejects.toMatchObject({
      code: 'stored-file-too-new',
      params: { path },
    });
  });

  test.each([
    { content: { schemaVersion: 1, text: 'old' }, tags: [] },
    { content: { schemaVersion: 2, title: 'old' }, tags: [] },
    { content: { schemaVersion: 3, title: 'old', tags: ['a'] }, tags: ['a'] },
  ])('brings version $content.schemaVersion up to date', async ({ content, tags }) => {
    const path = await createFile(JSON.stringify(content));

    expect(await readJsonFile(path, noteFormat)).toEqual({ schemaVersion: 3, title: 'old', tags });
    expect(await readFile(path, 'utf8')).toBe(JSON.stringify(content));
  });

  test('calls a file damaged that a migration cannot read', async () => {
    const path = await createFile('{ "schemaVersion": 1 }');
    function fail(): StoredObject {
      throw new Error('no text');
    }

    await expect(readJsonFile(path, { ...noteFormat, migrations: [fail, fail] })).rejects.toMatchObject({
      code: 'stored-file-damaged',
    });
  });

  test('says where a file is wrong, but not what it holds: that may be a secret', async () => {
    async function evidenceOf(content: string): Promise<unknown> {
      const error: unknown = await readJsonFile(await createFile(content), noteSchema).catch(
        (reason: unknown) => reason,
      );
      return error instanceof LabError ? error.evidence : error;
    }

    expect(await evidenceOf('{ "schemaVersion": 1, "text": ["geheim"] }')).toEqual([
      expect.stringContaining('expected string'),
      '  → at text',
    ]);
    expect(await evidenceOf('{ "password": "geheim')).toEqual(['21 characters that are no JSON']);
  });

  test('does not call a file damaged that it may not read', async () => {
    const path = await createTestDir();

    await expect(readJsonFile(path, noteSchema)).rejects.toThrow('EISDIR');
  });
});

describe('writeJsonFile', () => {
  test('writes what can be read again, into folders it makes', async () => {
    const path = join(await createTestDir(), 'labs', 'größe', 'note.json');
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme' }), fc.integer(), async (text, count) => {
        await writeJsonFile(path, noteSchema, { schemaVersion: 1, text, count });

        expect(await readJsonFile(path, noteSchema)).toEqual({ schemaVersion: 1, text, count });
      }),
      { numRuns: 20 },
    );
  });

  test.skipIf(process.platform === 'win32')(
    'keeps the file and its folder to this user, whatever they were',
    async () => {
      const path = join(await createTestDir(), 'labs', 'note.json');
      await writeJsonFile(path, noteSchema, { schemaVersion: 1, text: 'x' });
      await chmod(path, 0o644);

      await writeJsonFile(path, noteSchema, { schemaVersion: 1, text: 'y' });

      expect((await stat(path)).mode & 0o777).toBe(0o600);
      expect((await stat(join(path, '..'))).mode & 0o777).toBe(0o700);
    },
  );

  test.skipIf(process.platform === 'win32')('gives the file another mode on request', async () => {
    const path = join(await createTestDir(), 'note.json');

    await writeJsonFile(path, { schema: noteSchema, mode: 0o644 }, { schemaVersion: 1, text: 'x' });

    expect((await stat(path)).mode & 0o777).toBe(0o644);
  });

  test('writes nothing that does not fit the schema', async () => {
    const path = await createFile('{ "schemaVersion": 1, "text": "before" }');

    await expect(
      writeJsonFile(path, noteSchema, { schemaVersion: 1, text: 'after', count: 0.5 }),
    ).rejects.toBeInstanceOf(z.ZodError);
    expect(await readJsonFile(path, noteSchema)).toMatchObject({ text: 'before' });
  });

  test.each([
    ['stored-file-damaged', '{ "schemaVersion": 1, "te'],
    ['stored-file-too-new', '{ "schemaVersion": 9 }'],
  ])('never replaces a file it cannot read: %s', async (code, content) => {
    const path = await createFile(content);

    await expect(writeJsonFile(path, noteSchema, { schemaVersion: 1, text: 'x' })).rejects.toMatchObject({ code });
    expect(await readFile(path, 'utf8')).toBe(content);
  });
});

describe('writeFileAtomically', () => {
  test('leaves nothing behind but the file, also when many write at once', async () => {
    const dir = await createTestDir();
    const path = join(dir, 'file');
    const texts = Array.from({ length: 20 }, (_, index) => String(index).repeat(50_000));

    await Promise.all(texts.map((text) => writeFileAtomically(path, text)));

    expect(await readdir(dir)).toEqual(['file']);
    expect(await readFile(path, 'utf8')).toBe(texts.at(-1));
  });

  test('leaves the old file and no temporary one when it fails', async () => {
    const dir = await createTestDir();
    const path = join(dir, 'is-a-folder');
    await mkdir(join(path, 'full'), { recursive: true });

    await expect(writeFileAtomically(path, 'x')).rejects.toThrow();
    expect(await readdir(dir)).toEqual(['is-a-folder']);
  });
});
