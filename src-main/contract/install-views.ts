import { z } from 'zod';
import { hypervisorIdSchema } from '../domain/ids.ts';

/** Programs that install others, as far as this app can use them. */
export const packageManagers = ['winget', 'brew', 'apt', 'dnf', 'pacman', 'zypper'] as const;
export type PackageManager = (typeof packageManagers)[number];

/** Why a hypervisor is installed by hand: `install.by-hand-<reason>`. */
export const byHandReasons = [
  'no-manager',
  'not-packaged',
  'needs-terminal',
  'vendor-only',
  'not-for-this-computer',
] as const;
export type ByHandReason = (typeof byHandReasons)[number];

/** What one has to know besides: `install.note-<note>`. */
export const installNotes = ['macos-privacy', 'licence', 'secure-boot', 'restart'] as const;
export type InstallNote = (typeof installNotes)[number];

const common = {
  hypervisor: hypervisorIdSchema,
  notes: z.array(z.enum(installNotes)),
  /** The page of who makes it. */
  url: z.url(),
};

/** How a hypervisor comes onto this computer: `offered`, by the app once the user agrees, or by hand. */
export const installPlanSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('offered'),
    ...common,
    manager: z.enum(packageManagers),
    /** What will be run, word for word. */
    commands: z.array(z.string()).min(1),
    /** The system will ask for an administrator, in a window of its own. */
    asksAdministrator: z.boolean(),
  }),
  z.object({
    kind: z.literal('by-hand'),
    ...common,
    reason: z.enum(byHandReasons),
    /** Lines for a terminal that do it; may be none. */
    commands: z.array(z.string()),
  }),
]);
export type InstallPlan = z.infer<typeof installPlanSchema>;
