import { describe, expect, it } from 'vitest';
import { CancelledError, LabError } from '../../../src-main/domain/failure.ts';
import { operationIdSchema } from '../../../src-main/domain/ids.ts';
import type { OperationInfo } from '../../../src-main/domain/operation.ts';
import { stepsBegunEarlier, type JournalEntry } from '../../../src-main/operations/journal-entry.ts';
import { runOperation } from '../../../src-main/operations/runner.ts';
import type { Step, Work } from '../../../src-main/operations/step.ts';
import { createFakeClock } from '../../fakes/fake-clock.ts';

interface Trial {
  readonly log: string[];
  readonly journal: JournalEntry[];
  readonly controller: AbortController;
  readonly step: (id: string, changes?: Partial<Step>) => Step;
  readonly run: (work: Work, begunEarlier?: ReadonlySet<string>) => Promise<OperationInfo>;
}

function trial(): Trial {
  const log: string[] = [];
  const journal: JournalEntry[] = [];
  const controller = new AbortController();
  return {
    log,
    journal,
    controller,
    step: (id, changes = {}) => ({
      id,
      title: { key: 'steps.finish', params: {} },
      weight: 1,
      run: () => Promise.resolve(void log.push(`run ${id}`)),
      undo: ({ signal }) => {
        log.push(`undo ${id}${signal.aborted ? ' under the cancelled signal' : ''}`);
        return Promise.resolve([]);
      },
      ...changes,
    }),
    run: (work, begunEarlier) =>
      runOperation({
        id: operationIdSchema.parse('3f1b7a52-58f2-4d0c-9a52-0c5f6d1f2b3c'),
        kind: 'create',
        target: 'lab',
        work,
        signal: controller.signal,
        clock: createFakeClock(),
        journal: (entry) => Promise.resolve(void journal.push(entry)),
        publish: () => undefined,
        ...(begunEarlier === undefined ? {} : { begunEarlier }),
      }),
  };
}

function failing(): Promise<never> {
  return Promise.reject(new LabError('disk-full', 'no space', { params: { path: '/x' } }));
}

describe('an operation that goes well', () => {
  it('runs its steps in order and writes each into the journal before and after', async () => {
    const { step, run, log, journal } = trial();

    const operation = await run([step('a'), step('b')]);

    expect(operation).toMatchObject({ state: 'succeeded', fraction: 1, error: null });
    expect(log).toEqual(['run a', 'run b']);
    expect(journal.map((entry) => ('stepId' in entry ? `${entry.event} ${entry.stepId}` : entry.event))).toEqual([
      'begin',
      'step-begin a',
      'step-end a',
      'step-begin b',
      'step-end b',
      'end',
    ]);
  });

  it('leaves out what its probe finds done, and does not call it begun', async () => {
    const { step, run, log, journal } = trial();

    const operation = await run([step('a', { probe: () => Promise.resolve(true) }), step('b')]);

    expect(log).toEqual(['run b']);
    expect(operation.steps.map(({ state }) => state)).toEqual(['already-there', 'done']);
    expect(journal.some((entry) => entry.event === 'step-begin' && entry.stepId === 'a')).toBe(false);
  });

  it('never runs more branches at once than allowed', async () => {
    const { step, run } = trial();
    let running = 0;
    let most = 0;
    const busy = async (): Promise<void> => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
    };
    const branches = ['a', 'b', 'c', 'd', 'e'].map((id) => [step(id, { run: busy })]);

    await run([{ limit: 2, onFailure: 'stop-others', branches }]);

    expect(most).toBe(2);
  });
});

