import { z } from 'zod';
import { cableAdapterSchema } from '../domain/cables.ts';
import { hypervisorIdSchema } from '../domain/ids.ts';
import { labSpecSchema } from '../domain/lab-spec.ts';
import { failureInfoSchema, operationInfoSchema } from '../domain/operation.ts';
import { startStagesSchema } from '../domain/start-order.ts';
import { trialSchema } from '../domain/trial.ts';
import { browseAnswerSchema } from './browse-views.ts';
import { dataReportSchema, diskRoomSchema } from './data-views.ts';
import { labHistorySchema } from './history-views.ts';
import { installPlanSchema } from './install-views.ts';
import { firmwareGuideSchema } from './firmware-views.ts';
import { hostCheckSchema } from './host-views.ts';
import {
  baseViewSchema,
  execResultSchema,
  handSnapshotsSchema,
  imageProbeSchema,
  imageViewSchema,
  labListSchema,
  labViewSchema,
  planPreviewSchema,
  trashViewSchema,
} from './lab-views.ts';
import { nodeMetricsSchema } from './node-views.ts';
import { reclaimPreviewSchema } from './reclaim-views.ts';
import { supportBundleSchema } from './support-views.ts';
import { maxUpdateFeedLength, updateAnswerSchema } from './update-views.ts';

const lab = z.object({ lab: z.string() });
const labAndNode = lab.extend({ node: z.string() });
const labAndSnapshot = lab.extend({ name: z.string().min(1).max(60) });
const hypervisor = z.object({ hypervisor: hypervisorIdSchema });
const nothing = z.object({});

/**
 * The API: one row a method, the shape of its request and of its answer. Typed clients, bridges and the `--json` output of
 * the command line derive from it. A method that answers with an operation may take long and can be cancelled.
 */
