import { describe, expect, it } from 'vitest';
import { createChance } from '../../../../scripts/soak/chance.ts';
import { chooseStep } from '../../../../scripts/soak/choices.ts';
import {
  afterDeed,
  afterDeedAgain,
  afterWriting,
  emptyWorld,
  reachableNodes,
  runningNodes,
  type Deed,
  type WorldModel,
} from '../../../../scripts/soak/model.ts';

const written = { file: 'user-data', digest: 'one', memory: 'word' };
const limits = { nodes: 3, snapshots: 4 };

function after(...deeds: readonly Deed[]): WorldModel {
  return deeds.reduce(afterDeed, afterWriting(afterDeed(emptyWorld, { kind: 'up' }), 'pi-200', written));
}

describe('what the world must be', () => {
  it.each<readonly [string, readonly Deed[], string, boolean]>([
    ['a save and a start', [{ kind: 'save' }, { kind: 'start' }], 'running', true],
    ['a stop and a start', [{ kind: 'stop' }, { kind: 'start' }], 'running', false],
    ['a cut of the power', [{ kind: 'power-cut', node: 'pi-200' }], 'stopped', false],
    ['a killed QEMU and a start', [{ kind: 'kill-node', node: 'pi-200' }, { kind: 'start' }], 'running', false],
    ['the trash and back', [{ kind: 'save' }, { kind: 'delete' }, { kind: 'take-back' }], 'stopped', false],
  ])('keeps the synced file through %s', (...[, deeds, power, keepsMemory]) => {
    const node = after(...deeds).nodes['pi-200'];

    expect(node).toEqual({ power, files: { 'user-data': 'one' }, memory: keepsMemory ? 'word' : null, pulled: [] });
  });

  it('gives back files and memory of the snapshot, and leaves nodes alone that are not in it', () => {
    const kept = after({ kind: 'snapshot', name: 'one' }, { kind: 'reset', node: 'pi-201' });
    const changed = afterWriting(
      afterWriting(kept, 'pi-200', { ...written, digest: 'two', memory: 'other' }),
      'pi-201',
      {
        ...written,
        digest: 'new',
      },
    );
    const world = afterDeed(afterDeed(changed, { kind: 'stop' }), { kind: 'restore', name: 'one' });

    expect(world.nodes['pi-200']).toMatchObject({ power: 'running', files: { 'user-data': 'one' }, memory: 'word' });
    expect(world.nodes['pi-201']).toMatchObject({ power: 'stopped', files: { 'user-data': 'new' } });
    expect(world.hub).toBe(true);
  });

  it('adds the first number that nobody has, running when the lab runs', () => {
    const grown = after({ kind: 'add' }, { kind: 'remove', node: 'pi-200' }, { kind: 'stop' }, { kind: 'add' });

    expect(Object.keys(grown.nodes)).toEqual(['pi-200', 'pi-201', 'pi-202']);
    expect(grown.nodes['pi-200']).toMatchObject({ power: 'stopped', files: {} });
    expect(runningNodes(after({ kind: 'add' }))).toHaveLength(3);
  });

  it('does not reach a node whose way out is pulled', () => {
    expect(reachableNodes(after({ kind: 'unplug', node: 'pi-200', adapter: 'nat' }))).toEqual(['pi-201']);
  });

  it('allows a file that was cut off to be there twice', () => {
    const deed: Deed = { kind: 'copy', nodes: ['pi-200', 'pi-201'], name: 'a.bin', digest: 'd' };
    const worlds = afterDeedAgain(after(), deed).map(({ nodes }) =>
      Object.values(nodes).map(({ files }) => files['a-2.bin'] ?? ''),
    );

    expect(worlds.map((found) => found.join(',')).toSorted()).toEqual([',', ',d', 'd,', 'd,d']);
  });
});

describe('a walk', () => {
  function walk(seed: number): readonly string[] {
    const chance = createChance(seed);
    let world = emptyWorld;
    return Array.from({ length: 1500 }, (_, number) => {
      const step = chooseStep(world, chance, { ...limits, number });
      world = afterDeed(world, step.deed);
      return JSON.stringify(step);
    });
  }

  it('is the same for the same seed, and another for another', () => {
    expect(walk(7)).toEqual(walk(7));
    expect(walk(7)).not.toEqual(walk(8));
  });

  it('comes through every kind of deed', () => {
    const kinds = new Set(walk(1).map((step) => (JSON.parse(step) as { deed: Deed }).deed.kind));

    expect([...kinds].toSorted()).toEqual(
      [
        ...['add', 'copy', 'delete', 'empty-trash', 'kill-hub', 'kill-node', 'plug', 'power-cut', 'purge', 'remove'],
        ...['repair', 'reset', 'restore', 'save', 'snapshot', 'stale-lock', 'start', 'stop', 'take-back'],
        ...['torn-journal', 'unplug', 'up'],
      ].toSorted(),
    );
  });
});
