import { mkdtemp } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeCase } from '../faults/matrix.ts';
import { runMatrix } from '../faults/run-matrix.ts';
import { createVirtualBoxWorld } from '../faults/virtualbox-world.ts';
import type { World } from '../faults/world.ts';
import { describeVirtualBox } from './support/real-virtualbox.ts';

/** A sample of `npm run faults -- --on virtualbox`, which runs as many as there is time for. */
const sample = { seed: 1, count: 3, where: ({ kind }: { readonly kind: string }) => !kind.endsWith('-file') } as const;

describeVirtualBox('operations on the real VBoxManage with a fault in the middle', () => {
  let world: World;
  beforeAll(async () => {
    world = createVirtualBoxWorld(await mkdtemp('/tmp/bdl-faults-'));
  });
  afterAll(async () => {
    await world.end();
  });

  it('end ready or undone, and nothing is lost or left over', async () => {
    const judged = await runMatrix({ world, operations: ['stop'], choice: sample });

    expect(judged).toHaveLength(sample.count);
    const failed = judged.filter(({ verdict }) => verdict.kind === 'failed');
    expect(failed.map((one) => [describeCase(one), one.verdict])).toEqual([]);
  });
});
