import { z } from 'zod';
import { labListSchema, labViewSchema, trashViewSchema } from '../../src-main/contract/lab-views.ts';
import type { LabView } from '../../src-main/contract/lab-views.ts';
import type { NodeModel, WorldModel } from './model.ts';
import type { Place } from './place.ts';

/** What `bdl` says there is. */
export interface View {
  /** Null: there is no lab. */
  readonly lab: LabView | null;
  readonly trashed: number;
  readonly damaged: readonly string[];
}

/** Asks it. */
export async function readView({ bdl }: Place): Promise<View> {
  const list = labListSchema.parse((await bdl.run(['list'])).value);
  const trash = z.array(trashViewSchema).parse((await bdl.run(['trash'])).value);
  const [listed] = list.labs;
  const lab = listed === undefined ? null : labViewSchema.parse((await bdl.run(['status', listed.labId])).value);
  return { lab, trashed: trash.length, damaged: list.damaged.map(({ labId }) => labId) };
}

/** In which way what `bdl` says is not what must be. Cables that nobody plugged in since count as well. */
export function viewDifferences(world: WorldModel, { lab, trashed, damaged }: View): readonly string[] {
  const place = lab === null ? (trashed > 0 ? 'in-trash' : 'none') : 'here';
  if (place !== world.lab) return [`the lab must be ${world.lab} and is ${place}`];
  const others = [
    ...damaged.map((labId) => `the record of ${labId} is damaged`),
    ...(trashed > (world.lab === 'in-trash' ? 1 : 0) ? [`${trashed} labs are in the trash`] : []),
  ];
  return lab === null ? others : [...others, ...nodeDifferences(world, lab), ...snapshotDifferences(world, lab)];
}

function nodeDifferences({ nodes }: WorldModel, lab: LabView): readonly string[] {
  const expected = Object.keys(nodes).join(', ');
  const found = lab.nodes.map(({ name }) => name).join(', ');
  if (expected !== found) return [`the nodes must be ${expected} and are ${found}`];
  return lab.nodes.flatMap(({ name, state, reasons, pulledCables }) => {
    const node = nodes[name];
    if (node === undefined) return [];
    const pulled = (pulledCables ?? []).toSorted().join(', ');
    return [
      ...(state === node.power ? [] : [`${name} must be ${node.power} and is ${state} (${reasons.join('; ')})`]),
      ...(pulled === pulledText(node) ? [] : [`pulled from ${name} must be '${pulledText(node)}' and is '${pulled}'`]),
    ];
  });
}

function pulledText({ pulled }: NodeModel): string {
  return pulled.toSorted().join(', ');
}

function snapshotDifferences({ snapshots }: WorldModel, lab: LabView): readonly string[] {
  const text = (all: readonly { readonly name: string; readonly nodes: readonly string[] }[]): string =>
    all.map(({ name, nodes }) => `'${name}' of ${nodes.toSorted().join(', ')}`).join('; ');
  const expected = text(snapshots.map(({ name, nodes }) => ({ name, nodes: Object.keys(nodes) })));
  const found = text(lab.snapshots);
  return expected === found ? [] : [`the snapshots must be ${expected} and are ${found}`];
}
