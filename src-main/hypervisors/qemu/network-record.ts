import { z } from 'zod';
import { maxSlots } from './port-blocks.ts';

/** `net.json`: which ports carry the frames of which VM. */
export const networkRecordSchema = z.object({
  schemaVersion: z.literal(1),
  name: z.string(),
  /** Block of UDP ports; null until one is claimed. */
  block: z.int().nullable(),
  /** Place of each member, by VM id; kept as long as it is a member, as a running VM cannot change its ports. */
  slots: z.record(z.string(), z.int()),
});

export type NetworkRecord = z.infer<typeof networkRecordSchema>;

/** The record with a slot for each of `vmIds` and for nobody else; who has one keeps it. */
export function withMembers(record: NetworkRecord, vmIds: readonly string[]): NetworkRecord {
  const kept = Object.entries(record.slots).filter(([vmId]) => vmIds.includes(vmId));
  const taken = new Set(kept.map(([, slot]) => slot));
  const free = Array.from({ length: maxSlots }, (_, slot) => slot).filter((slot) => !taken.has(slot));
  const added = vmIds.filter((vmId) => record.slots[vmId] === undefined);
  if (added.length > free.length) throw new Error(`a network carries at most ${maxSlots} members`);
  const pairs = added.map((vmId, index): [string, number] => [vmId, free[index] ?? 0]);
  return { ...record, slots: Object.fromEntries([...kept, ...pairs]) };
}
