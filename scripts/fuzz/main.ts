// `npm run fuzz`: changed inputs for every parser of what others wrote, over several threads.
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import { targets } from '../../test/fuzz/targets.ts';
import { parseFuzzOptions, usage, type FuzzRunOptions } from './options.ts';

const finding = z.object({ input: z.string(), error: z.string() });
const grown = z.object({
  ...{ prefix: z.string(), unit: z.string(), suffix: z.string() },
  ...{ shortMs: z.number(), longMs: z.number() },
});
const answerSchema = z.union([
  z.object({ error: z.string() }),
  z.object({
    ...{ name: z.string(), runs: z.number(), seconds: z.number() },
    ...{ found: z.array(finding), growth: z.array(grown) },
  }),
]);
type Answer = Exclude<z.infer<typeof answerSchema>, { error: string }>;

const resultsDir = join(import.meta.dirname, '../../test-results/fuzz');

async function keep({ name, found, growth }: Answer): Promise<void> {
  if (found.length === 0 && growth.length === 0) return;
  await mkdir(resultsDir, { recursive: true });
  const medium = targets.find((target) => target.name === name)?.medium;
  for (const [index, { input, error }] of found.entries()) {
    const file = join(resultsDir, `${name}-${String(index + 1)}`);
    await writeFile(`${file}.${medium === 'bytes' ? 'bin' : 'txt'}`, input, medium === 'bytes' ? 'latin1' : 'utf8');
    await writeFile(`${file}.error`, `${error}\n`);
  }
  if (growth.length > 0)
    await writeFile(join(resultsDir, `${name}-growth.json`), `${JSON.stringify(growth, null, 2)}\n`);
}

function tell({ name, runs, seconds, found, growth }: Answer): void {
  const grows = growth.length === 0 ? '' : `, grows: ${String(growth.length)}`;
  console.log(
    `${name.padEnd(24)} ${String(runs).padStart(9)} runs ${seconds.toFixed(1).padStart(8)} s  found: ${String(found.length)}${grows}`,
  );
  for (const { error } of found) console.log(`    ${error.split('\n')[0] ?? ''}`);
  for (const { unit, shortMs, longMs } of growth) {
    console.log(
      `    ${shortMs.toFixed(1)} ms, eight times as much: ${longMs.toFixed(0)} ms, for ${JSON.stringify(unit.slice(0, 60))}`,
    );
  }
}

/** One thread takes one parser after another; answers how many did not keep their promises. */
async function runThread(waiting: string[], { runs, seed, growth }: FuzzRunOptions): Promise<number> {
  const worker = new Worker(new URL('worker.ts', import.meta.url));
  let broken = 0;
  try {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
      worker.postMessage({ name, runs, seed, growth });
      const messages: unknown[] = await once(worker, 'message');
      const answer = answerSchema.parse(messages[0]);
      if ('error' in answer) throw new Error(answer.error);
      await keep(answer);
      tell(answer);
      if (answer.found.length > 0 || answer.growth.length > 0) broken += 1;
    }
  } finally {
    await worker.terminate();
  }
  return broken;
}

async function main(args: readonly string[]): Promise<number> {
  const options = parseFuzzOptions(args, Date.now() % 1_000_000_000);
  if (options.help) {
    console.log(usage);
    return 0;
  }
  const known = targets.map(({ name }) => name);
  const strange = options.only.filter((name) => !known.includes(name));
  if (strange.length > 0) throw new Error(`no such parser: ${strange.join(', ')}; there are ${known.join(', ')}`);
  const names = known.filter((name) => options.only.length === 0 || options.only.includes(name));
  console.log(`seed ${String(options.seed)}, ${String(options.runs)} runs for each of ${String(names.length)} parsers`);
  const threads = Array.from({ length: Math.min(options.workers, names.length) }, () => runThread(names, options));
  const broken = (await Promise.all(threads)).reduce((sum, count) => sum + count, 0);
  console.log(
    broken === 0 ? 'every parser kept its promises' : `${String(broken)} parsers did not keep their promises`,
  );
  return broken === 0 ? 0 : 1;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
