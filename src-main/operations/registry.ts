import type { OperationRecord } from '../contract/app-views.ts';
import type { CallContext } from '../contract/methods.ts';
import { isCancelled, LabError } from '../domain/failure.ts';
import type { OperationId } from '../domain/ids.ts';
import type { OperationInfo, OperationState } from '../domain/operation.ts';
import type { Clock } from '../platform/clock.ts';
import type { Logger } from '../platform/logger.ts';
import { describeFailure } from './describe-failure.ts';

/** Starts an operation and resolves when it has ended, as the methods of the API do. */
export type BeginOperation = (options: CallContext) => Promise<OperationInfo>;

/** Operations that go on while no request waits for them. */
export interface OperationRegistry {
  /**
   * Answers as soon as the operation tells about itself; from then on it runs by itself, and how it ends is told by `onChange` and
   * `list`. What keeps it from beginning (a refused plan, a lab that is busy) is thrown.
   */
  readonly start: (begin: BeginOperation) => Promise<OperationRecord>;
  /** Running ones and the last that ended, newest first. */
  readonly list: () => readonly OperationRecord[];
  /** Asks an operation to stop and answers how it stands; does nothing to one that has ended. Throws `operation-not-found`. */
  readonly cancel: (operationId: OperationId) => OperationRecord;
  /** Calls back with every new and every changed operation; answers how to stop that. */
  readonly onChange: (listener: (record: OperationRecord) => void) => () => void;
}

export interface RegistryOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  /** How many that ended are remembered. */
  readonly keep: number;
}

interface Entry {
  record: OperationRecord;
  readonly abort: AbortController;
}

const endStates: readonly OperationState[] = ['succeeded', 'failed', 'cancelled'];

/** True when nothing of it is to come. */
export function hasEnded({ state }: Pick<OperationInfo, 'state'>): boolean {
  return endStates.includes(state);
}

/** Keeps operations in memory: what they did is in the journals of their labs. */
export function createOperationRegistry({ clock, logger, keep }: RegistryOptions): OperationRegistry {
  const entries = new Map<OperationId, Entry>();
  const listeners = new Set<(record: OperationRecord) => void>();

  function nowIso(): string {
    return new Date(clock.now()).toISOString();
  }
  function note(abort: AbortController, operation: OperationInfo): OperationRecord {
    const known = entries.get(operation.id)?.record;
    // Who asked it to stop sees that at once; the operation itself says so when it begins to undo.
    const state = operation.state === 'running' && abort.signal.aborted ? 'cancelling' : operation.state;
    const record: OperationRecord = {
      ...operation,
      state,
      startedAt: known?.startedAt ?? nowIso(),
      endedAt: hasEnded(operation) ? (known?.endedAt ?? nowIso()) : null,
    };
    entries.set(operation.id, { record, abort });
    forgetOldest(entries, keep);
    for (const listener of listeners) listener(record);
    return record;
  }
  function noteBroken(abort: AbortController, operationId: OperationId, error: unknown): void {
    const known = entries.get(operationId)?.record;
    if (known === undefined || hasEnded(known)) return;
    logger.error({ operationId, error }, 'an operation ended without telling how');
    if (isCancelled(error)) note(abort, { ...known, state: 'cancelled' });
    else note(abort, { ...known, state: 'failed', error: describeFailure(error) });
  }

  return {
    start: async (begin) => {
      const abort = new AbortController();
      const first = Promise.withResolvers<OperationRecord>();
      let operationId: OperationId | null = null;
      function onProgress(operation: OperationInfo): void {
        operationId = operation.id;
        first.resolve(note(abort, operation));
      }
      begin({ signal: abort.signal, onProgress }).then(onProgress, (error: unknown) => {
        if (operationId !== null) noteBroken(abort, operationId, error);
        first.reject(error instanceof Error ? error : new Error(String(error)));
      });
      return first.promise;
    },
    list: () => [...entries.values()].map(({ record }) => record).reverse(),
    cancel: (operationId) => {
      const entry = entries.get(operationId);
      if (entry === undefined) throw new LabError('operation-not-found', `no operation ${operationId}`);
      if (hasEnded(entry.record) || entry.abort.signal.aborted) return entry.record;
      entry.abort.abort();
      return note(entry.abort, entry.record);
    },
    onChange: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}

function forgetOldest(entries: Map<OperationId, Entry>, keep: number): void {
  const ended = [...entries.values()].filter(({ record }) => hasEnded(record));
  for (const { record } of ended.slice(0, Math.max(0, ended.length - keep))) entries.delete(record.id);
}
