import { z } from 'zod';
import { checkViewSchema } from '../../src-main/contract/host-views.ts';
import { imageProbeSchema } from '../../src-main/contract/lab-views.ts';
import { errorCodes } from '../../src-main/domain/failure.ts';
import { hypervisorIdSchema } from '../../src-main/domain/ids.ts';
import { labSpecSchema } from '../../src-main/domain/lab-spec.ts';
import { fakeObstacleSchema, fakeWaySchema } from './fake-trial.ts';
import { fakeVitalsSchema } from './fake-vitals.ts';

const paramsSchema = z.record(z.string(), z.union([z.string(), z.number()]));

const failureSchema = z.strictObject({
  /**
   * Which call fails: one of the driver (`start`, `createNode`, ...), of the guests (`waitUntilReady`, `reachPeers`, `run`,
   * `watchBase`), `fetchImage`, or a method of the API before it does anything (`lab.list`).
   */
  at: z.string(),
  /** Only a call about this node; left out: whichever comes first. */
  node: z.string().optional(),
  /** One of the catalogue; left out: a bug. */
  code: z.enum(errorCodes).optional(),
  params: paramsSchema.default({}),
  evidence: z.array(z.string()).default([]),
  /** How often it fails before it goes well. */
  times: z.int().min(1).default(1),
});
export type ScenarioFailure = z.infer<typeof failureSchema>;

/** What happens in an app on fakes; everything has a default, so that `{}` is a fast computer on which all goes well. */
export const scenarioSchema = z.strictObject({
  /** The language of the system. */
  language: z.enum(['de', 'en']).default('en'),
  host: z
    .strictObject({
      cpuCores: z.int().min(1),
      memoryTotalMiB: z.int(),
      memoryAvailableMiB: z.int(),
      diskFreeGiB: z.number(),
      hypervisors: z.array(
        z.strictObject({
          id: hypervisorIdSchema,
          version: z.string(),
          acceleration: z.enum(['kvm', 'hvf', 'whpx', 'native', 'software']),
        }),
      ),
    })
    .partial()
    .default({}),
  /** Hypervisors that are there and cannot be used, or are not there. */
  obstacles: z.array(fakeObstacleSchema).default([]),
  /** What happens when a hypervisor is tried, way by way; left out: it runs at once. */
  ways: z.partialRecord(hypervisorIdSchema, z.array(fakeWaySchema)).default({}),
  /** What the check of the computer finds; left out: that all is well. */
  checks: z.array(checkViewSchema.extend({ fixes: checkViewSchema.shape.fixes.default([]) })).optional(),
  /** Labs that are there at the start; a spec with the state it is in. */
  labs: z
    .array(
      z.strictObject({
        ...labSpecSchema.partial().shape,
        name: labSpecSchema.shape.name,
        state: z.enum(['running', 'stopped', 'suspended']).default('running'),
      }),
    )
    .default([]),
  /** From now on, not for what is prepared. */
  delaysMs: z
    .strictObject({
      /** By method of the driver: `{ "start": 400 }`. */
      driver: z.record(z.string(), z.number()).default({}),
      /** By method of the API, before it does anything: `{ "lab.list": 2000 }`. */
      api: z.record(z.string(), z.number()).default({}),
      /** From power-on to a ready node. */
      boot: z.number().default(0),
      /** Until an image is there. */
      image: z.number().default(0),
    })
    .default({ driver: {}, api: {}, boot: 0, image: 0 }),
  /** How the guests are, by the name of the node; `*` is every other. */
  vitals: z.record(z.string(), fakeVitalsSchema).default({}),
  /** Nodes at whose port somebody else answers. */
  strangers: z.array(z.string()).default([]),
  failures: z.array(failureSchema).default([]),
  /** What a look at an image answers, by its id; left out: that it can be downloaded. */
  probes: z.record(z.string(), imageProbeSchema).default({}),
  /** Where the search for an image begins, and folders that are sticks. */
  homeDir: z.string().optional(),
  sticks: z.array(z.string()).default([]),
  /** In which slower way the hypervisor runs its guests. */
  slowness: z.enum(['slow', 'software']).optional(),
  /** The hypervisor does not answer any more. */
  silent: z.boolean().default(false),
  /** This computer has slept just now: what became of nodes by that, by their names. */
  slept: z
    .strictObject({
      paused: z.record(z.string(), z.enum(['sleep', 'person', 'unknown'])).default({}),
      skewSeconds: z.record(z.string(), z.number()).default({}),
    })
    .optional(),
  /** What the guests print on commands: the output of `bdl exec`. */
  output: z.string().default(''),
});
export type Scenario = z.infer<typeof scenarioSchema>;
