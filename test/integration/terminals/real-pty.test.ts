import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createTestDir } from '../../fakes/test-dir.ts';
import { attachScreen, createLocalTerminals, openTerminal } from './set-up.ts';

const mebibyte = 1024 ** 2;
const highWater = 256 * 1024;
/** What may be under way on top: pieces that were read before the program was stopped. */
const pieceBytes = 192 * 1024;
const patience = { timeout: 50_000, interval: 20 };

/** Prints files byte by byte as they are. */
const printRaw = 'stty raw -echo; cat "$1"';

async function writeRandomFile(sizeBytes: number): Promise<{ readonly path: string; readonly digest: string }> {
  const path = join(await createTestDir(), 'random');
  const hash = createHash('sha256');
  const file = createWriteStream(path);
  for (let left = sizeBytes; left > 0; left -= mebibyte) {
    const bytes = randomBytes(Math.min(left, mebibyte));
    hash.update(bytes);
    if (!file.write(bytes)) await once(file, 'drain');
  }
  file.end();
  await finished(file);
  return { path, digest: hash.digest('hex') };
}

/** A file in which a script notes a process, complete when it ends with a line break. */
async function createPidFile(): Promise<{ readonly path: string; readonly read: () => Promise<number> }> {
  const path = join(await createTestDir(), 'pid');
  const readText = (): Promise<string> => readFile(path, 'utf8').catch(() => '');
  return {
    path,
    read: async () => {
      await expect.poll(readText, patience).toMatch(/\d\n/);
      return Number.parseInt(await readText(), 10);
    },
  };
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** State letter and processor time of a process, as Linux tells them. */
async function readProcess(pid: number): Promise<{ readonly state: string; readonly ticks: number }> {
  const fields = (await readFile(`/proc/${String(pid)}/stat`, 'utf8')).replace(/^.*\) /s, '').split(' ');
  return { state: fields[0] ?? '', ticks: Number(fields[11]) + Number(fields[12]) };
}

