import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTranslator } from '../../../../src-main/locales/translate.ts';
import { displayWidth } from '../../../../src-main/shells/cli/display-width.ts';
import { drawProgress, type ProgressPicture } from '../../../../src-main/shells/cli/progress-lines.ts';
import { sampleOperation, sampleStep } from './operation-sample.ts';

const t = createTranslator('de');
const kernel = { key: 'guest.stage.kernel', params: {} };

function picture(changes: Partial<ProgressPicture>): ProgressPicture {
  return {
    operation: sampleOperation([]),
    elapsedMs: 302_000,
    runningMs: () => 52_000,
    columns: 80,
    rows: 24,
    ...changes,
  };
}

describe('the live block', () => {
  it('shows how far it is, for how long, what runs and what that waits for', () => {
    const operation = sampleOperation([
      sampleStep('pi-200', { state: 'running', message: kernel, fraction: 0.15 }),
      sampleStep('pi-201'),
      sampleStep('pi-202'),
    ]);

    expect(drawProgress(picture({ operation }), t)).toEqual([
      '[████████████░░░░░░░░░░░░] 50 %  5:02 min',
      '  ▸ Warten, bis pi-200 bereit ist: der Kern des Gastes startet  15 % · 52 s',
      '  danach noch 2 Schritte',
    ]);
  });

  it('puts what it waits for on a line of its own where one line is too short', () => {
    const operation = sampleOperation([sampleStep('pi-200', { state: 'running', message: kernel, fraction: 0.15 })]);

    expect(drawProgress(picture({ operation, columns: 40 }), t)).toEqual([
      '[██████████░░░░░░░░░] 50 %  5:02 min',
      '  ▸ Warten, bis pi-200 be…  15 % · 52 s',
      '    der Kern des Gastes startet',
    ]);
  });

  it('says that it is undoing while it is cancelled', () => {
    const operation = sampleOperation([sampleStep('pi-200', { state: 'undone' })], { state: 'cancelling' });

    expect(drawProgress(picture({ operation }), t)).toEqual(['↶ Begonnenes wird rückgängig gemacht …  5:02 min']);
  });

  it('never shows 100 % before the end', () => {
    const operation = sampleOperation([sampleStep('pi-200', { state: 'running' })], { fraction: 0.999 });

    expect(drawProgress(picture({ operation }), t)[0]).toContain(' 99 %');
  });

  it('says how many more run when they do not fit', () => {
    const operation = sampleOperation(
      Array.from({ length: 20 }, (_, index) => sampleStep(`pi-${String(index)}`, { state: 'running' })),
    );

    const lines = drawProgress(picture({ operation, rows: 10 }), t);

    expect(lines).toHaveLength(8);
    expect(lines.at(-1)).toBe('  … und 14 weitere');
  });

  it('shows a key without a text as it is, instead of ending the operation', () => {
    const message = { key: 'progress.not-written-yet', params: {} };
    const operation = sampleOperation([sampleStep('pi-200', { state: 'running', message })]);

    expect(drawProgress(picture({ operation }), t)[1]).toContain('progress.not-written-yet');
  });

  it('is never wider than the terminal, nor higher, whatever the names are', () => {
    const names = fc.array(fc.string({ unit: 'grapheme', minLength: 1 }), { maxLength: 6 });
    fc.assert(
      fc.property(names, fc.integer({ min: 1, max: 120 }), fc.integer({ min: 6, max: 12 }), (ids, columns, rows) => {
        const operation = sampleOperation(
          ids.map((id, index) => sampleStep(id, { state: index % 3 === 0 ? 'waiting' : 'running', message: kernel })),
        );
        const lines = drawProgress(picture({ operation, columns, rows }), t);
        for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(Math.max(1, columns - 1));
        expect(lines.length).toBeLessThan(rows);
      }),
      { numRuns: 40 },
    );
  });
});
