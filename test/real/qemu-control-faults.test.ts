import { mkdtemp } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeCase } from '../faults/matrix.ts';
import { createQemuWorld } from '../faults/qemu-world.ts';
import { runMatrix } from '../faults/run-matrix.ts';
import type { World } from '../faults/world.ts';

/** A sample of `npm run faults -- --on qemu`, which runs as many as there is time for. */
const sample = { seed: 1, count: 4 } as const;

describe('operations on real QEMU with a fault in the middle', () => {
  let world: World;
  beforeAll(async () => {
    // The path of a control socket has to be short.
    world = await createQemuWorld(await mkdtemp('/tmp/bdl-faults-'));
  });
  afterAll(async () => {
    await world.end();
  });

  it('end ready or undone, and nothing is lost or left over', async () => {
    const judged = await runMatrix({ world, operations: ['stop', 'save'], choice: sample });

    expect(judged).toHaveLength(sample.count);
    const failed = judged.filter(({ verdict }) => verdict.kind === 'failed');
    expect(failed.map((one) => [describeCase(one), one.verdict])).toEqual([]);
  });
});
