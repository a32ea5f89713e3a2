import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { memoryDir } from '../../fakes/memory-dir.ts';
import { createFakeWorld } from '../../faults/fake-world.ts';
import { undoPlan, type Reached } from '../../faults/undo-plan.ts';
import type { World } from '../../faults/world.ts';

/** The same in every run of the tests; `npm run faults -- --plans N` takes others, and more. */
const seed = 20_261_123;
const plans = 50;
const minuteMs = 60_000;

let world: World;

beforeAll(async () => {
  world = createFakeWorld(await mkdtemp(join(memoryDir(), 'bdl-plans-')));
});
afterAll(() => world.end());

describe('a plan that the engine accepts', () => {
  it(
    `can be undone, however far it came: ${String(plans)} invented wishes`,
    async () => {
      const reached = new Map<Reached, number>();
      for (let number = 0; number < plans; number += 1) {
        const undone = await undoPlan(world, seed + number);
        expect({ ...undone, left: [...undone.left] }).toMatchObject({ left: [] });
        reached.set(undone.reached, (reached.get(undone.reached) ?? 0) + 1);
      }

      for (const how of ['killed', 'cancelled', 'made'] as const)
        expect([how, (reached.get(how) ?? 0) > 4]).toEqual([how, true]);
    },
    5 * minuteMs,
  );
});
