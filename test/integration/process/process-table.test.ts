import { once } from 'node:events';
import { spawn } from 'node:child_process';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';

import { systemClock } from '../../../src-main/platform/clock.ts';
import { createProcessTable } from '../../../src-main/process/process-table.ts';
import type { CommandSpec, ProcessIdentity } from '../../../src-main/process/command.ts';
import { traceCommands } from '../../../src-main/process/trace.ts';
import { createTestDir, createTestRunner, eventually, neverAborted, platformId, script } from './set-up.ts';

const runner = createTestRunner();
const processes = createProcessTable({ platformId, runner, clock: systemClock });
const identitySchema = z.object({ pid: z.int(), startTime: z.string() });
const idle = 'setTimeout(() => {}, 30000)';

interface Started {
  readonly identity: ProcessIdentity;
  readonly logPath: string;
}

async function start(spec: CommandSpec): Promise<Started> {
  const logPath = join(await createTestDir(), 'tool.log');
  const identity = await runner.startDetached(spec, logPath);
  onTestFinished(() => processes.end(identity, 0));
  return { identity, logPath };
}

async function untilLogged(logPath: string, text: string): Promise<void> {
  const isThere = await eventually(async () => (await readFile(logPath, 'utf8')).includes(text));
  if (!isThere) throw new Error(`'${text}' was not logged`);
}

describe('startDetached', () => {
  test('starts a program whose output is appended to a private log', async () => {
    const logPath = join(await createTestDir(), 'tool.log');
    await writeFile(logPath, 'before\n', { mode: 0o600 });

    const identity = await runner.startDetached(script(`console.log('out ü'); console.error('err')`), logPath);
    await untilLogged(logPath, 'err');

    expect(await readFile(logPath, 'utf8')).toBe('before\nout ü\nerr\n');
    expect(identity.pid).toBeGreaterThan(1);
  });

  test.skipIf(platformId === 'windows')('creates the log readable for this user alone', async () => {
    const { logPath } = await start(script(idle));

    expect((await stat(logPath)).mode & 0o777).toBe(0o600);
  });

  test('hands over its input', async () => {
    const { logPath } = await start(script('process.stdin.pipe(process.stdout)', { input: 'hello' }));

    await untilLogged(logPath, 'hello');
  });

  test.skipIf(platformId !== 'linux')('gives it a session of its own', async () => {
    const { identity } = await start(script(idle));

    const fields = (await readFile(`/proc/${String(identity.pid)}/stat`, 'utf8')).split(') ')[1]?.split(' ');
    expect(fields?.[3]).toBe(String(identity.pid));
  });

  test('says that a program is missing', async () => {
    const logPath = join(await createTestDir(), 'tool.log');

    await expect(runner.startDetached({ program: 'no-such-program-here', args: [] }, logPath)).rejects.toMatchObject({
      reason: 'missing',
    });
  });

  test('lets this app end while the program lives on', async () => {
    const logPath = join(await createTestDir(), 'tool.log');
    const entry = new URL('start-and-leave.ts', import.meta.url).pathname;

    const { stdout } = await runner.run(
      { program: process.execPath, args: [entry, logPath], timeoutMs: 20_000 },
      neverAborted(),
    );

    const identity = identitySchema.parse(JSON.parse(stdout));
    onTestFinished(() => processes.end(identity, 0));
    expect(await processes.isAlive(identity)).toBe(true);
  });

  test('is told to the trace', async () => {
    const lines: string[] = [];

    await traceCommands(
      ({ line }) => lines.push(line),
      () => start(script(idle)),
    );

    expect(lines).toEqual([expect.stringContaining(idle)]);
  });
});

describe('a process table', () => {
  test('recognises a living process and no other with its pid', async () => {
    const { identity } = await start(script(idle));

    expect(await processes.isAlive(identity)).toBe(true);
    expect(await processes.identify(identity.pid)).toEqual(identity);
    expect(await processes.isAlive({ ...identity, startTime: `${identity.startTime}0` })).toBe(false);
  });

  test('ends a process and waits until it is gone', async () => {
    const { identity } = await start(script(idle));

    await processes.end(identity, 5_000);

    expect(await processes.isAlive(identity)).toBe(false);
    expect(await processes.identify(identity.pid)).toBeNull();
  });

  test('forces a process that does not listen', async () => {
    const { identity, logPath } = await start(
      script(`process.on('SIGTERM', () => console.log('asked')); console.log('up'); ${idle}`),
    );
    await untilLogged(logPath, 'up');

    await processes.end(identity, 300);

    expect(await processes.isAlive(identity)).toBe(false);
    if (platformId !== 'windows') expect(await readFile(logPath, 'utf8')).toContain('asked');
  });

  test('never touches another process with the same pid', async () => {
    const { identity } = await start(script(idle));

    await processes.end({ ...identity, startTime: 'another' }, 0);

    expect(await processes.isAlive(identity)).toBe(true);
  });

  test('does nothing when the process is gone already', async () => {
    const { identity } = await start(script(idle));
    await processes.end(identity, 1_000);

    await expect(processes.end(identity, 0)).resolves.toBeUndefined();
  });

  test.skipIf(platformId !== 'linux')('counts a process as gone that ended and was not collected', async () => {
    // exec leaves the ending child to a parent that never waits for it.
    const parent = spawn('sh', ['-c', 'sleep 0.3 & echo $!; exec sleep 30'], { stdio: ['ignore', 'pipe', 'ignore'] });
    onTestFinished(() => void parent.kill('SIGKILL'));
    const lines: unknown[] = await once(parent.stdout, 'data');
    const pid = Number(String(lines[0]));
    const stat = `/proc/${String(pid)}/stat`;

    expect(await eventually(async () => (await readFile(stat, 'utf8')).includes(') Z '))).toBe(true);
    expect(await processes.identify(pid)).toBeNull();
  });
});
