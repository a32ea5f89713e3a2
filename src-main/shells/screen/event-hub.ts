import type { OperationRecord, Settings } from '../../contract/app-views.ts';
import type { CoreEvent } from '../../contract/events.ts';
import type { OperationId } from '../../domain/ids.ts';
import type { OperationRegistry } from '../../operations/registry.ts';
import type { Clock } from '../../platform/clock.ts';

/** Tells every screen what happens. */
export interface EventHub {
  /** Connects a screen: `send` gets `welcome` at once, then what happens. Answers how to disconnect it. */
  readonly connect: (send: (event: CoreEvent) => void) => () => void;
  /** Hears what the screens hear without being one of them; answers how to stop. */
  readonly watch: (listener: (event: CoreEvent) => void) => () => void;
  readonly labsChanged: () => void;
  readonly terminalsChanged: () => void;
  readonly settingsChanged: (settings: Settings) => void;
  /** Says goodbye to every screen; nothing comes after that. */
  readonly close: () => void;
}

export interface EventHubParts {
  readonly coreId: string;
  readonly operations: Pick<OperationRegistry, 'list' | 'onChange'>;
  readonly settings: () => Settings;
  readonly clock: Clock;
}

/** Between two reports of progress: a person sees no more, and a download tells much more often. */
const pauseMs = 100;

/** Everything a screen wants to hear at once and only once: the newest of each operation, and that labs have changed. */
interface Pending {
  readonly operations: Map<OperationId, OperationRecord>;
  labs: boolean;
}

/** What about an operation changes labs: where it and each of its steps stand, not how far they are. */
function landmarks({ state, steps }: OperationRecord): string {
  return [state, ...steps.map((step) => step.state)].join(' ');
}

/** Collects what the core does and passes it on, soon but not more often than a screen can use. */
export function createEventHub({ coreId, operations, settings, clock }: EventHubParts): EventHub {
  const screens = new Set<(event: CoreEvent) => void>();
  const watchers = new Set<(event: CoreEvent) => void>();
  const pending: Pending = { operations: new Map(), labs: false };
  const seen = new Map<OperationId, string>();
  const over = new AbortController();

  function tell(event: CoreEvent): void {
    for (const send of [...screens, ...watchers]) send(event);
  }
  function flush(): void {
    for (const operation of pending.operations.values()) tell({ type: 'operation', operation });
    pending.operations.clear();
    if (pending.labs) tell({ type: 'labs-changed' });
    pending.labs = false;
  }
  const flushSoon = atMostEvery(pauseMs, { clock, signal: over.signal, work: flush });
  const stopListening = operations.onChange((operation) => {
    const before = seen.get(operation.id);
    const now = landmarks(operation);
    if (operation.endedAt === null) seen.set(operation.id, now);
    else seen.delete(operation.id);
    pending.operations.set(operation.id, operation);
    pending.labs ||= now !== before;
    flushSoon();
  });

  return {
    connect: (send) => {
      screens.add(send);
      const count = screens.size;
      send({ type: 'welcome', coreId, operations: [...operations.list()], settings: settings(), screens: count });
      for (const other of screens) if (other !== send) other({ type: 'screens-changed', screens: count });
      return () => {
        if (screens.delete(send) && screens.size > 0) tell({ type: 'screens-changed', screens: screens.size });
      };
    },
    watch: (listener) => {
      watchers.add(listener);
      return () => watchers.delete(listener);
    },
    labsChanged: () => {
      pending.labs = true;
      flushSoon();
    },
    terminalsChanged: () => {
      tell({ type: 'terminals-changed' });
    },
    settingsChanged: (changed) => {
      tell({ type: 'settings-changed', settings: changed });
    },
    close: () => {
      stopListening();
      flush();
      over.abort();
      tell({ type: 'goodbye' });
      screens.clear();
      watchers.clear();
    },
  };
}

interface Pace {
  readonly clock: Clock;
  /** Aborted: nothing is done any more. */
  readonly signal: AbortSignal;
  readonly work: () => void;
}

/** Does the work at once when it was not done for a while, else once at the end of that while, however often it is asked for. */
function atMostEvery(whileMs: number, { clock, signal, work }: Pace): () => void {
  let isPausing = false;
  let isWanted = false;
  function request(): void {
    isWanted = true;
    if (isPausing || signal.aborted) return;
    isPausing = true;
    isWanted = false;
    work();
    // Only the end of everything ends the pause early.
    clock.sleep(whileMs, signal).then(goOn, () => undefined);
  }
  function goOn(): void {
    isPausing = false;
    if (isWanted) request();
  }
  return request;
}
