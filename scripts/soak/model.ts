import type { CableAdapter } from '../../src-main/domain/cables.ts';

/** Files in the home of a node's user by name: digest of the content. */
export type Files = Readonly<Record<string, string>>;

/** What a node must be. */
export interface NodeModel {
  readonly power: 'running' | 'stopped' | 'suspended';
  readonly files: Files;
  /** A word in the node's memory, which a boot forgets and a saved state keeps. */
  readonly memory: string | null;
  readonly pulled: readonly CableAdapter[];
}

export type NodeModels = Readonly<Record<string, NodeModel>>;

/** A snapshot of the lab: of each node what it was. Nodes made anew since are not in it. */
export interface SnapshotModel {
  readonly name: string;
  readonly nodes: NodeModels;
}

/** What the world must be. */
export interface WorldModel {
  /** Where the lab is. */
  readonly lab: 'none' | 'here' | 'in-trash';
  readonly nodes: NodeModels;
  readonly snapshots: readonly SnapshotModel[];
  /** Whether the process that carries the lab's network runs. */
  readonly hub: boolean;
}

/** Something that is done to the lab, through `bdl` or behind its back. */
export type Deed =
  | { readonly kind: 'up' | 'start' | 'stop' | 'save' | 'repair' | 'add' | 'delete' | 'purge' | 'take-back' }
  | { readonly kind: 'snapshot' | 'restore'; readonly name: string }
  | { readonly kind: 'reset' | 'remove' | 'power-cut' | 'kill-node'; readonly node: string }
  | { readonly kind: 'plug' | 'unplug'; readonly node: string; readonly adapter: CableAdapter }
  | { readonly kind: 'copy'; readonly nodes: readonly string[]; readonly name: string; readonly digest: string }
  | { readonly kind: 'kill-hub' | 'empty-trash' | 'torn-journal' | 'stale-lock' };
export type DeedKind = Deed['kind'];

export const firstNodes = ['pi-200', 'pi-201'] as const;
const firstNumber = 200;

/** Before anything was done. */
export const emptyWorld: WorldModel = { lab: 'none', nodes: {}, snapshots: [], hub: false };

const freshNode: NodeModel = { power: 'stopped', files: {}, memory: null, pulled: [] };

function mapNodes(nodes: NodeModels, change: (node: NodeModel, name: string) => NodeModel): NodeModels {
  return Object.fromEntries(Object.entries(nodes).map(([name, node]) => [name, change(node, name)]));
}

function withNode(world: WorldModel, name: string, change: (node: NodeModel) => NodeModel): WorldModel {
  return { ...world, nodes: mapNodes(world.nodes, (node, other) => (other === name ? change(node) : node)) };
}

function withoutNode(nodes: NodeModels, gone: string): NodeModels {
  return Object.fromEntries(Object.entries(nodes).filter(([name]) => name !== gone));
}

/** Names of nodes that run. */
export function runningNodes({ nodes }: WorldModel): readonly string[] {
  return Object.keys(nodes).filter((name) => nodes[name]?.power === 'running');
}

/** Running nodes that can be reached: their way out is plugged in. */
export function reachableNodes(world: WorldModel): readonly string[] {
  return runningNodes(world).filter((name) => world.nodes[name]?.pulled.includes('nat') === false);
}

function switchedOn(node: NodeModel): NodeModel {
  return { ...node, power: 'running', memory: node.power === 'stopped' ? null : node.memory };
}

function switchedOff(node: NodeModel): NodeModel {
  return { ...node, power: 'stopped', memory: null };
}

/** The name of the next node: the first number that nobody has. */
function nextName(nodes: NodeModels): string {
  for (let number = firstNumber; ; number += 1) {
    const name = `pi-${String(number)}`;
    if (nodes[name] === undefined) return name;
  }
}

function byName(nodes: NodeModels): NodeModels {
  return Object.fromEntries(Object.entries(nodes).toSorted(([one], [other]) => one.localeCompare(other)));
}

function withoutItsSnapshots(world: WorldModel, name: string): WorldModel {
  const snapshots = world.snapshots.map((snapshot) => ({ ...snapshot, nodes: withoutNode(snapshot.nodes, name) }));
  return { ...world, snapshots };
}

function restored(world: WorldModel, { nodes: kept }: SnapshotModel): WorldModel {
  const nodes = mapNodes(world.nodes, (node, name) => {
    const then = kept[name];
    return then === undefined ? node : { ...then, pulled: node.pulled };
  });
  return { ...world, nodes, hub: world.hub || Object.values(kept).some(({ power }) => power === 'running') };
}

