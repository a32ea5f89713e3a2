import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { BlockWish } from '../../../../src-main/hypervisors/qemu/take-block.ts';
import { takeBlock } from '../../../../src-main/hypervisors/qemu/take-block.ts';
import { systemClock } from '../../../../src-main/platform/clock.ts';
import { createFakeProcessTable } from '../../../fakes/fake-process-table.ts';
import { createTestDir } from '../../../fakes/test-dir.ts';

const surroundings = { processes: createFakeProcessTable(), clock: systemClock };

/** Networks that all try the same blocks in the same order. */
async function setUp() {
  const claimsDir = join(await createTestDir(), 'nets');
  const noted = new Map<string, number>();
  const wishOf = (networkDir: string, own: Partial<BlockWish> = {}): BlockWish => ({
    claimant: { claimsDir, networkDir, hasBlock: (dir, block) => Promise.resolve(noted.get(dir) === block) },
    order: [5, 6, 7, 8],
    earlier: null,
    except: null,
    isUnused: () => Promise.resolve(true),
    note: (block) => Promise.resolve(noted.set(networkDir, block)).then(() => undefined),
    signal: new AbortController().signal,
    ...own,
  });
  return { claimsDir, noted, wishOf };
}

describe('a block of ports', () => {
  it('is not given to two networks that are made at the same moment', async () => {
    const { claimsDir, noted, wishOf } = await setUp();
    const mayNote = Promise.withResolvers<undefined>();
    const claimed = Promise.withResolvers<undefined>();
    const note = async (block: number): Promise<void> => {
      claimed.resolve(undefined);
      await mayNote.promise;
      noted.set('/labs/1/network', block);
    };

    const first = takeBlock(surroundings, wishOf('/labs/1/network', { note }));
    await claimed.promise;
    // The first has its claim, and its record does not tell of it yet.
    const second = takeBlock(surroundings, wishOf('/labs/2/network'));
    const isSecondThrough = await Promise.race([
      second.then(() => true),
      new Promise<false>((resolve) => setTimeout(() => resolve(false), 100)),
    ]);
    mayNote.resolve(undefined);

    expect(isSecondThrough).toBe(false);
    expect([await first, await second]).toEqual([5, 6]);
    expect(await readFile(join(claimsDir, '5'), 'utf8')).toBe('/labs/1/network');
    expect(await readFile(join(claimsDir, '6'), 'utf8')).toBe('/labs/2/network');
  });

  it('is the one that the network had, unless another one has it now', async () => {
    const { wishOf } = await setUp();

    expect(await takeBlock(surroundings, wishOf('/labs/1/network', { earlier: 7 }))).toBe(7);
    expect(await takeBlock(surroundings, wishOf('/labs/1/network', { earlier: 7 }))).toBe(7);
    expect(await takeBlock(surroundings, wishOf('/labs/2/network', { earlier: 7 }))).toBe(5);
  });

  it('is none on which something listens, and the claim on that one is given back', async () => {
    const { claimsDir, wishOf } = await setUp();
    const isUnused = (block: number): Promise<boolean> => Promise.resolve(block > 6);

    expect(await takeBlock(surroundings, wishOf('/labs/1/network', { isUnused, except: 7 }))).toBe(8);
    expect(await readdir(claimsDir)).toEqual(['8']);
  });

  it('is given back when it cannot be noted', async () => {
    const { claimsDir, wishOf } = await setUp();
    const note = (): Promise<never> => Promise.reject(new Error('disk full'));

    await expect(takeBlock(surroundings, wishOf('/labs/1/network', { note }))).rejects.toThrow('disk full');

    expect(await readdir(claimsDir)).toEqual([]);
    expect(await takeBlock(surroundings, wishOf('/labs/2/network'))).toBe(5);
  });

  it('is refused when all are taken', async () => {
    const { wishOf } = await setUp();
    const order = [5];
    await takeBlock(surroundings, wishOf('/labs/1/network', { order }));

    await expect(takeBlock(surroundings, wishOf('/labs/2/network', { order }))).rejects.toMatchObject({
      code: 'port-taken',
    });
  });
});
