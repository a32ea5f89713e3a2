import { z } from 'zod';
import { cableAdapterSchema } from '../domain/cables.ts';
import { baseIdSchema, hypervisorIdSchema, vmIdSchema } from '../domain/ids.ts';
import { labPlanSchema, type LabPlan } from '../domain/plan-types.ts';
import { nodeProofSchema } from '../domain/node-proof.ts';

const sealedBaseSchema = z.object({ vmId: vmIdSchema, name: z.string(), dir: z.string(), snapshotId: z.string() });

/** `bases/<id>/base.json`: a base and whether it is sealed. `sealed` null: preparation was not finished. */
export const baseRecordSchema = z.object({
  schemaVersion: z.literal(1),
  baseId: baseIdSchema,
  hypervisor: hypervisorIdSchema,
  imageId: z.string(),
  imageDigest: z.string(),
  vmId: vmIdSchema,
  name: z.string(),
  diskGiB: z.int(),
  natMac: z.string(),
  createdAt: z.iso.datetime(),
  snapshotId: z.string().nullable(),
});
export type BaseRecord = z.infer<typeof baseRecordSchema>;

/** One snapshot of the whole lab: per node the id its hypervisor gave. */
export const labSnapshotSchema = z.object({
  name: z.string(),
  takenAt: z.iso.datetime(),
  nodes: z.record(z.string(), z.string()),
  /** Nodes that ran then: their memory is in the snapshot. Not in the first records. */
  running: z.array(z.string()).default([]),
});
export type LabSnapshot = z.infer<typeof labSnapshotSchema>;

/** Names become folders and files, and ids are what VMs are addressed by: neither is believed as it stands. */
function checkNames({ nodes, sharedDisks }: LabPlan, context: z.RefinementCtx): void {
  const refuse = (path: readonly string[], message: string): void => {
    context.addIssue({ code: 'custom', path: [...path], message });
  };
  const named = [...nodes.map(({ name }) => name), ...sharedDisks.map(({ name }) => name)];
  for (const name of named) if (!/^[a-z][a-z0-9-]*$/.test(name)) refuse(['nodes'], `'${name}' is no name of a folder`);
  for (const key of ['name', 'vmId'] as const) {
    const values = nodes.map((node) => node[key]);
    const twice = values.find((value, index) => values.indexOf(value) !== index);
    if (twice !== undefined) refuse(['nodes'], `'${twice}' twice`);
  }
}

/** `labs/<id>/lab.json`: what is ours about a lab. The hypervisor is the truth about the state of its VMs. */
export const labRecordSchema = z.object({
  schemaVersion: z.literal(1),
  plan: labPlanSchema.superRefine(checkNames),
  /** Until `ready`, the next `up` goes on with what is missing. */
  phase: z.enum(['creating', 'ready', 'deleting']),
  /** Null until the base was chosen. */
  base: sealedBaseSchema.extend({ baseId: baseIdSchema }).nullable(),
  createdAt: z.iso.datetime(),
  /** Latest proof of each node that was ever proved. */
  proofs: z.record(z.string(), nodeProofSchema),
  snapshots: z.array(labSnapshotSchema),
  /** Cables the user pulled, by node: repair leaves them alone. Whether one is out the hypervisor knows. */
  pulledCables: z.record(z.string(), z.array(cableAdapterSchema)).default({}),
  /** Nodes that are planned, and whose adding has not come to its end yet: the next one goes on with them. */
  adding: z.array(z.string()).default([]),
  /** Nodes that ran when their reset began, which has not come to its end yet: they are started at its end. */
  resetting: z.array(z.string()).default([]),
  /**
   * Nodes of which a snapshot is being taken: its name, and the snapshots that were there before. One of this name that was not there
   * before is ours, also when its taking was cut off before it was recorded.
   */
  taking: z.record(z.string(), z.object({ name: z.string(), known: z.array(z.string()) })).default({}),
  /** Nodes whose VM this app has begun to delete: when it is not there, nobody else took it away. */
  unmade: z.array(z.string()).default([]),
});
export type LabRecord = z.infer<typeof labRecordSchema>;

/** The record of a lab of which nothing was made yet. */
export function newLabRecord(
  plan: LabRecord['plan'],
  { base, createdAt }: Pick<LabRecord, 'base' | 'createdAt'>,
): LabRecord {
  return {
    schemaVersion: 1,
    plan,
    phase: 'creating',
    base,
    createdAt,
    proofs: {},
    snapshots: [],
    pulledCables: {},
    adding: [],
    resetting: [],
    taking: {},
    unmade: [],
  };
}

/** What a record keeps by the names of nodes, without some of them. */
export function withoutNames<T>(kept: Readonly<Record<string, T>>, names: readonly string[]): Record<string, T> {
  return Object.fromEntries(Object.entries(kept).filter(([name]) => !names.includes(name)));
}

/** Lab snapshots no longer speak of nodes whose own snapshots are gone. */
export function withoutNodes(snapshots: LabRecord['snapshots'], names: ReadonlySet<string>): LabRecord['snapshots'] {
  return snapshots.map((snapshot) => ({
    ...snapshot,
    nodes: Object.fromEntries(Object.entries(snapshot.nodes).filter(([name]) => !names.has(name))),
    running: snapshot.running.filter((name) => !names.has(name)),
  }));
}
