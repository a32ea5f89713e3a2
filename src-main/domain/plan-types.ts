import { z } from 'zod';
import type { HostFacts } from './host-facts.ts';
import { labSpecSchema, type LabSpec } from './lab-spec.ts';
import type { ErrorCode, FailureParams } from './failure.ts';
import { cpuArchitectureSchema, hypervisorIdSchema, labIdSchema, vmIdSchema } from './ids.ts';
import { startStagesSchema } from './start-order.ts';
import { cidrSchema } from './subnet.ts';

const macSchema = z.string().regex(/^[0-9a-f]{2}(?::[0-9a-f]{2}){5}$/);

/** A prefix of `labSpecSchema` and a number: it becomes a folder, a host name, and a line in files of SSH. */
const nodeNameSchema = z.string().regex(/^[a-z][a-z0-9-]{0,24}$/);
const portSchema = z.int().min(1).max(65_535);

/** One node with everything decided. */
export const plannedNodeSchema = z.object({
  name: nodeNameSchema,
  number: z.int(),
  vmId: vmIdSchema,
  address: z.ipv4(),
  natMac: macSchema,
  labMac: macSchema,
  sshPort: portSchema,
  cpus: z.int(),
  memoryMiB: z.int(),
  diskGiB: z.int(),
});
export type PlannedNode = z.infer<typeof plannedNodeSchema>;

/** A lab with everything decided: what the wizard previews, `bdl plan` prints and the engine builds. */
export const labPlanSchema = z.object({
  labId: labIdSchema,
  name: z.string(),
  hypervisor: hypervisorIdSchema,
  architecture: cpuArchitectureSchema,
  image: z.string(),
  network: z.object({ name: labSpecSchema.shape.network.unwrap(), subnet: cidrSchema, prefixLength: z.int() }),
  user: labSpecSchema.shape.user.unwrap(),
  keyboard: labSpecSchema.shape.keyboard.unwrap(),
  locale: labSpecSchema.shape.locale.unwrap(),
  timezone: labSpecSchema.shape.timezone.unwrap(),
  diskGiB: z.int(),
  /** Records from before there was a choice do not have it: everything was brought up to date then. */
  upgrade: z.boolean().default(true),
  sharedDisks: labSpecSchema.shape.sharedDisks.unwrap(),
  nodes: z.array(plannedNodeSchema),
  /** As chosen; `completeStages` makes it fit the nodes there are. Empty in records from before there was a choice. */
  startStages: startStagesSchema.default([]),
});
export type LabPlan = z.infer<typeof labPlanSchema>;

/** Something about a wish that cannot be (problem) or may disappoint (warning); text in `locales/` by code. */
export interface PlanRemark {
  readonly code: ErrorCode | 'slow-emulation' | 'memory-tight' | 'memory-below-recommended' | 'cores-shared';
  /** Path of the spec's field, `subnet`, `memoryMiB`. */
  readonly field: string;
  readonly params: FailureParams;
}

/** What is taken already by labs on this computer. */
export interface ExistingLab {
  readonly labId: string;
  readonly name: string;
  readonly subnet: string;
  readonly networkName: string;
  readonly nodes: readonly {
    readonly name: string;
    readonly number: number;
    readonly sshPort: number;
    readonly natMac: string;
    readonly labMac: string;
  }[];
}

/** A plan, or every reason at once why there is none. */
export type PlanResult =
  | { readonly ok: true; readonly plan: LabPlan; readonly warnings: readonly PlanRemark[] }
  | { readonly ok: false; readonly problems: readonly PlanRemark[] };

/** Everything `planLab` decides from; all of it read before, so that the plan is a pure function. */
export interface PlanInput {
  readonly spec: LabSpec;
  readonly host: HostFacts;
  readonly existing: readonly ExistingLab[];
  /** Random hexadecimal digits, `bytes` of them twice; the only source of new identities. */
  readonly randomHex: (bytes: number) => string;
}