/** The world after the deed was done to its end. */
export function afterDeed(world: WorldModel, deed: Deed): WorldModel {
  const isAnyOn = runningNodes(world).length > 0;
  switch (deed.kind) {
    case 'up': {
      const nodes = Object.fromEntries(firstNodes.map((name) => [name, switchedOn(freshNode)]));
      return { lab: 'here', nodes, snapshots: [], hub: true };
    }
    case 'start':
      return { ...world, nodes: mapNodes(world.nodes, switchedOn), hub: true };
    case 'stop':
      return {
        ...world,
        nodes: mapNodes(world.nodes, (node) => (node.power === 'running' ? switchedOff(node) : node)),
        hub: false,
      };
    case 'save':
      return {
        ...world,
        nodes: mapNodes(world.nodes, (node) => (node.power === 'running' ? { ...node, power: 'suspended' } : node)),
        hub: false,
      };
    // Both are mended by what comes next: a repair.
    case 'torn-journal':
    case 'stale-lock':
    case 'repair':
      return { ...world, hub: world.hub || isAnyOn };
    case 'add': {
      const added = isAnyOn ? switchedOn(freshNode) : freshNode;
      return {
        ...world,
        nodes: byName({ ...world.nodes, [nextName(world.nodes)]: added }),
        hub: world.hub || isAnyOn,
      };
    }
    case 'snapshot':
      return { ...world, snapshots: [...world.snapshots, { name: deed.name, nodes: world.nodes }] };
    case 'restore': {
      const snapshot = world.snapshots.find(({ name }) => name === deed.name);
      return snapshot === undefined ? world : restored(world, snapshot);
    }
    case 'delete':
      return { ...world, lab: 'in-trash', nodes: mapNodes(world.nodes, switchedOff), hub: false };
    case 'take-back':
      return { ...world, lab: 'here' };
    case 'purge':
    case 'empty-trash':
      return emptyWorld;
    case 'kill-hub':
      return { ...world, hub: false };
    default:
      return afterNodeDeed(world, deed);
  }
}

type NodeDeed = Extract<Deed, { readonly node: string } | { readonly nodes: readonly string[] }>;

function afterNodeDeed(world: WorldModel, deed: NodeDeed): WorldModel {
  switch (deed.kind) {
    case 'reset': {
      const wasOn = world.nodes[deed.node]?.power === 'running';
      const anew = withNode(world, deed.node, () => (wasOn ? switchedOn(freshNode) : freshNode));
      return { ...withoutItsSnapshots(anew, deed.node), hub: world.hub || wasOn };
    }
    case 'remove':
      return { ...withoutItsSnapshots(world, deed.node), nodes: withoutNode(world.nodes, deed.node) };
    case 'power-cut':
    case 'kill-node':
      return withNode(world, deed.node, switchedOff);
    case 'unplug':
      return withNode(world, deed.node, (node) => ({
        ...node,
        pulled: [...node.pulled.filter((adapter) => adapter !== deed.adapter), deed.adapter],
      }));
    case 'plug':
      return withNode(world, deed.node, (node) => ({
        ...node,
        pulled: node.pulled.filter((adapter) => adapter !== deed.adapter),
      }));
    case 'copy': {
      const nodes = mapNodes(world.nodes, (node, name) =>
        deed.nodes.includes(name) ? { ...node, files: { ...node.files, [deed.name]: deed.digest } } : node,
      );
      return { ...world, nodes };
    }
  }
}

/** What a user has written into a node. */
export interface Written {
  readonly file: string;
  readonly digest: string;
  readonly memory: string;
}

/** The world after something was written into a node and synced. */
export function afterWriting(world: WorldModel, name: string, { file, digest, memory }: Written): WorldModel {
  return withNode(world, name, (node) => ({ ...node, files: { ...node.files, [file]: digest }, memory }));
}

/**
 * What may be when a deed was cut off (killed, or cancelled) and then done again to its end. A reset that was cut off after it had
 * switched the node off does not know any more that it ran; a file that had arrived arrives a second time under another name.
 */
export function afterDeedAgain(world: WorldModel, deed: Deed): readonly WorldModel[] {
  const done = afterDeed(world, deed);
  switch (deed.kind) {
    case 'reset':
      return [done, { ...withNode(done, deed.node, switchedOff), hub: world.hub }];
    case 'copy': {
      const second = { ...deed, name: deed.name.replace('.', '-2.') };
      return subsets(deed.nodes).map((nodes) => afterDeed(done, { ...second, nodes }));
    }
    default:
      return [done];
  }
}

function subsets(names: readonly string[]): readonly (readonly string[])[] {
  const [first, ...rest] = names;
  if (first === undefined) return [[]];
  return subsets(rest).flatMap((others) => [others, [first, ...others]]);
}

/** What may be when a deed was cancelled that takes itself back as a whole; null: it is one that has to be done again. */
export function afterCancelled(world: WorldModel, deed: Deed): readonly WorldModel[] | null {
  switch (deed.kind) {
    case 'up':
    case 'snapshot':
      return [world];
    case 'add':
      return [world, { ...world, hub: afterDeed(world, deed).hub }];
    default:
      return null;
  }
}
