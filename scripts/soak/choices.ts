import { cableAdapters } from '../../src-main/domain/cables.ts';
import type { Chance } from './chance.ts';
import { reachableNodes, runningNodes } from './model.ts';
import type { Deed, DeedKind, WorldModel } from './model.ts';

/**
 * How a deed is done: to its end; cut off by kill -9 or by Ctrl-C at a part of the time it usually takes, and then again; or with
 * another one at the same moment.
 */
export type Manner =
  | { readonly kind: 'plain' }
  | { readonly kind: 'killed' | 'cancelled'; readonly at: number }
  | { readonly kind: 'together'; readonly other: Deed };

export interface Step {
  readonly deed: Deed;
  readonly manner: Manner;
}

/** What limits the walk. */
export interface Limits {
  readonly nodes: number;
  readonly snapshots: number;
}

interface Weighted {
  readonly weight: number;
  readonly deed: Deed;
}

/** Deeds that are not commands of `bdl`, or whose end no second command can meet. */
const behindItsBack: readonly DeedKind[] = ['kill-node', 'kill-hub', 'torn-journal', 'stale-lock'];
const together: readonly DeedKind[] = ['start', 'stop', 'save', 'repair'];

function spread(weight: number, deeds: readonly Deed[]): readonly Weighted[] {
  return deeds.map((deed) => ({ weight: weight / deeds.length, deed }));
}

function ofNodes(names: readonly string[], kind: 'reset' | 'remove' | 'power-cut' | 'kill-node'): readonly Deed[] {
  return names.map((node) => ({ kind, node }));
}

/** What can be done in this world, each with how often. Booting takes minutes: what makes nodes boot comes less often. */
export function possibleDeeds(world: WorldModel, limits: Limits, number: number): readonly Weighted[] {
  if (world.lab === 'none') return [{ weight: 1, deed: { kind: 'up' } }];
  if (world.lab === 'in-trash') {
    return [
      { weight: 5, deed: { kind: 'take-back' } },
      { weight: 1, deed: { kind: 'empty-trash' } },
    ];
  }
  const names = Object.keys(world.nodes);
  const running = runningNodes(world);
  // Nodes that run without their network prove nothing: what a user does then is to bring it back, or to end them.
  if (running.length > 0 && !world.hub) {
    return spread(1, [{ kind: 'repair' }, { kind: 'start' }, { kind: 'save' }, { kind: 'stop' }]);
  }
  const isAll = running.length === names.length;
  const isAny = running.length > 0;
  return [
    { weight: isAll ? 1 : 12, deed: { kind: 'start' } },
    { weight: isAny ? 2 : 0.5, deed: { kind: 'stop' } },
    { weight: isAny ? 8 : 0.5, deed: { kind: 'save' } },
    { weight: 1, deed: { kind: 'repair' } },
    ...(names.length < limits.nodes ? [{ weight: 2.5, deed: { kind: 'add' } } as const] : []),
    { weight: 0.6, deed: { kind: 'delete' } },
    { weight: 0.4, deed: { kind: 'purge' } },
    ...snapshotDeeds(world, limits, number),
    ...spread(1.2, ofNodes(names, 'reset')),
    ...(names.length > 1 ? spread(3, ofNodes(names, 'remove')) : []),
    ...spread(1.2, ofNodes(running, 'power-cut')),
    ...spread(1.5, ofNodes(running, 'kill-node')),
    ...(world.hub ? [{ weight: 2, deed: { kind: 'kill-hub' } } as const] : []),
    ...cableDeeds(world),
    ...copyDeeds(world, number),
    { weight: 1, deed: { kind: 'torn-journal' } },
    { weight: 1, deed: { kind: 'stale-lock' } },
  ];
}

function snapshotDeeds(world: WorldModel, limits: Limits, number: number): readonly Weighted[] {
  const restorable = world.snapshots.filter(({ nodes }) => Object.keys(nodes).length > 0);
  const take: Weighted = { weight: 6, deed: { kind: 'snapshot', name: `step ${String(number)}` } };
  return [
    ...(world.snapshots.length < limits.snapshots ? [take] : []),
    ...spread(
      8,
      restorable.map(({ name }) => ({ kind: 'restore', name })),
    ),
  ];
}

/** What is pulled is plugged in again before long: a node without its way out shows nothing. */
function cableDeeds({ nodes }: WorldModel): readonly Weighted[] {
  const deeds = Object.entries(nodes).flatMap(([node, { pulled }]) =>
    cableAdapters.map((adapter): Deed => ({ kind: pulled.includes(adapter) ? 'plug' : 'unplug', node, adapter })),
  );
  const plugs = deeds.filter(({ kind }) => kind === 'plug');
  return [
    ...spread(
      3,
      deeds.filter(({ kind }) => kind === 'unplug'),
    ),
    ...spread(9, plugs),
  ];
}

function copyDeeds(world: WorldModel, number: number): readonly Weighted[] {
  const reachable = reachableNodes(world);
  if (reachable.length === 0) return [];
  const isWhole = reachable.length === Object.keys(world.nodes).length;
  const nodes = isWhole ? reachable : reachable.slice(0, 1);
  return [{ weight: 4, deed: { kind: 'copy', nodes, name: `copied-${String(number)}.bin`, digest: '' } }];
}

/** What is done next. `number` is that of the step. */
export function chooseStep(world: WorldModel, chance: Chance, limits: Limits & { readonly number: number }): Step {
  const { deed } = chance.pick(possibleDeeds(world, limits, limits.number));
  return { deed, manner: chooseManner(deed, world, chance) };
}

function chooseManner(deed: Deed, world: WorldModel, chance: Chance): Manner {
  if (behindItsBack.includes(deed.kind) || deed.kind === 'empty-trash') return { kind: 'plain' };
  const canMeet = together.includes(deed.kind);
  const { manner } = chance.pick([
    { weight: 6, manner: 'plain' as const },
    { weight: 2.5, manner: 'killed' as const },
    { weight: 1.5, manner: 'cancelled' as const },
    { weight: canMeet ? 1.5 : 0, manner: 'together' as const },
  ]);
  if (manner === 'plain') return { kind: manner };
  if (manner !== 'together') return { kind: manner, at: chance.fraction() };
  const others = together.filter((kind) => kind !== 'repair' || world.hub);
  const kind = others[chance.below(others.length)] ?? 'start';
  return kind === 'start' || kind === 'stop' || kind === 'save' || kind === 'repair'
    ? { kind: manner, other: { kind } }
    : { kind: 'plain' };
}
