import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createTestDir } from '../../fakes/test-dir.ts';

const entry = join(import.meta.dirname, '../../../src-main/cli.ts');

interface Ended {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the program itself, in English, in a data folder of its own. `reader` may close its end of the pipe at once. */
async function runProgram(
  args: readonly string[],
  reader: 'reads' | 'goes' = 'reads',
  env: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const child = spawn(process.execPath, [entry, ...args], {
    env: { ...process.env, BDL_HOME: join(await createTestDir(), 'data'), BDL_LANG: 'en', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  if (reader === 'goes') child.stdout.destroy();
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const exitCode = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { exitCode, stdout, stderr };
}

describe('the program', () => {
  it('ends quietly when nobody reads its answer any more', async () => {
    expect(await runProgram(['--help'], 'goes')).toEqual({ exitCode: 0, stdout: '', stderr: '' });
    expect(await runProgram(['list'], 'goes')).toEqual({ exitCode: 0, stdout: '', stderr: '' });
  });

  it('answers on stdout, complains on stderr, and speaks the language it is told', async () => {
    const [list, wrong] = await Promise.all([runProgram(['list']), runProgram(['ssh'], 'reads', { BDL_LANG: 'de' })]);

    expect(list).toEqual({ exitCode: 0, stdout: 'There is no lab yet. "bdl up" makes one.\n', stderr: '' });
    expect(wrong.exitCode).toBe(2);
    expect(wrong.stdout).toBe('');
    expect(wrong.stderr).toContain('Bei „bdl ssh“ fehlt eine Angabe: Knoten.');
  });

  it.each([['list'], ['up', '--yes', '--image', 'debian-packages']])(
    'refuses a data folder that cannot be one, with the next step: %s',
    async (...args) => {
      const ended = await runProgram(args, 'reads', { BDL_HOME: '/dev/null/x' });

      expect(ended.exitCode).toBe(3);
      expect(ended.stderr).toMatch(/^✗ Nothing can be written to \/dev\/null\/x.*\n {2}→ .*BDL_HOME/);
    },
  );
});
