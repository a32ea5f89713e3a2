import { z } from 'zod';
import { hypervisorChoiceSchema } from '../domain/choose-hypervisor.ts';
import { hypervisorIdSchema } from '../domain/ids.ts';

/** Every check of this computer, in the order in which they are shown; those that make no sense on this system are not answered. */
export const checkIds = [
  'trial',
  'architecture',
  'rosetta',
  'virtualization',
  'firmware',
  'slat',
  'other-hypervisor',
  'kvm',
  'hypervisors',
  'virtualbox',
  'parallels',
  'qemu',
  'secure-boot',
  'rights',
  'cpu',
  'memory',
  'disk',
  'network',
  'internet',
  'ports',
  'power',
  'paths',
] as const;
export type CheckId = (typeof checkIds)[number];

/** What a check is about, in the order in which the groups are shown. */
export const checkGroups = ['virtualization', 'hypervisors', 'resources', 'network', 'surroundings'] as const;
export type CheckGroup = (typeof checkGroups)[number];

/** The group of each check. */
export const groupOfCheck: Readonly<Record<CheckId, CheckGroup>> = {
  trial: 'virtualization',
  architecture: 'virtualization',
  rosetta: 'virtualization',
  virtualization: 'virtualization',
  firmware: 'virtualization',
  slat: 'virtualization',
  'other-hypervisor': 'virtualization',
  kvm: 'virtualization',
  hypervisors: 'hypervisors',
  virtualbox: 'hypervisors',
  parallels: 'hypervisors',
  qemu: 'hypervisors',
  'secure-boot': 'hypervisors',
  rights: 'hypervisors',
  cpu: 'resources',
  memory: 'resources',
  disk: 'resources',
  network: 'network',
  internet: 'network',
  ports: 'network',
  power: 'surroundings',
  paths: 'surroundings',
};

const textParamsSchema = z.record(z.string(), z.union([z.string(), z.number()]));

/** What a screen offers as a button. The command line tells the text of the fix instead. */
export const checkFixActions = ['firmware-guide', 'trial', 'install-hypervisor', 'check-again'] as const;
export type CheckFixAction = (typeof checkFixActions)[number];

const fixShape = {
  /** Key of its text, `fixes.<id>`. */
  id: z.string(),
  params: textParamsSchema,
};

/** A way out of what a check found; the best first. */
export const fixSchema = z.discriminatedUnion('kind', [
  /** To be done by hand. */
  z.object({ kind: z.literal('text'), ...fixShape }),
  /** A line for a terminal of this system. It is shown and copied, never run from here. */
  z.object({ kind: z.literal('command'), ...fixShape, command: z.string(), needsAdministrator: z.boolean() }),
  /** A page on the Internet. */
  z.object({ kind: z.literal('page'), ...fixShape, url: z.url() }),
  /** Something the app can do or show; the button is called `fixes.action-<action>`. */
  z.object({ kind: z.literal('action'), ...fixShape, action: z.enum(checkFixActions) }),
]);
export type Fix = z.infer<typeof fixSchema>;

/**
 * Answer of one check of this computer. `unknown`: it could not tell, which blocks nothing. Texts: `checks.<id>.title`, `.what`
 * (what this is, for a beginner) and `.why` (why it matters).
 */
export const checkViewSchema = z.object({
  id: z.enum(checkIds),
  status: z.enum(['ok', 'warning', 'problem', 'unknown']),
  /** Key of the finding's text, `checks.<id>.<finding>`. */
  finding: z.string(),
  params: textParamsSchema,
  /** What was read, word for word. */
  evidence: z.array(z.string()),
  fixes: z.array(fixSchema),
});
export type CheckView = z.infer<typeof checkViewSchema>;

export const hypervisorViewSchema = z.object({
  id: hypervisorIdSchema,
  kind: z.enum(['usable', 'missing', 'unusable']),
  version: z.string().nullable(),
  acceleration: z.string().nullable(),
  evidence: z.array(z.string()),
});
export type HypervisorView = z.infer<typeof hypervisorViewSchema>;

export const hostCheckSchema = z.object({
  checks: z.array(checkViewSchema),
  /** The best first. */
  hypervisors: z.array(hypervisorViewSchema),
  /** Which of them a lab takes, and why. */
  choice: hypervisorChoiceSchema,
});
export type HostCheck = z.infer<typeof hostCheckSchema>;
