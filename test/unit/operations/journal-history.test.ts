import { describe, expect, it } from 'vitest';
import { operationIdSchema } from '../../../src-main/domain/ids.ts';
import { createTranslator, languages } from '../../../src-main/locales/translate.ts';
import { historyScript } from '../../../src-main/locales/history-words.ts';
import { journalEntrySchema, type JournalEntry } from '../../../src-main/operations/journal-entry.ts';
import { journalHistory } from '../../../src-main/operations/journal-history.ts';

const first = operationIdSchema.parse('3f6c0f0a-0f5d-4c39-a2f6-7c8a6ad6b7d1');
const second = operationIdSchema.parse('3f6c0f0a-0f5d-4c39-a2f6-7c8a6ad6b7d2');

type Unstamped<T> = T extends unknown ? Omit<T, 'at' | 'operationId'> : never;

function entries(operationId: typeof first, ...list: readonly Unstamped<JournalEntry>[]): readonly JournalEntry[] {
  return list.map((entry, index) =>
    journalEntrySchema.parse({ ...entry, operationId, at: new Date(index * 1000).toISOString() }),
  );
}

const title = { key: 'steps.node-start', params: { node: 'pi-200' } };
const command = { line: "tool start 'pi 200'", exitCode: 0, durationMs: 5 };
const stepEnd: Unstamped<Extract<JournalEntry, { event: 'step-end' }>> = {
  event: 'step-end',
  stepId: 'a',
  title,
  outcome: 'done',
  durationMs: 7,
  commands: [command],
  error: null,
};

describe('the history of a journal', () => {
  it('tells operations newest first, with their steps and commands', () => {
    const history = journalHistory([
      ...entries(first, { event: 'begin', kind: 'create' }, { event: 'end', state: 'failed' }),
      ...entries(second, { event: 'begin', kind: 'start' }, { event: 'step-begin', stepId: 'a', title }, stepEnd, {
        event: 'end',
        state: 'succeeded',
      }),
    ]);

    expect(history.map(({ kind, state }) => [kind, state])).toEqual([
      ['start', 'succeeded'],
      ['create', 'failed'],
    ]);
    expect(history[0]).toMatchObject({ startedAt: '1970-01-01T00:00:00.000Z', endedAt: '1970-01-01T00:00:03.000Z' });
    expect(history[0]?.steps).toEqual([
      { stepId: 'a', title, outcome: 'done', durationMs: 7, commands: [command], error: null, leftBehind: [] },
    ]);
  });

  it('tells what was cut short as unfinished', () => {
    const [operation] = journalHistory(
      entries(first, { event: 'begin', kind: 'create' }, { event: 'step-begin', stepId: 'a', title }),
    );

    expect(operation).toMatchObject({ state: 'unfinished', endedAt: null, steps: [{ outcome: 'unfinished' }] });
  });

  it.each([
    [[], 'undone'],
    [['/a/disk'], 'left-behind'],
  ] as const)('keeps the commands of a step whose undoing left %j', (leftBehind, outcome) => {
    const [operation] = journalHistory(
      entries(
        first,
        { event: 'begin', kind: 'create' },
        stepEnd,
        { event: 'undo', stepId: 'a', leftBehind: [...leftBehind] },
        { event: 'end', state: 'cancelled' },
      ),
    );

    expect(operation?.steps).toMatchObject([{ outcome, leftBehind, commands: [command] }]);
  });

  it('has no titles for what was written before they were noted, and leaves out what has no beginning', () => {
    const { title: _title, ...untitled } = stepEnd;
    const history = journalHistory([
      ...entries(second, untitled),
      ...entries(first, { event: 'begin', kind: 'start' }, untitled),
    ]);

    expect(history).toHaveLength(1);
    expect(history[0]?.steps[0]?.title).toBeNull();
  });
});

describe.each(languages)('the script of an operation in %s', (language) => {
  it('has each command as it ran, and everything else as comments', () => {
    const t = createTranslator(language);
    const [operation] = journalHistory(
      entries(
        first,
        { event: 'begin', kind: 'start' },
        { ...stepEnd, title: { key: 'steps.node-start', params: { node: 'pi\nrm -rf /' } } },
        { ...stepEnd, stepId: 'b', outcome: 'failed', commands: [{ ...command, exitCode: 3 }] },
        { ...stepEnd, stepId: 'c', commands: [] },
        { event: 'end', state: 'failed' },
      ),
    );
    if (operation === undefined) throw new Error('no operation');

    const lines = historyScript(operation, 'My\r\nlab', t).split('\n');

    expect(lines[0]).toBe('#!/bin/sh');
    expect(lines.filter((line) => line !== '' && !line.startsWith('#'))).toEqual([command.line, command.line]);
    expect(lines).toContain(`# ${t('cli.exit-code', { exitCode: 3 })}`);
    expect(lines).toContain(`# ${t('labs.script-no-commands')}`);
  });
});
