import { chmod, mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';

import { createFileLogger } from '../../../src-main/platform/file-logger.ts';
import { createRotatingFile } from '../../../src-main/platform/rotating-file.ts';
import { createTestDir } from '../../fakes/test-dir.ts';

const lineSchema = z.looseObject({ level: z.number(), time: z.iso.datetime(), pid: z.number(), msg: z.string() });

async function readLog(path: string): Promise<readonly z.infer<typeof lineSchema>[]> {
  const lines = (await readFile(path, 'utf8')).trimEnd().split('\n');
  return lines.map((line) => lineSchema.parse(JSON.parse(line)));
}

describe('createFileLogger', () => {
  test('writes each line at once, with level, time and fields', async () => {
    const path = join(await createTestDir(), 'logs', 'bdl.log');
    const logger = createFileLogger(path);
    onTestFinished(logger.close);

    logger.debug({ exitCode: 0 }, 'command');
    logger.info({}, 'größe');
    logger.warn({}, 'careful');
    logger.error({ error: new Error('broken') }, 'failed');

    const lines = await readLog(path);
    expect(lines.map(({ level, msg }) => [level, msg])).toEqual([
      [20, 'command'],
      [30, 'größe'],
      [40, 'careful'],
      [50, 'failed'],
    ]);
    expect(lines[0]).toMatchObject({ exitCode: 0, pid: process.pid });
    expect(lines[3]).toMatchObject({ error: { message: 'broken' } });
  });

  test('leaves out what is below its level', async () => {
    const path = join(await createTestDir(), 'bdl.log');
    const logger = createFileLogger(path, 'info');
    onTestFinished(logger.close);

    logger.debug({}, 'detail');
    logger.info({}, 'event');

    expect((await readLog(path)).map(({ msg }) => msg)).toEqual(['event']);
  });

  test.skipIf(process.platform === 'win32')('keeps the log to this user', async () => {
    const path = join(await createTestDir(), 'bdl.log');
    const logger = createFileLogger(path);
    onTestFinished(logger.close);

    logger.info({}, 'x');

    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  test('creates nothing until there is something to log', async () => {
    const dir = join(await createTestDir(), 'logs');

    createFileLogger(join(dir, 'bdl.log')).close();

    await expect(stat(dir)).rejects.toThrow('ENOENT');
  });
});

describe('createRotatingFile', () => {
  test('begins anew when the file is full and keeps the one before', async () => {
    const path = join(await createTestDir(), 'log');
    const file = createRotatingFile(path, 10);
    onTestFinished(file.close);

    for (const text of ['first 6\n', 'full now\n', 'second\n', 'again full\n', 'third\n']) file.write(text);

    expect(await readFile(path, 'utf8')).toBe('third\n');
    expect(await readFile(`${path}.1`, 'utf8')).toBe('second\nagain full\n');
  });

  test('counts what was there before', async () => {
    const path = join(await createTestDir(), 'log');
    await writeFile(path, 'from an earlier run\n');
    const file = createRotatingFile(path, 10);
    onTestFinished(file.close);

    file.write('new\n');

    expect(await readFile(path, 'utf8')).toBe('new\n');
  });

  test('does not throw away the new file of another process that was first', async () => {
    const path = join(await createTestDir(), 'log');
    const file = createRotatingFile(path, 10);
    onTestFinished(file.close);
    file.write('more than ten\n');
    await rename(path, `${path}.1`);
    await writeFile(path, 'other\n');

    file.write('mine\n');

    expect(await readFile(path, 'utf8')).toBe('other\nmine\n');
    expect(await readFile(`${path}.1`, 'utf8')).toBe('more than ten\n');
  });

  test('never fails its caller, and goes on when writing is possible again', async () => {
    const dir = await createTestDir();
    await writeFile(join(dir, 'logs'), 'a file where the folder should be');
    const file = createRotatingFile(join(dir, 'logs', 'log'), 10);
    onTestFinished(file.close);

    file.write('lost\n');
    await rename(join(dir, 'logs'), join(dir, 'elsewhere'));
    await mkdir(join(dir, 'logs'));
    await chmod(join(dir, 'logs'), 0o700);
    file.write('kept\n');

    expect(await readFile(join(dir, 'logs', 'log'), 'utf8')).toBe('kept\n');
  });
});
