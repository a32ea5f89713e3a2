import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { CancelledError } from '../../../src-main/domain/failure.ts';
import { silentLogger } from '../../../src-main/platform/logger.ts';
import type { LogFields } from '../../../src-main/platform/logger.ts';
import { CommandError } from '../../../src-main/process/command.ts';
import type { CommandSpec } from '../../../src-main/process/command.ts';
import { readIdentity } from '../../../src-main/process/process-identity.ts';
import { traceCommands } from '../../../src-main/process/trace.ts';
import type { TracedCommand } from '../../../src-main/process/trace.ts';
import { createTestDir, createTestRunner, eventually, neverAborted, platformId, script } from './set-up.ts';

const runner = createTestRunner();

/** The `CommandError` a command ends with. */
async function failureOf(spec: CommandSpec): Promise<CommandError> {
  const error: unknown = await runner.run(spec, neverAborted()).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof CommandError) return error;
  throw new Error(`expected a CommandError, got ${String(error)}`);
}

describe('a command that succeeds', () => {
  test('gives both outputs unchanged, the exit code and how long it took', async () => {
    const spec = script(`process.stdout.write('größe 🚀\\n'); process.stderr.write('warn\\r\\nend')`);

    const result = await runner.run(spec, neverAborted());

    expect(result).toMatchObject({ exitCode: 0, stdout: 'größe 🚀\n', stderr: 'warn\nend' });
    expect(result.durationMs).toBeGreaterThan(0);
  });

  test('starts although the folder of the app is gone', async () => {
    const folder = process.cwd();
    const gone = await mkdtemp(join(tmpdir(), 'bdl-gone-'));
    process.chdir(gone);
    await rm(gone, { recursive: true });
    try {
      expect(await runner.run(script(''), neverAborted())).toMatchObject({ exitCode: 0 });
    } finally {
      process.chdir(folder);
    }
  });

  test('gets its arguments as they are, without a shell', async () => {
    const args = ['$(id)', 'a b', '', "it's", '"q"', '*', 'Žofie Novák (Gäste)', '%PATH%', '\\'];
    const spec = { ...script(''), args: ['-p', 'JSON.stringify(process.argv.slice(1))', '--', ...args] };

    const { stdout } = await runner.run(spec, neverAborted());

    expect(JSON.parse(stdout)).toEqual(args);
  });

  test('may end with another exit code the caller accepts', async () => {
    const result = await runner.run(script('process.exit(3)', { okExitCodes: [0, 3] }), neverAborted());

    expect(result.exitCode).toBe(3);
  });

  test('has a UTF-8 locale, the given variables and nothing else of this process', async () => {
    const alone = createTestRunner({ baseEnv: { PATH: process.env.PATH, BASE: 'b', LC_ALL: 'C' } });

    const { stdout } = await alone.run(
      script('console.log(JSON.stringify(process.env))', { env: { MORE: 'm' } }),
      neverAborted(),
    );

    const env: unknown = JSON.parse(stdout);
    expect(env).toMatchObject({ BASE: 'b', MORE: 'm', LC_ALL: platformId === 'macos' ? 'en_US.UTF-8' : 'C.UTF-8' });
    expect(env).not.toHaveProperty('HOME');
  });

  test('works in the given folder', async () => {
    const cwd = await createTestDir();

    const { stdout } = await runner.run(script('console.log(process.cwd())', { cwd }), neverAborted());

    expect(stdout.trim().endsWith(cwd)).toBe(true);
  });

  test('reads its input, then its end', async () => {
    const spec = script('process.stdin.pipe(process.stdout)', { input: 'secret ü\n' });

    expect((await runner.run(spec, neverAborted())).stdout).toBe('secret ü\n');
  });

  test('finds the end of input at once when there is none', async () => {
    const spec = script('process.stdin.on("end", () => console.log("end")).resume()');

    expect((await runner.run(spec, neverAborted())).stdout).toBe('end\n');
  });

  test('may leave its input unread', async () => {
    const spec = script('process.exit(0)', { input: 'x'.repeat(4 * 1024 * 1024) });

    expect((await runner.run(spec, neverAborted())).exitCode).toBe(0);
  });

  test('tells its lines while it runs', async () => {
    const seen: string[] = [];
    const spec = script(
      `process.stdout.write('one\\ntw'); process.stderr.write('10%\\r'); setTimeout(() => process.stdout.write('o\\r\\nthree'), 30)`,
      { onLine: (line, stream) => seen.push(`${stream}: ${line}`) },
    );

    await runner.run(spec, neverAborted());

    expect(seen.filter((line) => line.startsWith('stdout'))).toEqual(['stdout: one', 'stdout: two', 'stdout: three']);
    expect(seen).toContain('stderr: 10%');
  });

  test('keeps the last 16 MiB of what it writes', async () => {
    const spec = script(
      `for (let i = 0; i < 20; i++) process.stdout.write('x'.repeat(1024 * 1024)); process.stdout.write('END')`,
    );

    const { stdout } = await runner.run(spec, neverAborted());

    expect(stdout).toHaveLength(16 * 1024 * 1024);
    expect(stdout.endsWith('xEND')).toBe(true);
  });

  test('does not wait for a service it leaves behind with its output open', async () => {
    const spec = script(
      `const c = require('child_process').spawn(process.execPath, ['-e', 'setTimeout(() => {}, 20000)'], { detached: true, stdio: 'inherit' });
       c.unref(); console.log(c.pid)`,
    );

    const { stdout, durationMs } = await runner.run(spec, neverAborted());
    process.kill(Number(stdout), 'SIGKILL');

    expect(durationMs).toBeLessThan(15_000);
  });
});

