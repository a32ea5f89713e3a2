/**
 * One suite for every driver: each promise that the comments of `src-main/hypervisors/driver.ts` make is a test here.
 *
 * Wiring, one file per driver beside this one. The fake (`fake.test.ts`) is the smallest example. A real one:
 *
 *     describeDriver('QEMU without a guest system', {
 *       capabilities: { savedState: true, snapshots: true, groups: false, ... },
 *       abilities: { power: true, gracefulStop: false, forward: true, damage: true, silence: false, processCount: true },
 *       createHarness: async () => ({
 *         rootDir, // a new temporary folder; `writeBlankQcow2` makes an image in it
 *         imagePath, imageBytes: 64 * 1024 ** 2, memoryMiB: 128, architecture: 'amd64',
 *         createDriver: () => createQemuDriver({ runner: countingRunner, ... }), // each time a new instance
 *         freePort, holdPort: listenOnLoopback,
 *         damageVm: (ref) => rm(path.join(ref.dir, 'disk.qcow2')),
 *         processCount: () => countingRunner.started,
 *         dispose: () => rm(rootDir, { recursive: true }),
 *       }),
 *     });
 *
 * QEMU runs a VM that finds nothing to boot: `power` yes, `gracefulStop` no (nothing in it hears ACPI). The control side of
 * VirtualBox without its kernel driver: `power: false`. A replay answers only what was recorded: name what it cannot tell
 * in `leaveOut`, by the title of the test and with the reason; a title that does not exist fails the run.
 */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DriverCapabilities, SealedBase } from '../../src-main/hypervisors/driver.ts';
import { awkwardFolderName, DriverBench } from './driver-bench.ts';
import type { DriverCase } from './driver-case.ts';
import type { DriverAbilities, DriverHarness } from './driver-harness.ts';
import { baseCases } from './cases/base-cases.ts';
import { cancelCases } from './cases/cancel-cases.ts';
import { moveCases } from './cases/move-cases.ts';
import { nodeCases } from './cases/node-cases.ts';
import { powerCases } from './cases/power-cases.ts';
import { savedStateCases } from './cases/saved-state-cases.ts';
import { readingCases } from './cases/reading-cases.ts';
import { settingsCases } from './cases/settings-cases.ts';
import { snapshotCases } from './cases/snapshot-cases.ts';

export type { DriverAbilities, DriverHarness } from './driver-harness.ts';

export interface DriverSuiteOptions {
  /** What the driver must say of itself. */
  readonly capabilities: DriverCapabilities;
  readonly abilities: DriverAbilities;
  readonly createHarness: () => Promise<DriverHarness>;
  /** Tests this wiring cannot run: title and reason. */
  readonly leaveOut?: Readonly<Record<string, string>>;
  /** When calls are cancelled that are under way; default: from before the first process of a call to after its last. */
  readonly cancelAfterMs?: readonly number[];
  /** For each test; default 60 000. */
  readonly timeoutMs?: number;
}

type CaseGroups = Readonly<Record<string, readonly DriverCase[]>>;

function groupsOf(options: DriverSuiteOptions): CaseGroups {
  return {
    base: baseCases(),
    node: nodeCases(),
    moving: moveCases(),
    settings: settingsCases(),
    reading: readingCases(),
    power: powerCases(),
    'saved state': savedStateCases(),
    snapshots: snapshotCases(),
    cancelling: cancelCases(options.cancelAfterMs ?? [0, 5, 20, 60, 150, 400]),
  };
}

function isPromised(driverCase: DriverCase, capabilities: DriverCapabilities): boolean {
  const wanted: Partial<DriverCapabilities> = driverCase.capabilities ?? {};
  return Object.entries(wanted).every(([name, value]) =>
    Object.entries(capabilities).some(([n, v]) => n === name && v === value),
  );
}

function reasonToLeaveOut(driverCase: DriverCase, options: DriverSuiteOptions): string | null {
  const missing = (driverCase.needs ?? []).filter((ability) => !options.abilities[ability]);
  if (missing.length > 0) return `needs ${missing.join(', ')}`;
  return options.leaveOut?.[driverCase.title] ?? null;
}

/** Runs the suite against one driver. Call it at the top of a test file. */
export function describeDriver(name: string, options: DriverSuiteOptions): void {
  const timeoutMs = options.timeoutMs ?? 60_000;
  const groups = groupsOf(options);
  describe(name, { timeout: timeoutMs }, () => {
    let harness: DriverHarness | null = null;
    let base: SealedBase | null = null;
    let baseBench: DriverBench | null = null;

    beforeAll(async () => {
      harness = await options.createHarness();
      await mkdir(path.join(harness.rootDir, awkwardFolderName), { recursive: true });
      baseBench = new DriverBench(harness, null);
      base = await baseBench.createSealedBase();
    }, timeoutMs);

    afterAll(async () => {
      try {
        await baseBench?.cleanUp();
      } finally {
        await harness?.dispose();
      }
    }, timeoutMs);

    it('says of itself what it can do', () => {
      expect(harness?.createDriver().capabilities).toEqual(options.capabilities);
    });

    it('leaves out only tests that there are', () => {
      const titles = Object.values(groups).flatMap((cases) => cases.map(({ title }) => title));
      expect(Object.keys(options.leaveOut ?? {}).filter((title) => !titles.includes(title))).toEqual([]);
    });

    describe.each(Object.entries(groups))('%s', (_, cases) => {
      for (const driverCase of cases.filter((candidate) => isPromised(candidate, options.capabilities))) {
        const reason = reasonToLeaveOut(driverCase, options);
        const title = reason === null ? driverCase.title : `${driverCase.title} [left out: ${reason}]`;
        it.skipIf(reason !== null)(title, { timeout: timeoutMs }, async ({ onTestFinished }) => {
          if (harness === null) throw new Error('no harness');
          const bench = new DriverBench(harness, base);
          onTestFinished(() => bench.cleanUp(), timeoutMs);
          await driverCase.run(bench);
        });
      }
    });
  });
}
