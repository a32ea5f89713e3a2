// `npm run bench`: what this product needs, each beside its floor in the same run. Docs: docs/benchmarks.md.
import { abortOnSignals } from '../lib/abort-on-signals.ts';
import { ensureBuilt } from '../lib/build.mjs';
import { createCare } from './care.ts';
import { writeLaptopTimings, writeRows } from './document.ts';
import { parseBenchOptions, usage } from './options.ts';
import type { BenchOptions, PartName } from './options.ts';
import { measurePage } from './page.ts';
import { measureQemu } from './qemu.ts';
import type { BenchContext } from './qemu.ts';
import { isWithinBudget } from './results.ts';
import type { Result } from './results.ts';
import { measureStartTime } from './start-time.ts';
import { formatTable, tableHead, toCells } from './table.ts';
import { measureTerminal } from './terminal.ts';
import { measureUp } from './up.ts';
import { measureVirtualBox } from './virtualbox.ts';

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function measure(part: PartName, options: BenchOptions, context: BenchContext): Promise<readonly Result[]> {
  switch (part) {
    case 'start-time':
      return measureStartTime(ensureBuilt(), options.rounds, context);
    case 'terminal':
      return measureTerminal({ rounds: options.rounds, mebibytes: options.terminalMiB }, context);
    case 'page':
      return measurePage({ rounds: options.rounds, mebibytes: options.pageMiB }, context);
    case 'qemu':
      return measureQemu(options.rounds, context);
    case 'virtualbox':
      return measureVirtualBox(options.rounds, context);
    case 'up':
      return measureUp({ cliPath: ensureBuilt(), rounds: options.upRounds, image: options.image }, context);
  }
}

/** Measures one part and takes away what it started; a part that cannot run does not keep the others. */
async function runPart(part: PartName, options: BenchOptions, signal: AbortSignal): Promise<readonly Result[] | null> {
  print(`== ${part}`);
  const care = createCare();
  // Nothing that was started stays, also when this program itself is at fault.
  const onCrash = (error: unknown): void => {
    process.stderr.write(`${String(error)}\n`);
    const leave = (): void => process.exit(2);
    care.finish().then(leave, leave);
  };
  process.once('uncaughtException', onCrash);
  try {
    return await measure(part, options, { care, signal });
  } catch (error) {
    if (!signal.aborted) print(`could not be measured: ${error instanceof Error ? error.message : String(error)}`);
    return null;
  } finally {
    process.off('uncaughtException', onCrash);
    await care.finish();
  }
}

function today(): string {
  return new Date().toISOString().slice(0, 10);
}

async function main(): Promise<number> {
  const options = parseBenchOptions(process.argv.slice(2));
  if (options.help) {
    print(usage);
    return 0;
  }
  const stop = abortOnSignals(print);
  if (options.write && options.laptopTimingsPath !== null) await writeLaptopTimings(options.laptopTimingsPath, today());
  let failures = 0;
  for (const part of options.parts) {
    const results = await runPart(part, options, stop.signal);
    if (stop.signal.aborted) return 130;
    failures += results === null ? 1 : await publish(results, options.write);
  }
  return options.enforce && failures > 0 ? 1 : 0;
}

/** Shows what was measured and writes it down; answers how many budgets were missed. */
async function publish(results: readonly Result[], write: boolean): Promise<number> {
  const date = today();
  const rows = results.map((result) => toCells(result, date));
  print(`${formatTable(tableHead, rows)}\n`);
  if (write) await writeRows(rows);
  const missed = results.filter((result) => isWithinBudget(result) === false);
  for (const { what } of missed) print(`budget missed: ${what}`);
  return missed.length;
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 2;
}
