import type { TierCounts } from './results.ts';

/** How a tier ended. */
export type TierOutcome =
  | { readonly kind: 'ran'; readonly name: string; readonly seconds: number; readonly counts: TierCounts }
  | {
      readonly kind: 'left-out';
      readonly name: string;
      readonly reasons: readonly string[];
      readonly required: boolean;
    };

export interface Totals {
  readonly passed: number;
  readonly failed: number;
}

/** A required tier that could not run counts as one failure. */
export function addUp(outcomes: readonly TierOutcome[]): Totals {
  return outcomes.reduce<Totals>(
    (sum, outcome) =>
      outcome.kind === 'ran'
        ? { passed: sum.passed + outcome.counts.passed, failed: sum.failed + outcome.counts.failures.length }
        : { passed: sum.passed, failed: sum.failed + (outcome.required ? 1 : 0) },
    { passed: 0, failed: 0 },
  );
}

function describeOutcome(outcome: TierOutcome): string {
  if (outcome.kind === 'left-out') {
    return `${outcome.required ? 'REQUIRED, BUT LEFT OUT' : 'left out'}: ${outcome.reasons.join('; ')}`;
  }
  const { passed, failures, skipped } = outcome.counts;
  const parts = [
    `${passed} passed`,
    `${failures.length} failed`,
    ...(skipped.length > 0 ? [`${skipped.length} skipped`] : []),
  ];
  return `${parts.join(', ')} (${Math.round(outcome.seconds)} s)`;
}

/** Lines of the closing report; the last one is exactly `N passed, N failed`. */
export function formatSummary(outcomes: readonly TierOutcome[]): readonly string[] {
  const width = Math.max(...outcomes.map(({ name }) => name.length));
  const failures = outcomes.flatMap((outcome) =>
    outcome.kind === 'ran' ? outcome.counts.failures.map((line) => `  ${outcome.name}: ${line}`) : [],
  );
  const { passed, failed } = addUp(outcomes);
  return [
    '',
    ...(failures.length > 0 ? ['Failures:', ...failures, ''] : []),
    'Tiers:',
    ...outcomes.map((outcome) => `  ${outcome.name.padEnd(width)}  ${describeOutcome(outcome)}`),
    '',
    `${passed} passed, ${failed} failed`,
  ];
}
