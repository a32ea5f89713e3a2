import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withMembers } from '../../../../src-main/hypervisors/qemu/network-record.ts';
import type { NetworkRecord } from '../../../../src-main/hypervisors/qemu/network-record.ts';
import {
  blockOrder,
  claimBlock,
  dropBlock,
  maxSlots,
  portsOf,
} from '../../../../src-main/hypervisors/qemu/port-blocks.ts';
import { createTestDir } from '../../../fakes/test-dir.ts';

const empty: NetworkRecord = { schemaVersion: 1, name: 'bigdata', block: 7, slots: {} };

describe('members of a network', () => {
  it('get the lowest free places', () => {
    expect(withMembers(empty, ['a', 'b', 'c']).slots).toEqual({ a: 0, b: 1, c: 2 });
  });

  it('keep their places, whoever comes and goes', () => {
    const ids = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), { maxLength: 6 });
    fc.assert(
      fc.property(fc.array(ids), (rounds) => {
        let record = empty;
        for (const members of rounds) {
          const next = withMembers(record, members);
          expect(Object.keys(next.slots).toSorted()).toEqual(members.toSorted());
          expect(new Set(Object.values(next.slots)).size).toBe(members.length);
          for (const id of members) {
            if (record.slots[id] !== undefined) expect(next.slots[id]).toBe(record.slots[id]);
          }
          record = next;
        }
      }),
    );
  });

  it('are not more than there are ports', () => {
    const ids = Array.from({ length: maxSlots }, (_, index) => `vm${index}`);

    expect(Object.keys(withMembers(empty, ids).slots)).toHaveLength(64);
    expect(() => withMembers(empty, [...ids, 'one more'])).toThrow('at most 64');
  });
});

describe('ports of networks', () => {
  it('are different for every member of every network, and below those the system hands out', () => {
    const slots = Array.from({ length: maxSlots }, (_, slot) => slot);
    const members = blockOrder('00000000').flatMap((block) => slots.map((slot) => portsOf(block, slot)));
    const all = members.flatMap(({ hubPort, vmPort }) => [hubPort, vmPort]);

    expect(new Set(all).size).toBe(96 * 128);
    expect([Math.min(...all), Math.max(...all)]).toEqual([20_480, 32_767]);
  });

  it('are claimed by one network at a time', async () => {
    const claimsDir = join(await createTestDir(), 'nets');
    const claimant = { claimsDir, networkDir: '/labs/1/network', hasBlock: () => Promise.resolve(true) };
    const other = { ...claimant, networkDir: '/labs/2/network' };

    expect(await claimBlock(claimant, 5)).toBe(true);
    expect(await claimBlock(claimant, 5)).toBe(true);
    expect(await claimBlock(other, 5)).toBe(false);
    expect(await claimBlock(other, 6)).toBe(true);
    await dropBlock(claimant, 6);
    expect(await claimBlock(claimant, 6)).toBe(false);
    await dropBlock(claimant, 5);
    expect(await claimBlock(other, 5)).toBe(true);
  });

  it('are given back without a word when the computer was switched off meanwhile, and the claims with it', async () => {
    const claimsDir = join(await createTestDir(), 'gone', 'nets');
    const claimant = { claimsDir, networkDir: '/labs/1/network', hasBlock: () => Promise.resolve(true) };

    await expect(dropBlock(claimant, 5)).resolves.toBeUndefined();
  });

  it('are taken over from a claim that was never finished, without asking anybody', async () => {
    const claimsDir = await createTestDir();
    await writeFile(join(claimsDir, '5'), '');
    const hasBlock = (dir: string): Promise<never> => Promise.reject(new Error(`asked "${dir}"`));

    expect(await claimBlock({ claimsDir, networkDir: '/labs/1/network', hasBlock }, 5)).toBe(true);
  });

  it('are taken over from a network that does not have them any more', async () => {
    const claimsDir = await createTestDir();
    await mkdir(claimsDir, { recursive: true });
    await writeFile(join(claimsDir, '5'), '/labs/gone/network');
    const asked: string[] = [];
    const hasBlock = (dir: string): Promise<boolean> => {
      asked.push(dir);
      return Promise.resolve(false);
    };

    expect(await claimBlock({ claimsDir, networkDir: '/labs/1/network', hasBlock }, 5)).toBe(true);

    expect(asked).toEqual(['/labs/gone/network']);
    expect(await readdir(claimsDir)).toEqual(['5']);
  });
});
