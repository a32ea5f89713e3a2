// `npm test`: every tier this computer can run, and by name what was left out and why. Started by scripts/test.mjs.
import { existsSync } from 'node:fs';
import { homedir, totalmem } from 'node:os';
import { join } from 'node:path';
import { abortOnSignals } from '../lib/abort-on-signals.ts';
import { hasElectron } from '../lib/electron.mjs';
import { projectDir } from '../lib/toolchain.mjs';
import { findMissingPackages, findObstacles, hasTool, installPackages, type TestHost } from './needs.ts';
import { parseTestOptions, type TestOptions } from './options.ts';
import { runTier, type TierContext } from './run-tier.ts';
import { addUp, formatSummary, type TierOutcome } from './summary.ts';
import { tiers, type Tier } from './tiers.ts';

const heartbeatMs = 60_000;

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function readHost(): TestHost {
  const isRoot = process.getuid?.() === 0;
  return {
    platform: process.platform,
    architecture: process.arch,
    isRoot,
    memoryGiB: totalmem() / 1024 ** 3,
    canInstall: isRoot && existsSync('/etc/debian_version') && existsSync('/usr/bin/apt-get'),
    hasElectron: hasElectron(projectDir),
    has: (tool) => hasTool(tool, process.env.PATH ?? ''),
  };
}

function printHelp(): void {
  print('usage: npm test -- [--tiers NAME,...] [--require all|NAME,...]');
  print('');
  print('Runs every tier this computer can run. A required tier that cannot run, or that skips a test, is a failure.');
  print('');
  for (const tier of tiers) print(`  ${tier.name.padEnd(20)} ${tier.what}`);
}

/** Says once a minute what is running, so that nobody takes a slow tier for a dead one. */
async function withHeartbeat<T>(name: string, work: () => Promise<T>): Promise<T> {
  const started = performance.now();
  const timer = setInterval(() => {
    print(`... ${Math.round((performance.now() - started) / 60_000)} min: ${name}`);
  }, heartbeatMs);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}

function leaveOut(tier: Tier, reasons: readonly string[], options: TestOptions): TierOutcome {
  return { kind: 'left-out', name: tier.name, reasons, required: options.required.includes(tier.name) };
}

async function runInTurn(list: readonly Tier[], context: TierContext): Promise<readonly TierOutcome[]> {
  const outcomes: TierOutcome[] = [];
  for (const tier of list) {
    if (context.signal.aborted) break;
    print(`\n== ${tier.name}: ${tier.what}`);
    outcomes.push(await withHeartbeat(tier.name, () => runTier(tier, context)));
  }
  return outcomes;
}

async function runAll(list: readonly Tier[], context: TierContext): Promise<readonly TierOutcome[]> {
  const first = await runInTurn(
    list.filter(({ lane }) => lane === undefined),
    context,
  );
  const lanes = Map.groupBy(
    list.filter(({ lane }) => lane !== undefined),
    ({ lane }) => lane,
  );
  const beside = [...lanes].map(async ([lane, members]) => {
    const lanePrint = lanes.size > 1 ? (line: string) => print(`[${lane}] ${line}`) : print;
    return runInTurn(members, { ...context, print: lanePrint });
  });
  return [...first, ...(await Promise.all(beside)).flat()];
}

async function main(): Promise<number> {
  const names = tiers.map(({ name }) => name);
  const options = parseTestOptions(process.argv.slice(2), names, {
    onlyByName: tiers.filter((tier) => tier.onlyByName).map(({ name }) => name),
    slow: tiers.filter((tier) => tier.slow).map(({ name }) => name),
  });
  if (options.help) {
    printHelp();
    return 0;
  }
  const stop = abortOnSignals(print);

  const wanted = tiers.filter(({ name }) => options.tiers.includes(name));
  const host = readHost();
  const packages = findMissingPackages(wanted, host);
  if (packages.length > 0) {
    print(`installing ${packages.join(' ')}`);
    installPackages(packages);
  }
  const runnable = wanted.filter((tier) => findObstacles(tier, host).length === 0);
  const ran = await runAll(runnable, {
    required: options.required,
    cacheDir:
      process.env.BDL_TEST_CACHE ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'big-data-lab-tests'),
    signal: stop.signal,
    print,
  });

  const outcomes = tiers.map((tier) => {
    const outcome = ran.find(({ name }) => name === tier.name);
    if (outcome !== undefined) return outcome;
    if (!wanted.includes(tier)) {
      const reason = tier.slow ? `too long for every run: npm test -- --tiers ${tier.name}` : 'not asked for';
      return leaveOut(tier, [reason], options);
    }
    const obstacles = findObstacles(tier, host);
    return leaveOut(tier, obstacles.length > 0 ? obstacles : ['cancelled before it began'], options);
  });
  for (const line of formatSummary(outcomes)) print(line);
  if (stop.signal.aborted) return 130;
  return addUp(outcomes).failed === 0 ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
