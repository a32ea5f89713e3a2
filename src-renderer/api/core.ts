import type { QueryClient } from '@tanstack/react-query';
import type { OperationRecord } from '../../src-main/contract/app-views.ts';
import type { CoreEvent } from '../../src-main/contract/events.ts';
import type { Connection, Transport } from './transport.ts';

/** What is known about the core itself. */
export interface CoreStatus {
  readonly connection: Connection;
  /** Windows and tabs that show this core. */
  readonly screens: number;
}

/** A small store for `useSyncExternalStore`. */
export interface CoreStore {
  readonly read: () => CoreStatus;
  readonly subscribe: (onChange: () => void) => () => void;
  /** Begins to follow the core; answers how to stop. */
  readonly follow: () => () => void;
}

export const operationsKey = ['operations.list', {}] as const;
export const settingsKey = ['settings.get', {}] as const;

const kept = 50;

/** Newest first, each operation once. */
export function mergeOperation(
  known: readonly OperationRecord[],
  changed: OperationRecord,
): readonly OperationRecord[] {
  const others = known.filter(({ id }) => id !== changed.id);
  return [changed, ...others].sort((a, b) => b.startedAt.localeCompare(a.startedAt)).slice(0, kept);
}

/** Follows what the core tells by itself and keeps the answers that are shown up to date with it. */
export function createCoreStore(transport: Transport, queries: QueryClient): CoreStore {
  let status: CoreStatus = { connection: 'connecting', screens: 1 };
  let coreId: string | null = null;
  const listeners = new Set<() => void>();

  function change(next: Partial<CoreStatus>): void {
    status = { ...status, ...next };
    for (const listener of listeners) listener();
  }
  function onEvent(event: CoreEvent): void {
    if ('screens' in event) change({ screens: event.screens });
    if (event.type === 'welcome') {
      queries.setQueryData(operationsKey, event.operations);
      queries.setQueryData(settingsKey, event.settings);
      // Whatever was missed while the connection was away is asked for again.
      if (coreId !== null) refresh(queries, () => true);
      coreId = event.coreId;
      return;
    }
    applyEvent(queries, event);
  }
  return {
    read: () => status,
    subscribe: (onChange) => {
      listeners.add(onChange);
      return () => listeners.delete(onChange);
    },
    follow: () =>
      transport.subscribe({
        onEvent,
        onConnection: (connection) => {
          if (connection !== status.connection) change({ connection });
        },
      }),
  };
}

const changedWithLabs = ['lab.', 'trash.', 'images.', 'data.', 'reclaim.', 'host.'];

function applyEvent(queries: QueryClient, event: CoreEvent): void {
  switch (event.type) {
    case 'operation':
      queries.setQueryData(operationsKey, (known: readonly OperationRecord[] | undefined) =>
        mergeOperation(known ?? [], event.operation),
      );
      // What came out of a trial counts for the check and for the choice.
      if (event.operation.kind === 'trial' && event.operation.endedAt !== null) {
        refresh(queries, (method) => method.startsWith('host.'));
      }
      return;
    case 'labs-changed':
      refresh(queries, (method) => changedWithLabs.some((area) => method.startsWith(area)));
      return;
    case 'settings-changed':
      queries.setQueryData(settingsKey, event.settings);
      refresh(queries, (method) => method === 'app.info');
      return;
    case 'terminals-changed':
      refresh(queries, (method) => method.startsWith('terminals.'));
      return;
    case 'screens-changed':
    case 'goodbye':
    case 'welcome':
      return;
  }
}

function refresh(queries: QueryClient, wanted: (method: string) => boolean): void {
  const settled = queries.invalidateQueries({ predicate: ({ queryKey: [method] }) => wanted(String(method)) });
  // A query that fails shows so where it is used.
  settled.catch(() => undefined);
}
