import { z } from 'zod';

/** What one tier showed. */
export interface TierCounts {
  readonly passed: number;
  /** What counts as failed, one line each. */
  readonly failures: readonly string[];
  /** Tests that did not run, by their full titles. */
  readonly skipped: readonly string[];
}

/** The part of Vitest's JSON report that is used here. */
const reportSchema = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().optional(),
      assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })),
    }),
  ),
});

/** A test that says in its title why it cannot mean anything here; every other skipped test is a hole in the proof. */
const reasonInTitle = /\[left out: .+\]/;

/**
 * Counts the tests of a Vitest report. `strict`: a skipped test counts as failed unless its title gives the reason as
 * `[left out: ...]`. A file that failed without a failing test (an import, a hook) counts as one failure.
 */
export function countReport(report: unknown, strict: boolean): TierCounts {
  const files = reportSchema.parse(report).testResults;
  const tests = files.flatMap((file) => file.assertionResults);
  const withStatus = (wanted: readonly string[]): readonly string[] =>
    tests.filter((test) => wanted.includes(test.status)).map((test) => test.fullName);
  const skipped = withStatus(['skipped', 'pending', 'todo', 'disabled']);
  const unexplained = strict ? skipped.filter((title) => !reasonInTitle.test(title)) : [];
  const brokenFiles = files.filter(
    (file) => file.status === 'failed' && file.assertionResults.every((test) => test.status !== 'failed'),
  );
  return {
    passed: withStatus(['passed']).length,
    failures: [
      ...withStatus(['failed']),
      ...brokenFiles.map((file) => `${file.name}: ${file.message?.split('\n')[0] ?? 'failed outside of its tests'}`),
      ...unexplained.map((title) => `${title}: was skipped without a reason`),
    ],
    skipped,
  };
}