export const methods = {
  'host.check': { request: nothing, response: hostCheckSchema },
  /** How to switch virtualization on in the firmware of this computer. */
  'host.firmwareGuide': { request: nothing, response: firmwareGuideSchema },
  /** Restarts this computer at once, into the setup of its firmware. Refused while a lab runs or changes. */
  'host.restartToFirmware': { request: z.object({ confirmed: z.literal(true) }), response: nothing },
  /** Really starts a throw-away VM with a hypervisor, whatever the check says of it, and keeps what came out. */
  'host.trial': { request: z.object({ hypervisor: hypervisorIdSchema }), response: operationInfoSchema },
  /** What came out last, for each hypervisor that was tried. */
  'host.trials': { request: nothing, response: z.array(trialSchema) },
  /** How a hypervisor comes onto this computer; changes nothing. */
  'host.installPlan': { request: hypervisor, response: installPlanSchema },
  /** Installs one that `host.installPlan` offers. Already there: proves it. Throws `installation-by-hand` where none is offered. */
  'host.installHypervisor': {
    request: hypervisor.extend({ confirmed: z.literal(true) }),
    response: operationInfoSchema,
  },
  /** Asks a release list for a newer version of this program; at most every six hours. Throws `update-list-unusable`. */
  'updates.look': {
    request: z.object({ address: z.url({ protocol: /^https$/ }).max(maxUpdateFeedLength) }),
    response: updateAnswerSchema,
  },
  /** What can give room back, and how much. Changes nothing. */
  'reclaim.preview': { request: nothing, response: reclaimPreviewSchema },
  /** Does what was chosen of it by id, with what must go along. What is gone meanwhile is passed over, what fails keeps no other from it. */
  'reclaim.run': { request: z.object({ ids: z.array(z.string().max(4200)).max(1000) }), response: operationInfoSchema },
  /** How much room the disk has left. Cheap: a screen asks while nodes run. */
  'data.room': { request: nothing, response: diskRoomSchema },
  /** Takes one of the leftovers of `data.inspect` away: to the trash, or for good what can be made again. Throws `leftover-kept`. */
  'data.tidy': {
    request: z.object({ path: z.string().max(4096) }),
    response: z.object({ movedToTrash: z.boolean(), sizeBytes: z.number() }),
  },
  /** What helps to find a fault, with nothing private in it. Reads only. */
  'support.bundle': { request: nothing, response: supportBundleSchema },
  'data.inspect': { request: nothing, response: dataReportSchema },
  'lab.plan': { request: labSpecSchema, response: planPreviewSchema },
  'lab.create': { request: labSpecSchema, response: operationInfoSchema },
  'lab.list': { request: nothing, response: labListSchema },
  'lab.status': { request: lab, response: labViewSchema },
  /** How its nodes are. The first question begins to measure; it goes on until nobody has asked for 20 s. */
  'lab.metrics': { request: lab, response: z.array(nodeMetricsSchema) },
  /** The last operations on a lab with their steps and commands, newest first. */
  'lab.history': { request: lab, response: labHistorySchema },
  /** The wish that makes the same lab again on any computer, as YAML: what a lab file holds. */
  'lab.file': { request: lab, response: z.object({ name: z.string(), text: z.string() }) },
  'lab.start': { request: lab, response: operationInfoSchema },
  'lab.stop': { request: lab, response: operationInfoSchema },
  'lab.save': { request: lab, response: operationInfoSchema },
  'lab.snapshot': { request: labAndSnapshot, response: operationInfoSchema },
  'lab.restore': { request: labAndSnapshot, response: operationInfoSchema },
  'lab.add': { request: lab.extend({ count: z.int().min(1).max(54) }), response: operationInfoSchema },
  'lab.remove': { request: labAndNode, response: operationInfoSchema },
  'lab.reset': { request: labAndNode, response: operationInfoSchema },
  /** `anew`: also makes nodes anew that were deleted by hand, as their data are gone; otherwise they are left as they are. */
  'lab.repair': { request: lab.extend({ anew: z.boolean().optional() }), response: operationInfoSchema },
  /** Snapshots that somebody took outside of this app, of one node or of all: what deleting takes along. */
  'lab.handSnapshots': { request: lab.extend({ node: z.string().optional() }), response: handSnapshotsSchema },
  /**
   * After this computer slept: goes on with nodes that the sleep paused, sets clocks, and proves that those that run still answer.
   * `lab.repair` does that too, and looks for damage.
   */
  'lab.wake': { request: lab, response: operationInfoSchema },
  /** Which nodes start first. Every name once; nodes that are not named join the last stage. Takes effect at the next start. */
  'lab.setStartOrder': { request: lab.extend({ stages: startStagesSchema }), response: operationInfoSchema },
  /** A drill: cuts the power of a running node at once. `lab.start` brings it back. */
  'lab.cutPower': { request: labAndNode, response: operationInfoSchema },
  /** A drill: pulls or plugs a network cable. It stays so over stops, starts and repairs, until it is set again. */
  'lab.setCable': {
    request: labAndNode.extend({ adapter: cableAdapterSchema, connected: z.boolean() }),
    response: operationInfoSchema,
  },
  'lab.delete': { request: lab.extend({ purge: z.boolean() }), response: operationInfoSchema },
  'lab.exec': { request: lab.extend({ command: z.string().min(1) }), response: z.array(execResultSchema) },
  /** Asked when SSH has given up: why, if another host key than the node's is shown at its port; null also where nobody answers. */
  'lab.recognise': { request: labAndNode, response: z.object({ stranger: failureInfoSchema.nullable() }) },
  'lab.password': { request: lab, response: z.object({ user: z.string(), password: z.string().nullable() }) },
  'trash.list': { request: nothing, response: z.array(trashViewSchema) },
  'trash.takeBack': { request: z.object({ entryId: z.string() }), response: operationInfoSchema },
  /** `kept`: files in it that this app did not write. */
  'trash.empty': { request: nothing, response: z.object({ freedBytes: z.number(), kept: z.array(z.string()) }) },
  'images.probe': { request: z.object({ image: z.string() }), response: imageProbeSchema },
  'images.fetch': { request: z.object({ image: z.string() }), response: operationInfoSchema },
  'images.list': {
    request: nothing,
    response: z.object({ images: z.array(imageViewSchema), bases: z.array(baseViewSchema) }),
  },
  /** Folders and images in one folder of this computer; null is where to begin. */
  'images.browse': { request: z.object({ path: z.string().max(4096).nullable() }), response: browseAnswerSchema },
  'images.remove': { request: z.object({ id: z.string() }), response: z.object({ freedBytes: z.number() }) },
} as const;

export type MethodName = keyof typeof methods;
/** A parsed request of one method. */
export type RequestOf<M extends MethodName> = z.infer<(typeof methods)[M]['request']>;
/** What a method answers. */
export type ResponseOf<M extends MethodName> = z.infer<(typeof methods)[M]['response']>;
/** How a service answers every method; `signal` cancels, `onProgress` hears of an operation's changes. */
export type ApiHandlers = {
  readonly [M in MethodName]: (request: RequestOf<M>, options: CallContext) => Promise<ResponseOf<M>>;
};

export interface CallContext {
  readonly signal: AbortSignal;
  readonly onProgress?: (operation: z.infer<typeof operationInfoSchema>) => void;
  /** For `lab.create` alone: password of the lab's user; left out, one is made. Beside the request, as requests may be written down. */
  readonly chosenPassword?: string;
}