describe.skipIf(process.platform === 'win32')('a program in a terminal', () => {
  it('brings every byte of 100 MB, in bounded memory', async () => {
    const { path, digest } = await writeRandomFile(100 * mebibyte);
    const service = createLocalTerminals(printRaw, path);
    const before = process.memoryUsage().arrayBuffers;
    let most = 0;
    const screen = attachScreen(service, await openTerminal(service));
    screen.followFromNowOn();

    await expect
      .poll(() => {
        most = Math.max(most, process.memoryUsage().arrayBuffers - before);
        return screen.exit();
      }, patience)
      .toEqual({ exitCode: 0 });

    expect(screen.received()).toBe(100 * mebibyte);
    expect(screen.digest()).toBe(digest);
    expect(screen.mostUnderWay()).toBeLessThan(highWater + pieceBytes);
    expect(most).toBeLessThan(48 * mebibyte);
  });

  it.each([highWater - 1, highWater + 4_000, highWater + 10_000])(
    'loses nothing of %i bytes when it ends long before they were shown',
    async (sizeBytes) => {
      const { path, digest } = await writeRandomFile(sizeBytes);
      const pidFile = await createPidFile();
      const service = createLocalTerminals(`echo $$ > "$2"; ${printRaw}`, path, pidFile.path);
      const screen = attachScreen(service, await openTerminal(service));
      const pid = await pidFile.read();
      await expect.poll(() => isAlive(pid), patience).toBe(false);
      // As long as another program runs for half a second: node-pty by itself gives up after 200 ms.
      const other = createLocalTerminals('sleep 0.5');
      const clock = attachScreen(other, await openTerminal(other));
      await expect.poll(() => clock.exit(), patience).toEqual({ exitCode: 0 });

      screen.followFromNowOn();

      await expect.poll(() => screen.exit(), patience).toEqual({ exitCode: 0 });
      expect(screen.received()).toBe(sizeBytes);
      expect(screen.digest()).toBe(digest);
    },
  );

  it('brings every byte to a screen that goes away and comes back', async () => {
    const sizeBytes = 8 * mebibyte;
    const { path } = await writeRandomFile(sizeBytes);
    const service = createLocalTerminals(printRaw, path);
    const terminalId = await openTerminal(service);
    const file = await readFile(path);
    let had = 0;
    for (let visit = 0; visit < 5; visit += 1) {
      const screen = attachScreen(service, terminalId, had);
      screen.followFromNowOn();
      const enough = Math.min(had + mebibyte, sizeBytes);
      await expect.poll(() => had + screen.received() >= enough, patience).toBe(true);
      screen.attachment.detach();

      const end = had + screen.received();
      expect(screen.digest()).toBe(createHash('sha256').update(file.subarray(had, end)).digest('hex'));
      had = end;
    }
    const last = attachScreen(service, terminalId, had);
    last.followFromNowOn();

    await expect.poll(() => last.exit(), patience).toEqual({ exitCode: 0 });
    expect(last.digest()).toBe(createHash('sha256').update(file.subarray(had)).digest('hex'));
  });

  it.skipIf(process.platform !== 'linux')('is stopped while nobody reads, and goes on then', async () => {
    const pidFile = await createPidFile();
    const service = createLocalTerminals('echo $$ > "$1"; exec yes', pidFile.path);
    const terminalId = await openTerminal(service);
    const screen = attachScreen(service, terminalId);
    const pid = await pidFile.read();
    await expect.poll(() => screen.received(), patience).toBeGreaterThanOrEqual(highWater);
    let before = await readProcess(pid);
    await expect
      .poll(async () => {
        const [last, now] = [before, await readProcess(pid)];
        before = now;
        return now.state === 'S' && now.ticks === last.ticks;
      }, patience)
      .toBe(true);
    const stoppedAt = screen.received();
    expect(stoppedAt).toBeLessThan(highWater + pieceBytes);

    screen.followFromNowOn();

    await expect.poll(() => screen.received(), patience).toBeGreaterThan(stoppedAt + 4 * highWater);
    service.close(terminalId);
    await expect.poll(() => isAlive(pid), patience).toBe(false);
  });

  it('is told its new size', async () => {
    const service = createLocalTerminals('stty size; read -r line; stty size');
    const screen = attachScreen(service, await openTerminal(service));
    await expect.poll(() => screen.tail(), patience).toContain('24 80');

    screen.attachment.request({ type: 'resize', cols: 132, rows: 50 });
    screen.attachment.write(Buffer.from('go on\r'));

    await expect.poll(() => screen.tail(), patience).toContain('50 132');
  });

  it('gets what is typed, umlauts and all', async () => {
    const service = createLocalTerminals('read -r line; printf "got <%s>" "$line"');
    const screen = attachScreen(service, await openTerminal(service));

    screen.attachment.write(Buffer.from('Grüße 🦆\r'));

    await expect
      .poll(() => Buffer.from(screen.tail(), 'latin1').toString('utf8'), patience)
      .toContain('got <Grüße 🦆>');
  });

  it.each(['exit 7', 'kill -9 $$'])('tells how it ended: %s', async (script) => {
    const service = createLocalTerminals(script);
    const screen = attachScreen(service, await openTerminal(service));

    await expect.poll(() => screen.exit(), patience).toEqual({ exitCode: script === 'exit 7' ? 7 : null });
  });

  it.each([
    ['that minds', 'exec sleep 1000'],
    ['that does not mind being hung up', 'trap "" HUP; while :; do sleep 1; done'],
    ['that talks without end to nobody', 'exec yes'],
  ])('%s ends when its terminal is closed', async (_which, script) => {
    const pidFile = await createPidFile();
    const service = createLocalTerminals(`echo $$ > "$1"; ${script}`, pidFile.path);
    const terminalId = await openTerminal(service);
    const screen = attachScreen(service, terminalId);
    const pid = await pidFile.read();

    service.close(terminalId);

    expect(screen.isClosed()).toBe(true);
    await expect.poll(() => isAlive(pid), patience).toBe(false);
  });

  it('has ended although a program it left behind holds the terminal', async () => {
    const pidFile = await createPidFile();
    const script = '(trap "" HUP; sh -c \'echo $$ > "$1"; exec sleep 300\' sh "$1") & read -r line; exit 3';
    const service = createLocalTerminals(script, pidFile.path);
    const screen = attachScreen(service, await openTerminal(service));
    const pid = await pidFile.read();
    screen.attachment.write(Buffer.from('\r'));
    onTestFinished(() => {
      process.kill(pid, 'SIGKILL');
    });

    await expect.poll(() => screen.exit(), patience).toEqual({ exitCode: 3 });
    expect(isAlive(pid)).toBe(true);
  });
});
