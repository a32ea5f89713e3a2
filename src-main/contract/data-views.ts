import { z } from 'zod';
import { diskRoomLevels } from '../domain/disk-room.ts';
import { hypervisorIdSchema } from '../domain/ids.ts';
import { failureInfoSchema } from '../domain/operation.ts';
import { nodeStateSchema } from '../domain/states.ts';
import { hostCheckSchema } from './host-views.ts';
import { labListSchema } from './lab-views.ts';

/** What a hypervisor may be able to do here, as `DriverCapabilities` names it. */
export const capabilityNames = [
  'savedState',
  'snapshots',
  'groups',
  'sharedDisk',
  'cable',
  'linkedClone',
  'console',
  'exportAppliance',
] as const;

/** Kinds of what no record names. */
export const leftoverKinds = [
  'lab-folder',
  'node-folder',
  'base-folder',
  'base-damaged',
  'base-unsealed',
  'trash-folder',
  'image-part',
  'image-folder',
  'trial-folder',
  'stale-lock',
] as const;

/**
 * Something in the data folder that no record names, or that was begun and not finished. It is shown, and taken away only when the user
 * says so and it is provably ours. What a running operation is making is none.
 */
export const leftoverSchema = z.object({
  kind: z.enum(leftoverKinds),
  path: z.string(),
  sizeBytes: z.number(),
  /** When something in it changed last; null where that cannot be told. */
  changedAt: z.iso.datetime().nullable(),
  /** How it is known to be ours; null where it is not: then it may not go. */
  proof: z.enum(['vm', 'journal', 'record', 'seed', 'place', 'lock']).nullable(),
  /** VMs in it that a hypervisor knows. */
  vms: z.array(z.object({ name: z.string(), state: nodeStateSchema })),
});
export type Leftover = z.infer<typeof leftoverSchema>;

/** What lies in the data folder besides whole labs, and what the usable hypervisors can do. */
export const dataReportSchema = z.object({
  logPath: z.string(),
  hypervisors: z.array(
    z.object({
      id: hypervisorIdSchema,
      capabilities: z.array(z.object({ name: z.enum(capabilityNames), able: z.boolean() })),
    }),
  ),
  leftovers: z.array(leftoverSchema),
  trash: z.object({ entries: z.int(), sizeBytes: z.number() }),
});
export type DataReport = z.infer<typeof dataReportSchema>;

/** What can be made free without losing anything of the user's: fetched or made again, or deleted by the user before. */
const reclaimableSchema = z.object({ kind: z.enum(['trash', 'image', 'base', 'part']), bytes: z.number() });

/** The volume of the data folder, and what of ours could leave it. The list is empty while there is ample room. */
export const diskRoomSchema = z.object({
  freeBytes: z.number(),
  floorBytes: z.number(),
  level: z.enum(diskRoomLevels),
  reclaimable: z.array(reclaimableSchema),
});
export type DiskRoom = z.infer<typeof diskRoomSchema>;

/** Everything that helps to find a fault. A part is null when it could not be read; why is in `failures`. */
export const doctorReportSchema = z.object({
  version: z.string(),
  dataDir: z.string(),
  check: hostCheckSchema.nullable(),
  labs: labListSchema.nullable(),
  data: dataReportSchema.nullable(),
  failures: z.array(failureInfoSchema),
});
export type DoctorReport = z.infer<typeof doctorReportSchema>;

/** What `doctor --tidy` took away. */
export const tidyResultSchema = z.object({
  done: z.array(z.object({ path: z.string(), movedToTrash: z.boolean(), sizeBytes: z.number() })),
});
export type TidyResult = z.infer<typeof tidyResultSchema>;
