import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { endLeftovers, findLeftovers, runMark } from '../../../scripts/test-tiers/leftovers.ts';
import { runProgram, type Program } from '../../../scripts/test-tiers/run-program.ts';

const never = new AbortController().signal;

function nodeProgram(code: string, changes: Partial<Program> = {}): Program & { readonly lines: string[] } {
  const lines: string[] = [];
  return {
    program: process.execPath,
    args: ['-e', code],
    env: process.env,
    cwd: process.cwd(),
    limitMs: 60_000,
    graceMs: 500,
    onLine: (line) => lines.push(line),
    ...changes,
    lines,
  };
}

/** Prints its own pid and that of a child it waits for; both live for ever. */
const parentOfAnother = `
  const { spawn } = require('node:child_process');
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  console.log(process.pid + ' ' + child.pid);
  setInterval(() => {}, 1000);
`;

/** Ended and not yet collected by its parent counts as gone. */
function isAlive(pid: number): boolean {
  const [program = '', ...args] =
    process.platform === 'win32' ? ['tasklist', '/nh', '/fi', `pid eq ${pid}`] : ['ps', '-o', 'stat=', '-p', `${pid}`];
  const { stdout } = spawnSync(program, args, { encoding: 'utf8' });
  return process.platform === 'win32' ? stdout.includes(` ${pid} `) : /^[^Z\s]/.test(stdout);
}

describe('running a program of a tier', () => {
  it('tells its lines and its exit code', async () => {
    const program = nodeProgram('console.log("one"); console.error("two"); process.exit(3)');

    expect(await runProgram(program, never)).toEqual({ kind: 'exited', code: 3 });
    expect([...program.lines].sort()).toEqual(['one', 'two']);
  });

  it('ends everything it started when its time is over', async () => {
    const program = nodeProgram(parentOfAnother, { limitMs: 10_000 });

    expect(await runProgram(program, never)).toEqual({ kind: 'timeout' });

    const pids = program.lines.join(' ').split(' ').map(Number);
    expect(pids).toHaveLength(2);
    await expect.poll(() => pids.filter(isAlive)).toEqual([]);
  });

  it('ends everything it started when the run is cancelled, also what does not listen', async () => {
    const stop = new AbortController();
    const program = nodeProgram(`process.on('SIGTERM', () => process.stdout.write('')); ${parentOfAnother}`, {
      onLine: () => stop.abort(),
    });

    expect(await runProgram(program, stop.signal)).toEqual({ kind: 'cancelled' });
  });

  it('does not wait for a daemon that keeps its output open', async () => {
    const program = nodeProgram(`
      const { spawn } = require('node:child_process');
      spawn(process.execPath, ['-e', 'setTimeout(() => {}, 20000)'], { stdio: 'inherit', detached: true }).unref();
      process.exit(0);
    `);
    const runId = randomUUID();

    const started = performance.now();
    await runProgram({ ...program, env: { ...process.env, [runMark]: runId } }, never);

    expect(performance.now() - started).toBeLessThan(15_000);
    for (const { pid } of findLeftovers(runId)) process.kill(pid, 'SIGKILL');
  });
});

describe.skipIf(process.platform !== 'linux')('what a run leaves behind', () => {
  it('is found by its mark, told and ended', async () => {
    const runId = randomUUID();
    const env = { ...process.env, [runMark]: runId };
    const daemon = `
      const { spawn } = require('node:child_process');
      const args = ['-e', 'setInterval(() => {}, 1000)', 'the-daemon'];
      spawn(process.execPath, args, { stdio: 'ignore', detached: true }).unref();
    `;
    await runProgram(nodeProgram(daemon, { env }), never);

    const leftovers = await endLeftovers(runId, 300);

    expect(leftovers.map(({ command }) => command)).toEqual([expect.stringContaining('the-daemon')]);
    await expect.poll(() => findLeftovers(runId)).toEqual([]);
  });
});
