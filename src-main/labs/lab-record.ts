import { z } from 'zod';
import { cableAdapterSchema } from '../domain/cables.ts';
import { baseIdSchema, hypervisorIdSchema, vmIdSchema } from '../domain/ids.ts';
import { labPlanSchema } from '../domain/plan-types.ts';
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
  /** Nodes that ran then: their memory is in the snapshot. */
  running: z.array(z.string()),
});
export type LabSnapshot = z.infer<typeof labSnapshotSchema>;

/** `labs/<id>/lab.json`: what is ours about a lab. The hypervisor is the truth about the state of its VMs. */
export const labRecordSchema = z.object({
  schemaVersion: z.literal(1),
  plan: labPlanSchema,
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
  };
}

/** What a record keeps by the names of nodes, without some of them. */
export function withoutNames<T>(kept: Readonly<Record<string, T>>, names: readonly string[]): Record<string, T> {
  return Object.fromEntries(Object.entries(kept).filter(([name]) => !names.includes(name)));
}
