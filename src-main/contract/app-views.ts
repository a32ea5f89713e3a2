import { z } from 'zod';
import { hypervisorIdSchema, labIdSchema, operationIdSchema } from '../domain/ids.ts';
import { operationInfoSchema } from '../domain/operation.ts';
import { maxUpdateFeedLength } from './update-views.ts';

/** Which shell this core is behind. */
export const appModes = ['web', 'electron'] as const;

export const appInfoSchema = z.object({
  version: z.string(),
  mode: z.enum(appModes),
  /** The language in use: the chosen one, or the system's. */
  language: z.enum(['de', 'en']),
  platform: z.enum(['windows', 'macos', 'linux']),
  dataDir: z.string(),
  /** What a text that is shown to others leaves out. */
  personal: z.object({ homeDir: z.string(), userName: z.string(), hostName: z.string() }),
  /** Differs for every run of the core: what was known of another one is void. */
  coreId: z.string(),
});
export type AppInfo = z.infer<typeof appInfoSchema>;

/** Choices of the user. Each has a default, so that settings written before a choice existed are still whole. */
export const settingsSchema = z.object({
  language: z.enum(['system', 'de', 'en']).default('system'),
  theme: z.enum(['system', 'light', 'dark', 'contrast']).default('system'),
  /** Pixels. */
  terminalFontSize: z.int().min(8).max(40).default(14),
  /** Lines a terminal keeps above its window. */
  terminalScrollback: z.int().min(0).max(100_000).default(10_000),
  /** Checks of this computer whose finding the user has seen and does not want to be reminded of. */
  mutedChecks: z.array(z.string().max(60)).max(100).default([]),
  /** Address of a list of releases that is asked for newer versions; empty: nobody is asked. */
  updateFeed: z.union([z.literal(''), z.url({ protocol: /^https$/ }).max(maxUpdateFeedLength)]).default(''),
});
export type Settings = z.infer<typeof settingsSchema>;

/** Some choices, the others stay. Without the defaults, which would put back what was not named. */
export const settingsChangeSchema = z
  .strictObject({
    language: settingsSchema.shape.language.unwrap(),
    theme: settingsSchema.shape.theme.unwrap(),
    terminalFontSize: settingsSchema.shape.terminalFontSize.unwrap(),
    terminalScrollback: settingsSchema.shape.terminalScrollback.unwrap(),
    mutedChecks: settingsSchema.shape.mutedChecks.unwrap(),
    updateFeed: settingsSchema.shape.updateFeed.unwrap(),
  })
  .partial();
export type SettingsChange = z.infer<typeof settingsChangeSchema>;

export const wizardSteps = [
  'welcome',
  'host-check',
  'hypervisor',
  'image',
  'lab',
  'network',
  'review',
  'build',
  'done',
] as const;
export type WizardStep = (typeof wizardSteps)[number];

const typed = z.string().max(4096);
const counted = z.number();

/**
 * A spec while it is being filled in: the keys of `LabSpec`, each absent or as the user left it, perhaps not yet valid.
 * `lab.plan` judges it.
 */
export const draftSpecSchema = z
  .strictObject({
    name: typed,
    hypervisor: hypervisorIdSchema,
    image: typed,
    nodes: counted,
    namePrefix: typed,
    firstNumber: counted,
    cpus: counted,
    memoryMiB: counted,
    diskGiB: counted,
    user: typed,
    keyboard: typed,
    locale: typed,
    timezone: typed,
    network: typed,
    subnet: typed,
    firstSshPort: counted,
    upgrade: z.boolean(),
    startStages: z.array(z.array(typed).max(60)).max(60),
    sharedDisks: z.array(z.strictObject({ name: typed, sizeMiB: counted })).max(4),
  })
  .partial();
export type DraftSpec = z.infer<typeof draftSpecSchema>;

/** A lab file has a few hundred bytes; somebody may have written comments into it. */
export const maxLabFileBytes = 64 * 1024;

/** Where the wizard stands; kept in the data folder, so that closing the window loses nothing. Holds no secrets. */
export const draftSchema = z.strictObject({
  step: z.enum(wizardSteps),
  /** The step furthest on that was reached: up to there the user may jump. */
  furthest: z.enum(wizardSteps),
  spec: draftSpecSchema,
  /** The build that the wizard follows, and its lab; null before it was started. */
  operationId: operationIdSchema.nullable(),
  labId: labIdSchema.nullable(),
});
export type Draft = z.infer<typeof draftSchema>;

/** An operation as the core remembers it: running, or one of the last that ended. */
export const operationRecordSchema = operationInfoSchema.extend({
  startedAt: z.iso.datetime(),
  /** Null while it runs. */
  endedAt: z.iso.datetime().nullable(),
});
export type OperationRecord = z.infer<typeof operationRecordSchema>;