describe('a command that fails', () => {
  test('carries exit code, output and command', async () => {
    const spec = script(`console.log('out'); console.error('first\\nlast words'); process.exit(7)`);

    const error = await failureOf(spec);

    expect(error).toMatchObject({ reason: 'exit-code', exitCode: 7, stdout: 'out\n', stderr: 'first\nlast words\n' });
    expect(error.message).toMatch(/failed \(exit-code 7\): last words$/);
    expect(error.command).toEqual({ program: spec.program, args: spec.args });
  });

  test('is missing when there is no such program', async () => {
    expect(await failureOf({ program: 'no-such-program-here', args: [] })).toMatchObject({
      reason: 'missing',
      exitCode: null,
    });
  });

  test.skipIf(platformId === 'windows')('is missing when the file is no program', async () => {
    const program = join(await createTestDir(), 'file');
    await writeFile(program, 'text', { mode: 0o644 });

    expect(await failureOf({ program, args: [] })).toMatchObject({ reason: 'missing' });
  });

  test('does not blame the program for a working folder that is not there', async () => {
    const cwd = join(await createTestDir(), 'gone');

    await expect(runner.run(script('', { cwd }), neverAborted())).rejects.toThrow(`working folder '${cwd}'`);
  });

  test('fails by an error line on stderr although it exits with 0', async () => {
    const errorPattern = /^VBoxManage(\.exe)?: error:/m;
    const spec = script(`console.error('0%...\\nVBoxManage: error: Machine is not saved')`, { errorPattern });

    expect(await failureOf(spec)).toMatchObject({ reason: 'output', exitCode: 0 });
  });

  test('does not take an error line on stdout or inside a line for a failure', async () => {
    const spec = script(`console.log('error: x'); console.error('no error: x')`, { errorPattern: /^error:/g });

    expect((await runner.run(spec, neverAborted())).exitCode).toBe(0);
  });

  test('is ended when its time is over', async () => {
    const error = await failureOf(script('console.log("started"); setTimeout(() => {}, 20000)', { timeoutMs: 800 }));

    expect(error).toMatchObject({ reason: 'timeout', stdout: 'started\n' });
  });

  test.skipIf(platformId === 'windows')('is forced to end when it does not listen', async () => {
    const error = await failureOf(
      script('process.on("SIGTERM", () => {}); setTimeout(() => {}, 20000)', { timeoutMs: 800 }),
    );

    expect(error.reason).toBe('timeout');
  });

  test.skipIf(platformId === 'windows')('says that a signal ended it', async () => {
    expect(await failureOf(script('process.kill(process.pid, "SIGSEGV")'))).toMatchObject({
      reason: 'signal',
      exitCode: null,
    });
  });

  test('passes on what a line listener throws, and ends the program', async () => {
    const spec = script('console.log("x"); setTimeout(() => {}, 20000)', {
      onLine: () => {
        throw new Error('listener broke');
      },
    });

    await expect(runner.run(spec, neverAborted())).rejects.toThrow('listener broke');
  });
});

describe('a cancelled command', () => {
  test('never starts when it was cancelled before', async () => {
    const marker = join(await createTestDir(), 'marker');
    const spec = script(`require('fs').writeFileSync(${JSON.stringify(marker)}, '')`);

    await expect(runner.run(spec, { signal: AbortSignal.abort() })).rejects.toBeInstanceOf(CancelledError);
    await expect(symlink('free', marker)).resolves.toBeUndefined();
  });

  test('is ended, with everything it started, and is no failure', async () => {
    const controller = new AbortController();
    const pids: number[] = [];
    const spec = script(
      `const c = require('child_process').spawn(process.execPath, ['-e', 'setTimeout(() => {}, 20000)'], { stdio: 'inherit' });
       console.log(process.pid); console.log(c.pid); setTimeout(() => {}, 20000)`,
      {
        timeoutMs: null,
        onLine: (line) => {
          pids.push(Number(line));
          if (pids.length === 2) controller.abort();
        },
      },
    );

    await expect(runner.run(spec, { signal: controller.signal })).rejects.toBeInstanceOf(CancelledError);
    expect(pids).toHaveLength(2);
    for (const pid of pids) {
      expect(await eventually(async () => (await readIdentity(pid, { platformId, runner })) === null)).toBe(true);
    }
  });

  test.skipIf(platformId === 'windows')('is cancelled even when it then ends well', async () => {
    const controller = new AbortController();
    const spec = script('process.on("SIGTERM", () => process.exit(0)); console.log(1); setTimeout(() => {}, 20000)', {
      onLine: () => {
        controller.abort();
      },
    });

    await expect(runner.run(spec, { signal: controller.signal })).rejects.toBeInstanceOf(CancelledError);
  });
});

describe('what is kept about commands', () => {
  test('is logged with duration and exit code, secrets replaced', async () => {
    const logged: LogFields[] = [];
    const logger = { ...silentLogger, debug: (fields: LogFields) => logged.push(fields) };
    const loud = createTestRunner({ logger });

    await loud.run({ ...script('', { redactions: ['geheim'] }), args: ['-e', '', 'geheim'] }, neverAborted());

    expect(logged).toMatchObject([{ exitCode: 0, outcome: 'ok' }]);
    expect(logged[0]?.command).toMatch(/ -e '' '\*\*\*'$/);
    expect(JSON.stringify(logged)).not.toContain('geheim');
  });

  test('is told to the trace around it, failures too', async () => {
    const traced: TracedCommand[] = [];

    await traceCommands(
      (command) => traced.push(command),
      async () => {
        await runner.run(script('0'), neverAborted());
        await failureOf(script('process.exit(4)'));
      },
    );
    await runner.run(script('1'), neverAborted());

    expect(traced.map(({ exitCode }) => exitCode)).toEqual([0, 4]);
    expect(traced[0]?.line).toMatch(/ -e 0$/);
  });
});
