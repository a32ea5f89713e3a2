import { describe, expect, it } from 'vitest';
import { countReport } from '../../../scripts/test-tiers/results.ts';
import { formatSummary, type TierOutcome } from '../../../scripts/test-tiers/summary.ts';

function file(status: string, tests: Readonly<Record<string, string>>, message?: string): object {
  return {
    name: '/project/test/a.test.ts',
    status,
    ...(message === undefined ? {} : { message }),
    assertionResults: Object.entries(tests).map(([fullName, testStatus]) => ({ fullName, status: testStatus })),
  };
}

describe('counting a report', () => {
  it('counts what passed and names what failed', () => {
    const report = {
      testResults: [file('passed', { one: 'passed', two: 'passed' }), file('failed', { three: 'failed' })],
    };

    expect(countReport(report, false)).toEqual({ passed: 2, failures: ['three'], skipped: [] });
  });

  it('counts a file that fails outside of its tests', () => {
    const report = { testResults: [file('failed', { one: 'skipped' }, 'hook failed\n  at ...')] };

    expect(countReport(report, false).failures).toEqual(['/project/test/a.test.ts: hook failed']);
  });

  it('takes a skipped test for a failure in a required tier, unless its title says why', () => {
    const report = { testResults: [file('passed', { one: 'skipped', 'two [left out: needs power]': 'skipped' })] };

    expect(countReport(report, true).failures).toEqual(['one: was skipped without a reason']);
    expect(countReport(report, false)).toEqual({
      passed: 0,
      failures: [],
      skipped: ['one', 'two [left out: needs power]'],
    });
  });

  it.each(['todo', 'pending'])('takes a test that is %s for a skipped one', (status) => {
    expect(countReport({ testResults: [file('passed', { one: status })] }, true).failures).toHaveLength(1);
  });
});

describe('the summary', () => {
  const ran: TierOutcome = {
    kind: 'ran',
    name: 'unit',
    seconds: 3.4,
    counts: { passed: 7, failures: ['adds up'], skipped: ['x'] },
  };

  it('ends with the sums and nothing else', () => {
    const outcomes: readonly TierOutcome[] = [
      ran,
      { kind: 'left-out', name: 'real', reasons: ['needs root'], required: true },
      { kind: 'left-out', name: 'other', reasons: ['not asked for'], required: false },
    ];

    expect(formatSummary(outcomes).at(-1)).toBe('7 passed, 2 failed');
  });

  it('names every tier, what it did, and why it did not', () => {
    const lines = formatSummary([
      ran,
      { kind: 'left-out', name: 'real', reasons: ['needs root', 'needs Linux'], required: true },
    ]);

    expect(lines).toContain('  unit  7 passed, 1 failed, 1 skipped (3 s)');
    expect(lines).toContain('  real  REQUIRED, BUT LEFT OUT: needs root; needs Linux');
    expect(lines).toContain('  unit: adds up');
  });
});
