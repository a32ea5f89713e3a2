import { describe, expect, it } from 'vitest';
import { settingsSchema, type OperationRecord } from '../../../../src-main/contract/app-views.ts';
import type { CoreEvent } from '../../../../src-main/contract/events.ts';
import { operationIdSchema } from '../../../../src-main/domain/ids.ts';
import type { OperationState, StepState } from '../../../../src-main/domain/operation.ts';
import { createEventHub, type EventHub } from '../../../../src-main/shells/screen/event-hub.ts';
import { CancelledError } from '../../../../src-main/domain/failure.ts';

const settings = settingsSchema.parse({});

function record(fraction: number, state: OperationState = 'running', step: StepState = 'running'): OperationRecord {
  return {
    id: operationIdSchema.parse('3f1b7a52-58f2-4d0c-9a52-0c5f6d1f2b3c'),
    kind: 'start',
    target: 'lab',
    state,
    steps: [
      {
        id: 'a',
        title: { key: 'steps.finish', params: {} },
        weight: 1,
        state: step,
        fraction,
        message: null,
        durationMs: null,
      },
    ],
    fraction,
    error: null,
    leftBehind: [],
    startedAt: '2026-01-01T00:00:00.000Z',
    endedAt: state === 'succeeded' ? '2026-01-01T00:00:05.000Z' : null,
  };
}

interface Trial {
  readonly hub: EventHub;
  /** An operation changes. */
  readonly change: (changed: OperationRecord) => void;
  /** The pause between two reports is over. */
  readonly endPause: () => Promise<void>;
  readonly screen: () => { readonly heard: CoreEvent[]; readonly types: () => string[]; readonly leave: () => void };
}

function trial(): Trial {
  let listener: ((changed: OperationRecord) => void) | undefined;
  let wake: (() => void) | undefined;
  const hub = createEventHub({
    coreId: 'core',
    settings: () => settings,
    operations: {
      list: () => [record(0.5)],
      onChange: (callback) => {
        listener = callback;
        return () => {
          listener = undefined;
        };
      },
    },
    clock: {
      now: () => 0,
      sleep: (_ms, signal) =>
        new Promise((resolve, reject) => {
          wake = resolve;
          signal?.addEventListener('abort', () => {
            reject(new CancelledError());
          });
        }),
    },
  });
  return {
    hub,
    change: (changed) => listener?.(changed),
    endPause: async () => {
      wake?.();
      await new Promise(setImmediate);
    },
    screen: () => {
      const heard: CoreEvent[] = [];
      const leave = hub.connect((event) => heard.push(event));
      return { heard, types: () => heard.map(({ type }) => type), leave };
    },
  };
}

describe('a screen that connects', () => {
  it('is told everything that later events change', () => {
    const { heard } = trial().screen();

    expect(heard).toEqual([{ type: 'welcome', coreId: 'core', operations: [record(0.5)], settings, screens: 1 }]);
  });

  it('and one that leaves are known to the others', () => {
    const { screen } = trial();
    const first = screen();

    const second = screen();
    second.leave();
    second.leave();

    expect(first.heard.slice(1)).toEqual([
      { type: 'screens-changed', screens: 2 },
      { type: 'screens-changed', screens: 1 },
    ]);
    expect(second.types()).toEqual(['welcome']);
  });
});

describe('progress', () => {
  it('is told at once, then at most once in a while with the newest only', async () => {
    const { screen, change, endPause } = trial();
    const { heard } = screen();
    change(record(0.1));
    const before = heard.length;

    for (const fraction of [0.2, 0.3, 0.4]) change(record(fraction));
    const during = heard.length;
    await endPause();
    await endPause();

    expect(before).toBe(3);
    expect(during).toBe(before);
    expect(heard.slice(before)).toEqual([{ type: 'operation', operation: record(0.4) }]);
  });

  it('says that labs have changed when a step or the whole reaches another state, not while it goes on', async () => {
    const { screen, change, endPause } = trial();
    const { types } = screen();
    for (const changed of [record(0.1), record(0.2), record(1, 'running', 'done'), record(1, 'succeeded', 'done')]) {
      change(changed);
      await endPause();
    }

    expect(types().slice(1)).toEqual([
      ...['operation', 'labs-changed'],
      'operation',
      ...['operation', 'labs-changed'],
      ...['operation', 'labs-changed'],
    ]);
  });
});

describe('the end', () => {
  it('tells what was held back, says goodbye, and then nothing more', async () => {
    const { screen, change, endPause, hub } = trial();
    const { types } = screen();
    change(record(0.1));
    change(record(0.2));

    hub.close();
    change(record(0.3));
    hub.settingsChanged(settings);
    await endPause();

    expect(types().slice(3)).toEqual(['operation', 'goodbye']);
  });
});
