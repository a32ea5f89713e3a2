// `npm run bench`: what this product needs, each beside its floor in the same run. Docs: docs/benchmarks.md.
import { ensureBuilt } from '../lib/build.mjs';
import { createCare } from './care.ts';
import { updateDocument } from './document.ts';
import { parseBenchOptions, usage } from './options.ts';
import type { BenchOptions, PartName } from './options.ts';
import { measureQemu } from './qemu.ts';
import type { BenchContext } from './qemu.ts';
import { isWithinBudget } from './results.ts';
import type { Result } from './results.ts';
import { measureStartTime } from './start-time.ts';
import { formatTable, tableHead, toCells } from './table.ts';
import { measureUp } from './up.ts';
import { measureVirtualBox } from './virtualbox.ts';

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function measure(part: PartName, options: BenchOptions, context: BenchContext): Promise<readonly Result[]> {
  switch (part) {
    case 'start-time':
      return measureStartTime(ensureBuilt(), options.rounds, context);
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
  const stop = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => {
      if (!stop.signal.aborted) print(`\n${name}: ending what was started ...`);
      stop.abort();
    });
  }
  const results: Result[] = [];
  let failures = 0;
  for (const part of options.parts) {
    if (stop.signal.aborted) return 130;
    const found = await runPart(part, options, stop.signal);
    if (found === null) failures += 1;
    results.push(...(found ?? []));
  }
  if (stop.signal.aborted) return 130;
  const date = today();
  const rows = results.map((result) => toCells(result, date));
  print(`\n${formatTable(tableHead, rows)}`);
  if (options.write) await updateDocument({ rows, laptopTimingsPath: options.laptopTimingsPath, date });
  const missed = results.filter((result) => isWithinBudget(result) === false);
  for (const { what } of missed) print(`budget missed: ${what}`);
  return options.enforce && missed.length + failures > 0 ? 1 : 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 2;
}
