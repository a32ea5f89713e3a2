import { parentPort } from 'node:worker_threads';
import { z } from 'zod';
import { findGrowth } from '../../test/fuzz/growth.ts';
import { fuzz } from '../../test/fuzz/run.ts';
import { targets } from '../../test/fuzz/targets.ts';

/** One parser at a time, as the main thread hands them out. */
const jobSchema = z.object({ name: z.string(), runs: z.number(), seed: z.number(), growth: z.boolean() });

const port = parentPort;
if (port === null) throw new Error('scripts/fuzz/main.ts starts this');

async function work(message: unknown): Promise<unknown> {
  const { name, runs, seed, growth } = jobSchema.parse(message);
  const target = targets.find((one) => one.name === name);
  if (target === undefined) throw new Error(`no parser '${name}'`);
  const result = await fuzz(target, { runs, seed, maxLength: 16_000 });
  return { ...result, growth: growth ? await findGrowth(target, seed) : [] };
}

port.on('message', (message: unknown) => {
  work(message).then(
    (answer) => {
      port.postMessage(answer);
    },
    (error: unknown) => {
      port.postMessage({ error: String(error) });
    },
  );
});
