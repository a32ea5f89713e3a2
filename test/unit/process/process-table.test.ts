import { describe, expect, test } from 'vitest';

import { readIdentity } from '../../../src-main/process/process-identity.ts';
import type { CommandResult, CommandRunner, CommandSpec } from '../../../src-main/process/command.ts';

/** Answers every command with the same output and keeps what was asked. */
function answering(stdout: string): Pick<CommandRunner, 'run'> & { readonly asked: readonly CommandSpec[] } {
  const asked: CommandSpec[] = [];
  return {
    asked,
    run: (spec): Promise<CommandResult> => {
      asked.push(spec);
      return Promise.resolve({ exitCode: 0, stdout, stderr: '', durationMs: 1 });
    },
  };
}

describe('readIdentity', () => {
  test('asks ps on macOS, in a fixed time zone', async () => {
    const runner = answering('S+   Fri Jul  3 09:05:07 2026\n');

    const identity = await readIdentity(process.pid, { platformId: 'macos', runner });

    expect(identity).toEqual({ pid: process.pid, startTime: 'Fri Jul 3 09:05:07 2026' });
    expect(runner.asked).toMatchObject([{ program: '/bin/ps', env: { TZ: 'UTC' }, okExitCodes: [0, 1] }]);
  });

  test('asks PowerShell on Windows', async () => {
    const runner = answering('638876543210000000\r\n');

    const identity = await readIdentity(process.pid, { platformId: 'windows', runner });

    expect(identity).toEqual({ pid: process.pid, startTime: '638876543210000000' });
    expect(runner.asked[0]?.program).toBe('powershell.exe');
  });

  test('does not call a process gone when the system gives no answer', async () => {
    await expect(readIdentity(process.pid, { platformId: 'windows', runner: answering('') })).rejects.toThrow();
  });

  test.each([0, -1, 1.5, Number.NaN])('knows no process %s and asks nobody', async (pid) => {
    const runner = answering('1');

    expect(await readIdentity(pid, { platformId: 'windows', runner })).toBeNull();
    expect(runner.asked).toEqual([]);
  });
});
