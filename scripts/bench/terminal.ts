import { spawn as start } from 'node:child_process';
import { open, mkdtemp, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn } from 'node-pty';
import { labIdSchema } from '../../src-main/domain/ids.ts';
import { systemClock } from '../../src-main/platform/clock.ts';
import { silentLogger } from '../../src-main/platform/logger.ts';
import { toPlatformId } from '../../src-main/platform/platform-id.ts';
import { systemRandom } from '../../src-main/platform/random.ts';
import { createTerminalService } from '../../src-main/terminals/create-terminal-service.ts';
import { createStartPty } from '../../src-main/terminals/start-pty.ts';
import type { TerminalService } from '../../src-main/terminals/terminal-service.ts';
import type { BenchContext } from './qemu.ts';
import type { Pair, Result } from './results.ts';
import { currentLoad, runPairs } from './rounds.ts';

const mebibyte = 1024 ** 2;
const size = { cols: 80, rows: 24 } as const;
/** Keys of one measure; the mean counts, as one echo is too short to be timed. */
const keys = 200;
const env = { PATH: process.env['PATH'] ?? '', LANG: 'C.UTF-8' };

/** Prints a file as it is: what a terminal does to line breaks would be measured otherwise. */
function printScript(path: string): string {
  return `stty raw -echo; cat '${path}'`;
}

function createTerminals(script: string): TerminalService {
  const command = { program: '/bin/sh', args: ['-c', script], env, cwd: homedir() };
  return createTerminalService({
    findTarget: async (lab, node) => ({ labId: labIdSchema.parse(lab), node, command }),
    startPty: createStartPty({ platformId: toPlatformId(process.platform), clock: systemClock, logger: silentLogger }),
    openConsole: () => Promise.reject(new Error('no consoles here')),
    random: systemRandom,
    clock: systemClock,
    logger: silentLogger,
  });
}

/** A terminal of the product with a screen that shows everything at once. */
async function openTerminal(service: TerminalService, onBytes: (count: number) => void, onExit: () => void) {
  const { terminalId } = await service.open({ kind: 'ssh', lab: 'bench', node: 'bench', ...size });
  const attachment = service.attach(terminalId, {
    bytes: ({ length }) => {
      onBytes(length);
      setImmediate(() => attachment?.request({ type: 'ack', bytes: length }));
    },
    notice: ({ type }) => {
      if (type === 'exit') onExit();
    },
    close: () => undefined,
  });
  if (attachment === null) throw new Error('the terminal is gone');
  attachment.request({ type: 'hello', received: 0 });
  return attachment;
}

async function streamThroughService(path: string, bytes: number): Promise<void> {
  const service = createTerminals(printScript(path));
  let received = 0;
  await new Promise<void>((resolve, reject) => {
    openTerminal(service, (count) => (received += count), resolve).catch(reject);
  });
  await service.closeAll();
  if (received !== bytes) throw new Error(`${received} of ${bytes} bytes arrived`);
}

/** The least that shows a program in a pseudo terminal to somebody: `script`, read and counted. */
export async function streamThroughScript(path: string, bytes: number): Promise<void> {
  const child = start('script', ['-q', '-e', '-c', printScript(path), '/dev/null'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let received = 0;
  child.stdout.on('data', (piece: Buffer) => (received += piece.length));
  await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (received !== bytes) throw new Error(`${received} of ${bytes} bytes came out of script`);
}

/** `bytes` that are neither all the same nor text, quickly made. */
async function writeStream(path: string, bytes: number): Promise<void> {
  const block = Buffer.from(Array.from({ length: mebibyte }, (_, index) => (index * 7919) % 256));
  const file = await open(path, 'w');
  for (let left = bytes; left > 0; left -= block.length) await file.write(block, 0, Math.min(left, block.length));
  await file.close();
}

/** Types `keys` keys, each when the one before has come back; answers the mean time of one. */
async function timeKeys(send: (bytes: Buffer) => void, nextEcho: () => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  for (let key = 0; key < keys; key += 1) {
    const echo = nextEcho();
    send(Buffer.from('x'));
    await echo;
  }
  return (performance.now() - startedAt) / keys;
}

/** Lets somebody wait for the next of something. */
function createSignal(): { readonly fire: () => void; readonly next: () => Promise<void> } {
  let resolve: () => void = () => undefined;
  return { fire: () => resolve(), next: () => new Promise((done) => (resolve = done)) };
}

/** Says that it is ready, and gives back each key at once. */
const echoScript = 'stty raw -echo; printf r; exec cat';

async function timeKeysOfService(): Promise<number> {
  const service = createTerminals(echoScript);
  const { fire, next } = createSignal();
  const ready = next();
  const attachment = await openTerminal(service, fire, () => undefined);
  await ready;
  const meanMs = await timeKeys(attachment.write, next);
  await service.closeAll();
  return meanMs;
}

/** The same in a bare pseudo terminal. */
async function timeKeysOfPty(): Promise<number> {
  const { fire, next } = createSignal();
  const ready = next();
  const pty = spawn('/bin/sh', ['-c', echoScript], { ...size, env, encoding: null });
  pty.onData(fire);
  await ready;
  const meanMs = await timeKeys((bytes) => pty.write(bytes), next);
  const ended = new Promise((resolve) => pty.onExit(resolve));
  pty.kill();
  await ended;
  return meanMs;
}

async function measureKeys(rounds: number, signal: AbortSignal): Promise<Pair[]> {
  const pairs: Pair[] = [];
  for (let round = 0; round < rounds; round += 1) {
    signal.throwIfAborted();
    pairs.push({ floorMs: await timeKeysOfPty(), oursMs: await timeKeysOfService() });
  }
  return pairs;
}

/**
 * The terminals of the app, as far as the core goes: how fast much output arrives, with flow control, against the same program
 * under `script` of util-linux; and how long the echo of a key takes, against a bare pseudo terminal.
 */
export async function measureTerminal(
  { rounds, mebibytes }: { readonly rounds: number; readonly mebibytes: number },
  { care, signal }: BenchContext,
): Promise<readonly Result[]> {
  const dir = await mkdtemp(join(tmpdir(), 'bdl-bench-terminal-'));
  care.add('what terminals print', () => rm(dir, { recursive: true, force: true }));
  const path = join(dir, 'stream');
  const bytes = mebibytes * mebibyte;
  await writeStream(path, bytes);
  const load = currentLoad();
  const ours = { run: () => streamThroughService(path, bytes) };
  const floor = { run: () => streamThroughScript(path, bytes) };
  await ours.run();
  const stream = await runPairs(rounds, { ours, floor, signal });
  const echo = await measureKeys(rounds, signal);
  return [
    {
      kind: 'times',
      what: `terminal: ${mebibytes} MiB of output`,
      pairs: stream,
      budget: { kind: 'ratio', limit: 1.25 },
      load,
    },
    { kind: 'times', what: 'terminal: echo of a key', pairs: echo, budget: { kind: 'added', limitMs: 16 }, load },
  ];
}
