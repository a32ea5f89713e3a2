import { randomUUID } from 'node:crypto';
import { createWriteStream, mkdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt, ensureScreensBuilt } from '../lib/build.mjs';
import { checks, runChecks } from '../lib/checks.mjs';
import { projectDir } from '../lib/toolchain.mjs';
import { endLeftovers, endMountsBelow, runMark } from './leftovers.ts';
import { countReport, type TierCounts } from './results.ts';
import { runProgram, type ProgramEnd } from './run-program.ts';
import type { TierOutcome } from './summary.ts';
import type { Tier } from './tiers.ts';

const resultsDir = join(projectDir, 'test-results');

export interface TierContext {
  readonly required: readonly string[];
  readonly cacheDir: string;
  readonly signal: AbortSignal;
  readonly print: (line: string) => void;
}

async function runCheckTier(context: TierContext): Promise<TierCounts> {
  const results = await runChecks(checks, {
    width: 2,
    report: ({ name, ok, output, seconds }) => {
      context.print(`${ok ? 'ok  ' : 'FAIL'} ${name} (${seconds.toFixed(1)} s)`);
      if (!ok) for (const line of output.trimEnd().split('\n')) context.print(`     ${line}`);
    },
  });
  return {
    passed: results.filter(({ ok }) => ok).length,
    failures: results.filter(({ ok }) => !ok).map(({ name }) => name),
    skipped: [],
  };
}

function readReport(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    // Vitest writes it last: without it the run did not come to its end, which its exit tells.
    return { testResults: [] };
  }
}

function describeEnd(tier: Tier, end: ProgramEnd): string {
  if (end.kind === 'cancelled') return 'was cancelled';
  if (end.kind === 'timeout') return `took longer than its ${tier.limitMinutes} minutes and was ended`;
  return `Vitest ended with exit code ${end.code ?? 'none (killed)'}`;
}

function withEnd(counts: TierCounts, tier: Tier, end: ProgramEnd): TierCounts {
  const endedWell = end.kind === 'exited' && (end.code === 0 || counts.failures.length > 0);
  if (!endedWell) return { ...counts, failures: [...counts.failures, describeEnd(tier, end)] };
  const proved = counts.passed > 0 || counts.failures.length > 0;
  return proved ? counts : { ...counts, failures: ['not one test ran'] };
}

async function runVitestTier(tier: Tier & { readonly run: object }, context: TierContext): Promise<TierCounts> {
  const runId = randomUUID();
  const runDir = await mkdtemp(join(tmpdir(), 'bdl-test-'));
  const reportPath = join(resultsDir, `${tier.name}.json`);
  const vitest = [
    process.execPath,
    join(projectDir, 'node_modules/vitest/vitest.mjs'),
    ...['run', ...tier.run.files, '--project', tier.run.project, '--outputFile.json', reportPath],
    ...['--reporter', tier.run.project === 'real' ? 'verbose' : 'default', '--reporter', 'json'],
  ];
  const [program = '', ...args] = [...(tier.run.wrapper ?? []), ...vitest];
  const log = createWriteStream(join(resultsDir, `${tier.name}.log`));
  try {
    const end = await runProgram(
      {
        program,
        args,
        cwd: projectDir,
        limitMs: tier.limitMinutes * 60_000,
        graceMs: 15_000,
        env: {
          ...process.env,
          [runMark]: runId,
          TMPDIR: runDir,
          BDL_TEST_CACHE: context.cacheDir,
          BDL_REQUIRE_TIERS: context.required.join(','),
          NO_COLOR: '1',
        },
        onLine: (line) => {
          log.write(`${line}\n`);
          context.print(line);
        },
      },
      context.signal,
    );
    const strict = context.required.includes(tier.name);
    const counts = withEnd(countReport(readReport(reportPath), strict), tier, end);
    const leftovers = await endLeftovers(runId, 10_000);
    const mounts = endMountsBelow(runDir);
    const leftBehind = [
      ...leftovers.map(({ pid, command }) => `left a process behind: ${pid} ${command}`),
      ...mounts.map((path) => `left a mount behind: ${path}`),
    ];
    for (const line of leftBehind) context.print(line);
    // A run that was cut short could not clean up; that is told already.
    return end.kind === 'exited' ? { ...counts, failures: [...counts.failures, ...leftBehind] } : counts;
  } finally {
    log.end();
    await rm(runDir, { recursive: true, force: true });
  }
}

async function runWork(tier: Tier, context: TierContext): Promise<TierCounts> {
  const { run } = tier;
  if (run === 'checks') return runCheckTier(context);
  if (run.built) {
    ensureBuilt();
    ensureScreensBuilt();
  }
  return runVitestTier({ ...tier, run }, context);
}

/** Runs one tier to its end and takes away what it left. A failing tier is an answer, not an exception. */
export async function runTier(tier: Tier, context: TierContext): Promise<TierOutcome> {
  const started = performance.now();
  mkdirSync(resultsDir, { recursive: true });
  await rm(join(resultsDir, `${tier.name}.json`), { force: true });
  const counts = await runWork(tier, context).catch((error: unknown): TierCounts => {
    const failure = error instanceof Error ? error.message : String(error);
    return { passed: 0, failures: [failure], skipped: [] };
  });
  return { kind: 'ran', name: tier.name, seconds: (performance.now() - started) / 1000, counts };
}
