import { appendFile, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';

import { appendJournal, readJournal } from '../../../src-main/store/journal.ts';
import { createTestDir } from '../../fakes/test-dir.ts';

const entrySchema = z.object({ event: z.string() });

async function createJournalPath(): Promise<string> {
  return join(await createTestDir(), 'labs', 'größe', 'journal.jsonl');
}

async function eventsOf(path: string): Promise<readonly string[]> {
  return (await readJournal(path, entrySchema)).map(({ event }) => event);
}

describe('a journal', () => {
  test('is empty before its first entry', async () => {
    expect(await eventsOf(await createJournalPath())).toEqual([]);
  });

  test('gives its entries in the order they were written, line ends within them too', async () => {
    const path = await createJournalPath();

    for (const event of ['begin', 'two\nlines', 'ende ü']) await appendJournal(path, entrySchema, { event });

    expect(await eventsOf(path)).toEqual(['begin', 'two\nlines', 'ende ü']);
  });

  test('keeps the order of entries that are written at once', async () => {
    const path = await createJournalPath();
    const events = Array.from({ length: 50 }, (_, index) => `event ${String(index)}`);

    await Promise.all(events.map((event) => appendJournal(path, entrySchema, { event })));

    expect(await eventsOf(path)).toEqual(events);
  });

  test('goes on after an entry that could not be written', async () => {
    const path = await createJournalPath();
    const wrong: unknown = { event: 5 };

    await expect(appendJournal(path, z.unknown().pipe(entrySchema), wrong)).rejects.toBeInstanceOf(z.ZodError);
    await appendJournal(path, entrySchema, { event: 'right' });

    expect(await eventsOf(path)).toEqual(['right']);
  });

  test('loses nothing but the entry that was cut, wherever a crash cut it', async () => {
    const path = await createJournalPath();
    const whole = '{"event":"one"}\n{"event":"zwei ü"}\n';
    const last = Buffer.from('{"event":"größe"}\n');
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: last.length - 1 }), async (cut) => {
        await appendJournal(path, entrySchema, { event: 'makes the folder' });
        await writeFile(path, Buffer.concat([Buffer.from(whole), last.subarray(0, cut)]));

        expect(await eventsOf(path)).toEqual(['one', 'zwei ü']);
        await appendJournal(path, entrySchema, { event: 'next' });
        expect(await eventsOf(path)).toEqual(['one', 'zwei ü', 'next']);
      }),
      { numRuns: last.length },
    );
  });

  test('takes away a long half line, and one that is all there is', async () => {
    const path = await createJournalPath();
    await appendJournal(path, entrySchema, { event: 'one' });
    await appendFile(path, `{"event":"${'x'.repeat(20_000)}`);

    await appendJournal(path, entrySchema, { event: 'two' });
    expect(await eventsOf(path)).toEqual(['one', 'two']);

    await writeFile(path, '{"eve');
    await appendJournal(path, entrySchema, { event: 'three' });
    expect(await readFile(path, 'utf8')).toBe('{"event":"three"}\n');
  });

  test.each(['{"event":\n', 'text\n', '{"event":5}\n', '\n'])('is damaged by the whole line %j', async (line) => {
    const path = await createJournalPath();
    await appendJournal(path, entrySchema, { event: 'one' });
    await appendFile(path, line);

    await expect(readJournal(path, entrySchema)).rejects.toMatchObject({
      code: 'stored-file-damaged',
      params: { path },
      evidence: [`line 2: ${line.trimEnd()}`],
    });
  });

  test.skipIf(process.platform === 'win32')('belongs to this user alone', async () => {
    const path = await createJournalPath();

    await appendJournal(path, entrySchema, { event: 'one' });

    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });
});
