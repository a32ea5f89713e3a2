import { z } from 'zod';
import { cableAdapterSchema } from '../domain/cables.ts';
import { hypervisorChoiceSchema } from '../domain/choose-hypervisor.ts';
import { hypervisorIdSchema, labIdSchema } from '../domain/ids.ts';
import { nodeProofSchema } from '../domain/node-proof.ts';
import { failureInfoSchema } from '../domain/operation.ts';
import { labPlanSchema } from '../domain/plan-types.ts';
import { labStateSchema, nodeStateSchema } from '../domain/states.ts';

/**
 * What somebody did to a node outside of this app. `gone`: its VM and its files were deleted; `forgotten`: the hypervisor does not know it
 * any more, its files are there; the others as the hypervisor tells them.
 */
const handledSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('gone') }),
  z.object({ kind: z.literal('forgotten') }),
  z.object({ kind: z.literal('renamed'), name: z.string() }),
  z.object({ kind: z.literal('moved'), place: z.string() }),
  z.object({ kind: z.literal('another-vm'), name: z.string(), place: z.string() }),
]);
export type HandledView = z.infer<typeof handledSchema>;

/** A node as lists and cards show it. */
export const nodeViewSchema = z.object({
  name: z.string(),
  state: nodeStateSchema,
  /** Why the state is `broken` or `unknown`, in the hypervisor's own words. */
  reasons: z.array(z.string()),
  address: z.string(),
  sshPort: z.int(),
  cpus: z.int(),
  memoryMiB: z.int(),
  /** Bytes its own disks take on this computer; null when the hypervisor did not tell. */
  diskUsedBytes: z.number().nullable(),
  proof: nodeProofSchema.nullable(),
  /** How its CPU is run while it is on, and only where that is slower than it could be. */
  slowness: z.enum(['slow', 'software']).optional(),
  /** True when its hypervisor stopped it because the disk of this computer was full: `lab.start` goes on once there is room. */
  isPausedByDisk: z.boolean().optional(),
  /** Who paused it, where that is known: its hypervisor as this computer went to sleep, or a person in its window. */
  pausedBy: z.enum(['sleep', 'person']).optional(),
  /** Adapters whose cable is out, as the hypervisor says; null when it did not tell. */
  pulledCables: z.array(cableAdapterSchema).nullable(),
  /** Left out when nobody did anything. */
  handled: z.array(handledSchema).optional(),
});
export type NodeView = z.infer<typeof nodeViewSchema>;

export const labViewSchema = z.object({
  labId: labIdSchema,
  name: z.string(),
  state: labStateSchema,
  hypervisor: hypervisorIdSchema,
  /** Why nothing is known of any node: the hypervisor is gone, or cannot be used; left out when it answers. */
  problem: failureInfoSchema.optional(),
  /** False also while the hypervisor does not answer. */
  canPullCables: z.boolean(),
  image: z.string(),
  network: z.object({ name: z.string(), subnet: z.string() }),
  user: z.string(),
  /** Folder with `ssh/config`, `inventory.yml` and `lab.yml` for stock tools. */
  labDir: z.string(),
  sshConfigPath: z.string(),
  inventoryPath: z.string(),
  nodes: z.array(nodeViewSchema),
  /** Every node once: those of one stage start together, the next stage when all of it are ready. */
  startStages: z.array(z.array(z.string())),
  snapshots: z.array(z.object({ name: z.string(), takenAt: z.string(), nodes: z.array(z.string()) })),
  createdAt: z.string(),
});
export type LabView = z.infer<typeof labViewSchema>;

/** Snapshots that were not taken by this app. */
export const handSnapshotsSchema = z.object({
  snapshots: z.array(z.object({ node: z.string(), name: z.string() })),
  /** Nodes whose hypervisor does not tell. */
  unknown: z.array(z.string()),
});
export type HandSnapshots = z.infer<typeof handSnapshotsSchema>;

export const labListSchema = z.object({
  labs: z.array(labViewSchema),
  /** Lab folders whose record cannot be read; shown, never touched. */
  damaged: z.array(z.object({ labId: z.string(), error: failureInfoSchema })),
});
export type LabList = z.infer<typeof labListSchema>;

export const planRemarkSchema = z.object({
  code: z.string(),
  field: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
});

const commandLineSchema = z.object({ program: z.string(), args: z.array(z.string()) });

/** One part of what `up` would do, with the commands it would run. */
export const plannedStageSchema = z.object({
  stage: z.enum(['image', 'base', 'node', 'start']),
  /** Name of the node, or null. */
  node: z.string().nullable(),
  /** `reuse`: nothing to do, it is there. */
  action: z.enum(['reuse', 'download', 'build', 'import', 'create', 'install', 'start']),
  sizeBytes: z.number().nullable(),
  commands: z.array(commandLineSchema),
});
export type PlannedStage = z.infer<typeof plannedStageSchema>;

export const planPreviewSchema = z.object({
  plan: labPlanSchema,
  /** Why this hypervisor; null when it was named. */
  choice: hypervisorChoiceSchema.nullable(),
  warnings: z.array(planRemarkSchema),
  stages: z.array(plannedStageSchema),
  /** How long all of it takes, by what was measured on this computer; null when that was never done here. */
  expectedMs: z.number().nullable(),
});
export type PlanPreview = z.infer<typeof planPreviewSchema>;

export const baseViewSchema = z.object({
  baseId: z.string(),
  name: z.string(),
  hypervisor: hypervisorIdSchema,
  imageId: z.string(),
  sealed: z.boolean(),
  createdAt: z.string(),
  sizeBytes: z.number(),
  /** Names of labs, also those in the trash, whose nodes stand on it. */
  usedBy: z.array(z.string()),
});
export type BaseView = z.infer<typeof baseViewSchema>;

export const imageViewSchema = z.object({
  imageId: z.string(),
  digest: z.string().nullable(),
  format: z.string().nullable(),
  sizeBytes: z.number().nullable(),
  /** True when it lies complete and verified on this computer. */
  cached: z.boolean(),
});
export type ImageView = z.infer<typeof imageViewSchema>;

/** Whether an image can be had now; `fallback` names one that this computer can make itself when it cannot. */
export const imageProbeSchema = z.object({
  status: z.enum(['cached', 'reachable', 'local', 'buildable', 'unreachable']),
  sizeBytes: z.number().nullable(),
  fallback: z.string().nullable(),
  /** Release of the Ubuntu Server that a local medium installs, `24.04`. */
  installs: z.string().optional(),
});
export type ImageProbe = z.infer<typeof imageProbeSchema>;

export const trashViewSchema = z.object({
  entryId: z.string(),
  name: z.string(),
  deletedAt: z.string(),
  sizeBytes: z.number(),
});
export type TrashView = z.infer<typeof trashViewSchema>;

export const execResultSchema = z.object({
  node: z.string(),
  exitCode: z.int().nullable(),
  stdout: z.string(),
  stderr: z.string(),
  error: failureInfoSchema.nullable(),
});
export type ExecResult = z.infer<typeof execResultSchema>;
