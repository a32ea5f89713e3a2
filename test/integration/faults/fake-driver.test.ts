import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { memoryDir } from '../../fakes/memory-dir.ts';
import { casesOf, chooseCases, type Choice } from '../../faults/choose-cases.ts';
import { createFakeWorld } from '../../faults/fake-world.ts';
import { canStrike, type FaultId } from '../../faults/faults.ts';
import { describeCase } from '../../faults/matrix.ts';
import { operationNames, type OperationName } from '../../faults/operations.ts';
import { runCase, runClean, type CleanRun, type Ending, type FaultCase } from '../../faults/run-case.ts';
import type { World } from '../../faults/world.ts';

/** The same in every run of the tests; `npm run faults` takes others. */
const seed = 20_261_123;
const sampled = 60;
const minuteMs = 60_000;

let world: World;
const cleanRuns = new Map<OperationName, CleanRun>();

async function cleanRunOf(operation: OperationName): Promise<CleanRun> {
  const clean = cleanRuns.get(operation) ?? (await runClean(world, operation));
  cleanRuns.set(operation, clean);
  return clean;
}

/** What is wrong after the case; empty when all was there, or nothing was left. */
async function wrongAfter(fault: FaultCase): Promise<readonly string[]> {
  const verdict = await runCase(world, await cleanRunOf(fault.operation), fault);
  return verdict.kind === 'failed' ? [describeCase({ fault, verdict }), ...verdict.reasons] : [];
}

beforeAll(async () => {
  world = createFakeWorld(await mkdtemp(join(memoryDir(), 'bdl-faults-')));
});
afterAll(() => world.end());

interface Struck {
  readonly operation: OperationName;
  readonly fault: FaultId;
  readonly what: string;
  readonly ending: Ending;
}

/** Of the image of the world. */
const imageDigest = '2e30d546c13c9c64f4cc8144f3e602d279655ef2d2ae9c056a8fe1fa70d7fcab';

const baseFolder = `qemu-4g-f9e36c405a-${imageDigest.slice(0, 16)}`;

/** Each was lost or left over once; where it struck, and what was done then. */
const found: readonly (readonly [title: string, struck: Struck])[] = [
  [
    'a snapshot whose answer came late is not taken twice',
    { operation: 'snapshot', fault: 'late', what: 'takeSnapshot pi-201', ending: 'again' },
  ],
  [
    'a recorded snapshot is not deleted behind its record',
    { operation: 'snapshot', fault: 'unreadable', what: 'open labs/labor', ending: 'again' },
  ],
  [
    'a node that ran before its reset runs after it',
    { operation: 'reset', fault: 'fails', what: 'createNode pi-201', ending: 'again' },
  ],
  [
    'a lab that does not tell its state is not taken for off',
    { operation: 'add', fault: 'fails', what: 'inspectAll *', ending: 'again' },
  ],
  [
    'a lab is deleted to its end',
    { operation: 'delete', fault: 'killed', what: 'rm labs/labor/ssh/password', ending: 'again' },
  ],
  [
    'a file that was being written does not stay',
    { operation: 'remove', fault: 'killed', what: 'rename labs/labor/inventory.yaml', ending: 'again' },
  ],
  [
    'a lock that could not be let go of is not in the way',
    { operation: 'stop', fault: 'unreadable', what: 'readFile labs/labor.lock', ending: 'delete' },
  ],
  [
    'no half of an image stays when its removal is cut off',
    { operation: 'reclaim', fault: 'power-cut', what: `rm images/work/${imageDigest}.removed`, ending: 'again' },
  ],
  [
    'no image comes back in parts when the power fails after its removal',
    { operation: 'reclaim', fault: 'power-cut', what: 'rm images/work/images.lock', ending: 'again' },
  ],
  [
    'nothing of an emptied trash, and of a base, comes back when the power fails later',
    { operation: 'reclaim', fault: 'power-cut', what: `rmdir bases/${baseFolder}/vm`, ending: 'again' },
  ],
];

describe('an operation with a fault', () => {
  it.each(found)('%s', async (_title, { operation, fault, what, ending }) => {
    const { points } = await cleanRunOf(operation);
    const struck = points.filter((point) => canStrike(fault, point));
    const places = struck.flatMap((point, index) => (point.what === what ? [index + 1] : []));
    expect(places).not.toEqual([]);
    const cases = places.map((at): FaultCase => ({ operation, fault, at, ending, seed }));

    for (const one of cases) expect(await wrongAfter(one)).toEqual([]);
  });

  it.each(operationNames)(
    'is killed at any step of %s: again it gets ready, or all of it can be taken away',
    async (operation) => {
      const choice: Choice = { seed, faults: ['killed'], where: ({ isBoundary }) => isBoundary === true };
      const cases = casesOf(operation, await cleanRunOf(operation), choice);
      // Both endings, in turns.
      const inTurns = cases.filter((_, index) => index % 4 === 0 || index % 4 === 3);

      for (const one of inTurns) expect(await wrongAfter(one)).toEqual([]);
    },
    5 * minuteMs,
  );

  it(
    'ends ready or undone at a sample of all points',
    async () => {
      const all: FaultCase[] = [];
      for (const operation of operationNames) {
        all.push(...casesOf(operation, await cleanRunOf(operation), { seed, faults: world.faults }));
      }

      for (const one of chooseCases(all, { seed, count: sampled })) expect(await wrongAfter(one)).toEqual([]);
    },
    5 * minuteMs,
  );
});