describe('an operation that fails', () => {
  it('undoes the step that failed and keeps what was finished before', async () => {
    const { step, run, log } = trial();

    const operation = await run([step('a'), step('b', { run: failing }), step('c')]);

    expect(operation).toMatchObject({ state: 'failed', error: { code: 'disk-full', params: { path: '/x' } } });
    expect(log).toEqual(['run a', 'undo b']);
  });

  it('undoes also what was finished and is worth nothing alone', async () => {
    const { step, run, log } = trial();

    const half = { undoOnFailure: true };
    await run([step('kept'), step('half', half), step('bad', { run: failing }), step('never', half)]);

    expect(log).toEqual(['run kept', 'run half', 'undo bad', 'undo half']);
  });

  it('stops the other branches, and reports the first real failure rather than its consequence', async () => {
    const { step, run } = trial();
    const waiting: Step['run'] = ({ signal }) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          reject(new CancelledError());
        });
      });

    const operation = await run([
      {
        limit: 2,
        onFailure: 'stop-others',
        branches: [[step('slow', { run: waiting })], [step('bad', { run: failing })]],
      },
    ]);

    expect(operation.state).toBe('failed');
    expect(operation.error?.code).toBe('disk-full');
  });

  it('lets the other branches finish where the work says so', async () => {
    const { step, run, log } = trial();

    const operation = await run([
      { limit: 1, onFailure: 'finish-others', branches: [[step('bad', { run: failing })], [step('good')]] },
      step('never'),
    ]);

    expect(operation.state).toBe('failed');
    expect(log).toEqual(['run good', 'undo bad']);
  });

  it('calls an undo that fails something left behind, and goes on', async () => {
    const { step, run, controller, log } = trial();
    const stuck = step('b', { undo: () => Promise.reject(new Error('stuck')) });
    const cancelling = step('c', {
      run: () => {
        controller.abort();
        return Promise.reject(new CancelledError());
      },
    });

    const operation = await run([step('a'), stuck, cancelling]);

    expect(operation.leftBehind).toEqual(['stuck']);
    expect(log).toEqual(['run a', 'run b', 'undo c', 'undo a']);
  });
});

describe('an operation that is cancelled', () => {
  it('does not call undone what a step keeps for others', async () => {
    const { step, run, controller } = trial();
    const cancelling: Step['run'] = () => {
      controller.abort();
      return Promise.reject(new CancelledError());
    };

    const operation = await run([
      step('base', { undo: () => Promise.resolve('kept') }),
      step('b', { run: cancelling }),
    ]);

    expect(operation.steps.map(({ state }) => state)).toEqual(['done', 'undone']);
  });

  it('undoes everything begun in reverse order, not under the cancelled signal, and is not failed', async () => {
    const { step, run, log, controller } = trial();
    const cancelling: Step['run'] = ({ signal }) => {
      controller.abort();
      return signal.aborted ? Promise.reject(new CancelledError()) : Promise.resolve();
    };

    const operation = await run([step('a'), step('b'), step('c', { run: cancelling }), step('d')]);

    expect(operation).toMatchObject({ state: 'cancelled', error: null });
    expect(log).toEqual(['run a', 'run b', 'undo c', 'undo b', 'undo a']);
  });

  it('undoes what an interrupted earlier run began, even if this one found it done', async () => {
    const { step, run, log, controller } = trial();
    const cancelling: Step['run'] = () => {
      controller.abort();
      return Promise.reject(new CancelledError());
    };

    await run([step('a', { probe: () => Promise.resolve(true) }), step('b', { run: cancelling })], new Set(['a']));

    expect(log).toEqual(['undo b', 'undo a']);
  });

  it('does nothing at all when it was cancelled before it began', async () => {
    const { step, run, log, controller } = trial();
    controller.abort();

    const operation = await run([step('a')]);

    expect(operation.state).toBe('cancelled');
    expect(log).toEqual([]);
  });
});

describe('what an earlier run began', () => {
  it('is what was begun and neither undone nor finished with a good end', async () => {
    const { step, run, journal } = trial();
    await run([step('a'), step('b', { run: failing, undo: () => Promise.resolve(['rest']) })]);

    expect([...stepsBegunEarlier(journal, 'create')]).toEqual(['a', 'b']);
    expect([...stepsBegunEarlier(journal, 'start')]).toEqual([]);
  });

  it('is nothing after a good end', async () => {
    const { step, run, journal } = trial();
    await run([step('a')]);

    expect([...stepsBegunEarlier(journal, 'create')]).toEqual([]);
  });
});
