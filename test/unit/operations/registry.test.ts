import { describe, expect, it } from 'vitest';
import type { OperationRecord } from '../../../src-main/contract/app-views.ts';
import type { CallContext } from '../../../src-main/contract/methods.ts';
import { CancelledError, LabError } from '../../../src-main/domain/failure.ts';
import { operationIdSchema } from '../../../src-main/domain/ids.ts';
import type { OperationInfo, OperationState } from '../../../src-main/domain/operation.ts';
import { createOperationRegistry, type OperationRegistry } from '../../../src-main/operations/registry.ts';
import { silentLogger } from '../../../src-main/platform/logger.ts';
import { createFakeClock, type FakeClock } from '../../fakes/fake-clock.ts';

function operationId(number: number): OperationInfo['id'] {
  return operationIdSchema.parse(`3f1b7a52-58f2-4d0c-9a52-${String(number).padStart(12, '0')}`);
}

function operation(number: number, state: OperationState): OperationInfo {
  const id = operationId(number);
  return { id, kind: 'start', target: 'lab', state, steps: [], fraction: 0, error: null, leftBehind: [] };
}

interface Begun {
  readonly options: CallContext;
  readonly report: (state: OperationState) => void;
  readonly end: (state: OperationState) => void;
  readonly fail: (error: Error) => void;
}

interface Trial {
  readonly registry: OperationRegistry;
  readonly clock: FakeClock;
  readonly told: OperationRecord[];
  /** Begins operation `number`; answers its handles and the promise that whoever asked has. */
  readonly begin: (number: number) => Begun & { readonly answer: Promise<OperationRecord> };
}

function trial(keep = 3): Trial {
  const clock = createFakeClock();
  const registry = createOperationRegistry({ clock, logger: silentLogger, keep });
  const told: OperationRecord[] = [];
  registry.onChange((record) => told.push(record));
  return {
    registry,
    clock,
    told,
    begin: (number) => {
      const ended = Promise.withResolvers<OperationInfo>();
      let given: CallContext | undefined;
      const answer = registry.start((options) => {
        given = options;
        return ended.promise;
      });
      if (given === undefined) throw new Error('the operation was not begun');
      const options = given;
      return {
        answer,
        options,
        report: (state) => options.onProgress?.(operation(number, state)),
        end: (state) => {
          ended.resolve(operation(number, state));
        },
        fail: ended.reject,
      };
    },
  };
}

describe('an operation that was started', () => {
  it('is answered with its first report, long before it ends', async () => {
    const { begin, registry } = trial();
    const { answer, report } = begin(1);

    report('running');

    expect(await answer).toMatchObject({ id: operationId(1), state: 'running', endedAt: null });
    expect(registry.list()).toHaveLength(1);
  });

  it('keeps when it began and notes when it ended', async () => {
    const { begin, registry, clock } = trial();
    const { answer, report, end } = begin(1);
    report('running');
    clock.advance(5000);

    end('succeeded');
    await answer;
    await Promise.resolve();

    const [record] = registry.list();
    expect(record).toMatchObject({ startedAt: '2026-01-01T00:00:00.000Z', endedAt: '2026-01-01T00:00:05.000Z' });
  });

  it('is answered with its end when it never reported', async () => {
    const { begin, registry } = trial();
    const { answer, end } = begin(1);

    end('succeeded');

    expect(await answer).toMatchObject({ state: 'succeeded' });
    expect(registry.list()).toMatchObject([{ state: 'succeeded' }]);
  });

  it('throws what kept it from beginning, and is not listed', async () => {
    const { begin, registry } = trial();
    const { answer, fail } = begin(1);

    fail(new LabError('lab-busy', 'busy', { params: { purpose: 'start', pid: 1 } }));

    await expect(answer).rejects.toMatchObject({ code: 'lab-busy' });
    expect(registry.list()).toEqual([]);
  });

  it.each([
    [new Error('the journal is gone'), { state: 'failed', error: { code: 'unexpected' } }],
    [new LabError('disk-full', 'full', { params: { path: '/' } }), { state: 'failed', error: { code: 'disk-full' } }],
    [new CancelledError(), { state: 'cancelled', error: null }],
  ])('ends as %s says when it breaks after its first report', async (error, expected) => {
    const { begin, registry, told } = trial();
    const { answer, report, fail } = begin(1);
    report('running');
    await answer;

    fail(error);
    await new Promise(setImmediate);

    expect(registry.list()).toMatchObject([expected]);
    expect(told.at(-1)).toMatchObject(expected);
  });
});

describe('cancelling', () => {
  it('aborts the operation and shows it as cancelling until it says how it ended', async () => {
    const { begin, registry, told } = trial();
    const { answer, report, end, options } = begin(1);
    report('running');
    await answer;

    const answered = registry.cancel(operationId(1));
    report('running');

    expect(options.signal.aborted).toBe(true);
    expect(answered.state).toBe('cancelling');
    expect(told.map(({ state }) => state)).toEqual(['running', 'cancelling', 'cancelling']);
    end('cancelled');
    await new Promise(setImmediate);
    expect(registry.list()).toMatchObject([{ state: 'cancelled' }]);
  });

  it('leaves alone what has ended', async () => {
    const { begin, registry, told } = trial();
    const { answer, end, options } = begin(1);
    end('succeeded');
    await answer;

    expect(registry.cancel(operationId(1)).state).toBe('succeeded');
    expect(options.signal.aborted).toBe(false);
    expect(told).toHaveLength(1);
  });

  it('refuses an operation that nobody knows', () => {
    const { registry } = trial();

    expect(() => registry.cancel(operationId(9))).toThrow(LabError);
  });
});

describe('the list', () => {
  it('names the newest first and forgets the oldest that ended, but none that runs', async () => {
    const { begin, registry } = trial(2);
    const running = begin(1);
    running.report('running');
    for (const number of [2, 3, 4]) {
      const { answer, end } = begin(number);
      end('succeeded');
      await answer;
    }

    expect(registry.list().map(({ id }) => id)).toEqual([4, 3, 1].map(operationId));
  });

  it('is not told to who stopped listening', () => {
    const { begin, registry } = trial();
    const heard: OperationRecord[] = [];
    const stop = registry.onChange((record) => heard.push(record));

    stop();
    begin(1).report('running');

    expect(heard).toEqual([]);
  });
});
