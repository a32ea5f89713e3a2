import { appendFile, mkdir, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../../src-main/platform/clock.ts';
import { silentLogger } from '../../../src-main/platform/logger.ts';
import { followLog, type FindLog } from '../../../src-main/terminals/follow-log.ts';
import type { PtyEnd } from '../../../src-main/terminals/pty.ts';
import { createTestDir } from '../../fakes/test-dir.ts';

interface Following {
  readonly text: () => string;
  readonly end: () => PtyEnd | null;
  readonly pty: ReturnType<typeof followLog>;
}

function follow(findLog: FindLog, isWatchable = true): Following {
  const pty = followLog(findLog, { clock: systemClock, logger: silentLogger, isWatchable });
  let text = '';
  let end: PtyEnd | null = null;
  pty.onEnd((how) => (end = how));
  pty.onOutput((bytes) => (text += Buffer.from(bytes).toString('utf8')));
  onTestFinished(() => pty.kill(true));
  return { text: () => text, end: () => end, pty };
}

async function createLog(content: string): Promise<string> {
  const path = join(await createTestDir(), 'pi-200', 'serial.log');
  await mkdir(dirname(path));
  await writeFile(path, content);
  return path;
}

const soon = { timeout: 20_000 };

describe.each([
  ['watched', true],
  ['looked at now and then', false],
])('a log that is %s', (_how, isWatchable) => {
  it('is shown as it grows', async () => {
    const path = await createLog('booting\r\n');
    const log = follow(async () => path, isWatchable);
    await expect.poll(log.text, soon).toBe('booting\r\n');

    await appendFile(path, 'login: ');

    await expect.poll(log.text, soon).toBe('booting\r\nlogin: ');
  });

  it('is shown anew when it was cut', async () => {
    const path = await createLog('the first start\r\n');
    const log = follow(async () => path, isWatchable);
    await expect.poll(log.text, soon).toContain('first');

    await truncate(path, 0);
    await appendFile(path, 'again\r\n');

    await expect.poll(log.text, soon).toMatch(/first start\r\n.*─+\r\nagain\r\n$/s);
  });

  it('is shown anew when another file took its place, also a longer one', async () => {
    const path = await createLog('old\r\n');
    const log = follow(async () => path, isWatchable);
    await expect.poll(log.text, soon).toBe('old\r\n');

    await writeFile(`${path}.new`, 'another and longer one\r\n');
    await rename(`${path}.new`, path);

    await expect.poll(log.text, soon).toMatch(/─\r\nanother and longer one\r\n$/);
  });

  it('may be there later, and come again with its folder', async () => {
    const path = await createLog('first\r\n');
    await rm(dirname(path), { recursive: true });
    const log = follow(async () => path, isWatchable);
    await mkdir(dirname(path));
    await writeFile(path, 'there\r\n');
    await expect.poll(log.text, soon).toBe('there\r\n');

    await rm(dirname(path), { recursive: true });
    await mkdir(dirname(path));
    await writeFile(path, 'there anew\r\n');

    await expect.poll(log.text, soon).toMatch(/there\r\n.*there anew\r\n$/s);
  });
});

describe('following a log', () => {
  it('waits for what nobody can name yet', async () => {
    const path = await createLog('the base\r\n');
    let known: string | null = null;
    const log = follow(async () => known);

    known = path;

    await expect.poll(log.text, soon).toBe('the base\r\n');
  });

  it('begins with the last lines of a long log', async () => {
    const path = await createLog(`${'an old line\r\n'.repeat(20_000)}the last one\r\n`);
    const log = follow(async () => path);

    await expect.poll(log.text, soon).toContain('the last one');

    expect(log.text().length).toBeLessThanOrEqual(64 * 1024);
    expect(log.text().startsWith('an old line\r\n')).toBe(true);
  });

  it('reads nothing while it is paused, and everything afterwards', async () => {
    const path = await createLog('begin\r\n');
    const log = follow(async () => path);
    await expect.poll(log.text, soon).toBe('begin\r\n');
    log.pty.pause();
    const more = 'a line\r\n'.repeat(50_000);
    await appendFile(path, more);
    // A piece may have been under way when it was paused; no more than that comes.
    expect(log.text().length).toBeLessThanOrEqual(64 * 1024 + 7);

    log.pty.resume();

    await expect.poll(() => log.text().length, soon).toBe(more.length + 7);
    expect(log.text()).toBe(`begin\r\n${more}`);
  });

  it('ends when it is closed, and says so when the log cannot be read', async () => {
    const path = await createLog('a\r\n');
    const log = follow(async () => path);
    const unreadable = follow(async () => dirname(path));
    await expect.poll(log.text, soon).toBe('a\r\n');

    log.pty.kill(false);

    await expect.poll(log.end, soon).toEqual({ exitCode: 0, signal: null });
    await expect.poll(unreadable.end, soon).toEqual({ exitCode: 1, signal: null });
  });
});
