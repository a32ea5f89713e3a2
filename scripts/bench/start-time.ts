import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Care } from './care.ts';
import { runProgram } from './programs.ts';
import type { Result } from './results.ts';
import { currentLoad, runPairs } from './rounds.ts';

/** Each of these is short; the more pairs, the less the noise of the computer counts. */
const pairsPerRound = 3;

/** How long the command line takes to say something, against a Node that does nothing. */
export async function measureStartTime(
  cliPath: string,
  rounds: number,
  { care, signal }: { readonly care: Care; readonly signal: AbortSignal },
): Promise<readonly Result[]> {
  const home = await mkdtemp(join(tmpdir(), 'bdl-bench-home-'));
  care.add('empty data folder', () => rm(home, { recursive: true, force: true }));
  const node = async (args: readonly string[]): Promise<void> => {
    const { exitCode, stderr } = await runProgram(process.execPath, args, { signal, env: { BDL_HOME: home } });
    signal.throwIfAborted();
    if (exitCode !== 0) throw new Error(`node ${args.join(' ')} ended with ${exitCode}: ${stderr}`);
  };
  const results: Result[] = [];
  for (const command of ['--help', 'list']) {
    const load = currentLoad();
    const ours = { run: () => node([cliPath, command]) };
    await ours.run();
    const pairs = await runPairs(rounds * pairsPerRound, { ours, floor: { run: () => node(['-e', '0']) }, signal });
    results.push({ kind: 'times', what: `start of \`bdl ${command}\``, pairs, budget: null, load });
  }
  return results;
}
