import { defineConfig } from 'vitest/config';

const minuteMs = 60_000;

/** One project per kind of test; `scripts/test.mjs` groups their files into tiers. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.ts'],
          setupFiles: ['test/unit/forbid-spawn.ts'],
          restoreMocks: true,
          // No test waits for the time: this only ends what hangs, also on a computer that is busy with other things.
          testTimeout: minuteMs,
        },
      },
      { test: { name: 'fuzz', include: ['test/fuzz/**/*.test.ts'], testTimeout: 10 * minuteMs } },
      { test: { name: 'conformance', include: ['test/conformance/**/*.test.ts'], testTimeout: minuteMs } },
      { test: { name: 'integration', include: ['test/integration/**/*.test.ts'], testTimeout: minuteMs } },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          // Each file has a browser and starts the app again and again.
          fileParallelism: false,
          testTimeout: 5 * minuteMs,
          hookTimeout: minuteMs,
          expect: { poll: { timeout: minuteMs / 2 } },
        },
      },
      { test: { name: 'scan', include: ['test/scan/**/*.test.ts'], testTimeout: 10 * minuteMs } },
      {
        test: {
          name: 'desktop',
          include: ['test/desktop/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 5 * minuteMs,
          hookTimeout: 5 * minuteMs,
        },
      },
      {
        test: {
          name: 'real',
          include: ['test/real/**/*.test.ts'],
          // Each test says how long it may take; these bounds only end what forgot to.
          testTimeout: 20 * minuteMs,
          hookTimeout: 20 * minuteMs,
          fileParallelism: false,
        },
      },
    ],
  },
});
