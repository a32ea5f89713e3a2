/**
 * `npm run faults -- [--on fake|virtualbox|qemu] [--cases N] [--seed S] [--operations a,b] [--faults a,b] [--quiet]`: runs operations with a fault at every
 * point, or at N of them, and prints operation x fault. `--plans N` instead makes labs of N invented wishes, each up to a random point, and
 * deletes them. Ends with 1 when anything was lost or left over.
 */
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { memoryDir } from '../fakes/memory-dir.ts';
import { createFakeWorld } from './fake-world.ts';
import { faultIds, type Point } from './faults.ts';
import { describeCase, printMatrix, type JudgedCase } from './matrix.ts';
import { createQemuWorld } from './qemu-world.ts';
import { operationNames } from './operations.ts';
import { runMatrix } from './run-matrix.ts';
import { undoPlan } from './undo-plan.ts';
import { createVirtualBoxWorld } from './virtualbox-world.ts';
import type { World } from './world.ts';

const { values } = parseArgs({
  options: {
    on: { type: 'string', default: 'fake' },
    cases: { type: 'string' },
    plans: { type: 'string' },
    seed: { type: 'string' },
    operations: { type: 'string' },
    faults: { type: 'string' },
    quiet: { type: 'boolean', default: false },
  },
});
const seed = z.coerce
  .number()
  .int()
  .parse(values.seed ?? Date.now() % 1_000_000);
const count = values.cases === undefined ? {} : { count: z.coerce.number().int().positive().parse(values.cases) };
const operations = z.array(z.enum(operationNames)).parse(values.operations?.split(',') ?? operationNames);
const faults = z.array(z.enum(faultIds)).parse(values.faults?.split(',') ?? faultIds);
const plans = values.plans === undefined ? null : z.coerce.number().int().positive().parse(values.plans);
const on = z.enum(['fake', 'virtualbox', 'qemu']).parse(values.on);

async function openWorld(): Promise<World> {
  if (on === 'fake') return createFakeWorld(await mkdtemp(join(memoryDir(), 'bdl-faults-')));
  // VBoxManage sees this folder, and no other that is in memory; for QEMU the path of a control socket has to be short.
  const rootDir = await mkdtemp('/tmp/bdl-faults-');
  return on === 'qemu' ? createQemuWorld(rootDir) : createVirtualBoxWorld(rootDir);
}

/** Where programs are really run, what is the app's alone (its files) is left to the fake. */
function isOutside({ kind, isBoundary }: Point): boolean {
  return isBoundary === true || !kind.endsWith('-file');
}

function tell(judged: JudgedCase): void {
  const { verdict } = judged;
  if (verdict.kind !== 'failed' && values.quiet) return;
  console.log(describeCase(judged));
  if (verdict.kind === 'failed') console.log(verdict.reasons.map((reason) => `        ${reason}`).join('\n'));
}

const startedAt = Date.now();
console.log(`on ${on}, seed ${String(seed)}`);
const world = await openWorld();

/** Answers how many cases failed. */
async function runCases(): Promise<number> {
  const points = new Map<string, number>();
  const judged = await runMatrix({
    world,
    operations,
    choice: { seed, faults, where: on === 'virtualbox' ? isOutside : () => true, ...count },
    onCase: tell,
    onClean: (operation, clean) => points.set(operation, clean.points.length),
  });
  console.log(`\n${printMatrix(judged)}\n`);
  console.log(`points: ${[...points].map(([name, many]) => `${name} ${String(many)}`).join(', ')}`);
  report(`${String(judged.length)} cases`);
  return judged.filter(({ verdict }) => verdict.kind === 'failed').length;
}

/** Answers how many plans could not be undone. */
async function runPlans(many: number): Promise<number> {
  const counts = new Map<string, number>();
  let failed = 0;
  for (let number = 0; number < many; number += 1) {
    const { reached, what, left } = await undoPlan(world, seed + number);
    counts.set(reached, (counts.get(reached) ?? 0) + 1);
    if (left.length === 0) continue;
    failed += 1;
    console.log([`seed ${String(seed + number)}: ${reached}, ${what}`, ...left].join('\n        '));
  }
  report(`${String(many)} plans (${[...counts].map(([how, times]) => `${how} ${String(times)}`).join(', ')})`);
  return failed;
}

function report(what: string): void {
  const minutes = ((Date.now() - startedAt) / 60_000).toFixed(1);
  console.log(`${what} on ${on}, seed ${String(seed)}, ${minutes} min`);
}

try {
  const failed = plans === null ? await runCases() : await runPlans(plans);
  console.log(`${String(failed)} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
} finally {
  await world.end();
}
