import type { LabView } from '../../contract/lab-views.ts';
import type { ApiHandlers } from '../../contract/methods.ts';
import { isCancelled, LabError } from '../../domain/failure.ts';
import type { OperationRegistry } from '../../operations/registry.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Awakening } from '../../platform/host-sleep.ts';
import type { Logger } from '../../platform/logger.ts';
import type { TerminalService } from '../../terminals/terminal-service.ts';

/** A hypervisor lets its machines go on by itself where it can, and is slow to answer in the first moments. */
const settleMs = 4000;
const lookAgainMs = 10_000;
const looks = 6;
/** Something else may be at work on a lab, as before the sleep, or another window may be mending it. */
const busyPauseMs = 5000;
const busyTries = 360;

export interface AfterSleepParts {
  readonly api: Pick<ApiHandlers, 'lab.list' | 'lab.wake'>;
  readonly operations: Pick<OperationRegistry, 'start' | 'onChange'>;
  readonly terminals: Pick<TerminalService, 'reconnect'> | null;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly signal: AbortSignal;
}

/** What a sleep asks for at a lab: nothing where it was off, `ask-again` where its hypervisor does not tell. */
export function judgeLab({ state, nodes }: Pick<LabView, 'state' | 'nodes'>): 'wake' | 'nothing' | 'ask-again' {
  if (state === 'incomplete') return 'nothing';
  if (nodes.some((node) => node.state === 'unknown')) return 'ask-again';
  return nodes.some((node) => node.state === 'running' || node.state === 'paused') ? 'wake' : 'nothing';
}

/**
 * Mends every lab that was on when this computer went to sleep, each as an operation that all screens see, and connects its terminals
 * again. Resolves when it is done; a lab that cannot be mended keeps no other from it. Never rejects.
 */
export async function mendAfterSleep({ sinceMs }: Pick<Awakening, 'sinceMs'>, parts: AfterSleepParts): Promise<void> {
  const { clock, logger, signal } = parts;
  const begun = new Map<string, Promise<void>>();
  try {
    await clock.sleep(settleMs, signal);
    for (let look = 1; look <= looks; look += 1) {
      const { labs } = await parts.api['lab.list']({}, { signal });
      const isLast = look === looks;
      const open = labs.filter(({ labId }) => !begun.has(labId)).map((lab) => ({ ...lab, verdict: judgeLab(lab) }));
      for (const { labId, verdict } of open)
        // What does not tell to the last is looked at all the same: unknown is not off.
        if (verdict === 'wake' || (isLast && verdict === 'ask-again')) begun.set(labId, mendLab(labId, sinceMs, parts));
      if (isLast || !open.some(({ verdict }) => verdict === 'ask-again')) break;
      await clock.sleep(lookAgainMs, signal);
    }
  } catch (error) {
    if (!isCancelled(error)) logger.error({ error }, 'labs could not be looked at after a sleep');
  }
  await Promise.all(begun.values());
}

async function mendLab(labId: string, sinceMs: number, parts: AfterSleepParts): Promise<void> {
  const { logger, terminals } = parts;
  try {
    await wakeWhenFree(labId, parts);
    await terminals?.reconnect(labId, sinceMs);
  } catch (error) {
    if (!isCancelled(error)) logger.warn({ labId, error }, 'a lab could not be mended after a sleep');
  }
}

/** One operation on a lab at a time, whichever window or program began it: another one is waited for. */
async function wakeWhenFree(labId: string, parts: AfterSleepParts): Promise<void> {
  const { clock, signal } = parts;
  for (let count = 1; ; count += 1) {
    try {
      await wakeToTheEnd(labId, parts);
      return;
    } catch (error) {
      if (!(error instanceof LabError) || error.code !== 'lab-busy' || count >= busyTries) throw error;
    }
    await clock.sleep(busyPauseMs, signal);
  }
}

async function wakeToTheEnd(labId: string, { api, operations }: AfterSleepParts): Promise<void> {
  const ended = Promise.withResolvers<undefined>();
  await operations.start((options) =>
    api['lab.wake']({ lab: labId }, options).finally(() => {
      ended.resolve(undefined);
    }),
  );
  await ended.promise;
}
