// `npm run soak`: random operations on a real lab on QEMU, and after each the whole world compared. Docs: docs/reliability.md.
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { abortOnSignals } from '../lib/abort-on-signals.ts';
import { ensureBuilt } from '../lib/build.mjs';
import { createChance } from './chance.ts';
import { parseSoakOptions, usage } from './options.ts';
import type { SoakOptions } from './options.ts';
import { clearPlace, createPlace } from './place.ts';
import type { Place } from './place.ts';
import { summaryOf } from './tally.ts';
import type { Tally } from './tally.ts';
import { DifferenceError, walk } from './walk.ts';

const mostSnapshots = 4;

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function soak(options: SoakOptions, place: Place, signal: AbortSignal): Promise<number> {
  signal.throwIfAborted();
  const tally: Tally = { steps: [], writes: 0, reads: 0 };
  const wish = { labName: place.labName, image: options.image, filesDir: join(place.rootDir, 'files') };
  const startedAt = performance.now();
  let differences = 0;
  try {
    const walking = walk(
      {
        performer: { place, wish, durations: new Map() },
        chance: createChance(options.seed),
        limits: { nodes: options.nodes, snapshots: mostSnapshots },
        tally,
        print,
        signal,
      },
      startedAt + options.minutes * 60_000,
    );
    await Promise.race([walking, abortOf(signal)]);
  } catch (error) {
    if (signal.aborted) return 130;
    differences = 1;
    print(`\nDIFFERENCE at step ${tally.steps.length}, seed ${options.seed}:`);
    print(error instanceof DifferenceError ? error.message : String(error instanceof Error ? error.stack : error));
    print(`\neverything is kept in ${place.rootDir}`);
  } finally {
    const minutes = ((performance.now() - startedAt) / 60_000).toFixed(1);
    print(`\nseed ${options.seed}, ${minutes} minutes`);
    for (const line of summaryOf(tally, differences)) print(line);
  }
  return differences === 0 ? 0 : 1;
}

/** Rejects once it is aborted: what goes on then is ended with its processes. */
function abortOf(signal: AbortSignal): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  signal.addEventListener('abort', () => {
    reject(new Error('ended by the user'));
  });
  return promise;
}

async function main(): Promise<number> {
  const options = parseSoakOptions(process.argv.slice(2));
  if (options.help) {
    print(usage);
    return 0;
  }
  const stop = abortOnSignals(print);
  const cliPath = ensureBuilt();
  const rootDir = await mkdtemp('/tmp/bdl-soak-');
  print(`seed ${options.seed}, ${options.minutes} minutes, in ${rootDir}`);
  let exitCode = 2;
  try {
    const place = await createPlace(rootDir, { cliPath, env: process.env, signal: stop.signal });
    exitCode = await soak(options, place, stop.signal);
    const left = place.leftRunning();
    if (exitCode === 0 && left.length > 0) print(`still running: ${left.join(', ')}`);
    return exitCode === 0 && left.length > 0 ? 1 : exitCode;
  } finally {
    await clearPlace(rootDir, { keep: exitCode === 1 });
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 2;
}
