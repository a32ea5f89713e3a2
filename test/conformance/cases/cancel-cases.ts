import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'vitest';
import type { CallOptions } from '../../../src-main/hypervisors/driver.ts';
import { expectCancelled } from '../driver-bench.ts';
import type { DriverCase } from '../driver-case.ts';

const cancelled: CallOptions = { signal: AbortSignal.abort() };
/** Cancels the call after a while. It may have ended before; any other failure than a cancelled call fails the test. */
async function cancelMidway(afterMs: number, run: (options: CallOptions) => Promise<unknown>): Promise<void> {
  const controller = new AbortController();
  const call = run({ signal: controller.signal }).then(
    () => 'ended',
    (error: unknown) => (error instanceof Error ? error.name : String(error)),
  );
  await wait(afterMs);
  controller.abort();
  expect(['ended', 'CancelledError']).toContain(await call);
}

function midwayCases(afterMs: number): readonly DriverCase[] {
  return [
    {
      title: `makes a base well after the first try was cancelled at ${afterMs} ms`,
      run: async (bench) => {
        const definition = await bench.baseDefinition();
        await cancelMidway(afterMs, (options) => bench.driver.createBase(definition, options));

        await bench.driver.createBase(definition, bench.call);

        expect(await bench.inspect(definition.ref)).toMatchObject({
          state: 'stopped',
          memoryMiB: definition.memoryMiB,
        });
        const base = await bench.driver.sealBase(definition.ref, bench.call);
        await bench.createNode({ base });
      },
    },
    {
      title: `makes a node well after the first try was cancelled at ${afterMs} ms`,
      run: async (bench) => {
        const definition = await bench.nodeDefinition();
        await cancelMidway(afterMs, (options) => bench.driver.createNode(definition, options));

        await bench.harness.createDriver().createNode(definition, bench.call);

        const inspection = await bench.inspect(definition.ref);
        expect(inspection).toMatchObject({ state: 'stopped', sshPort: definition.sshPort });
        expect(inspection.adapters?.map(({ mac }) => mac)).toEqual([definition.natMac, definition.labMac]);
      },
    },
    {
      title: `removes what a creation left that was cancelled at ${afterMs} ms`,
      run: async (bench) => {
        const base = await bench.createSealedBase();
        const definition = await bench.nodeDefinition({ base });
        await cancelMidway(afterMs, (options) => bench.driver.createNode(definition, options));

        await bench.harness.createDriver().deleteVm(definition.ref, bench.call);

        await bench.expectState(definition.ref, 'absent');
        expect((await bench.files()).filter((file) => file.startsWith(definition.ref.dir))).toEqual([]);
        await bench.driver.deleteVm(base, bench.call);
      },
    },
    {
      title: `starts a node well after the first try was cancelled at ${afterMs} ms`,
      needs: ['power'],
      run: async (bench) => {
        const { ref } = await bench.createNode();
        await bench.driver.ensureNetwork(bench.network, bench.call);
        await cancelMidway(afterMs, (options) => bench.driver.start(ref, options));

        await bench.driver.start(ref, bench.call);

        await bench.expectState(ref, 'running');
      },
    },
    {
      title: `has a node that runs or is suspended after its saving was cancelled at ${afterMs} ms`,
      needs: ['power'],
      capabilities: { savedState: true },
      run: async (bench) => {
        const { ref } = await bench.createRunningNode();
        await cancelMidway(afterMs, (options) => bench.driver.saveState(ref, options));

        const { state } = await bench.inspect(ref);

        expect(['running', 'suspended']).toContain(state);
        await bench.driver.start(ref, bench.call);
        await bench.expectState(ref, 'running');
        await bench.driver.saveState(ref, bench.call);
        await bench.expectState(ref, 'suspended');
      },
    },
  ];
}

const early: readonly DriverCase[] = [
  {
    title: 'makes nothing when the call was cancelled before it began',
    run: async (bench) => {
      const [base, node] = [await bench.baseDefinition(), await bench.nodeDefinition()];
      const before = await bench.files();

      await expectCancelled(bench.driver.createBase(base, cancelled));
      await expectCancelled(bench.driver.createNode(node, cancelled));

      await bench.expectState(base.ref, 'absent');
      await bench.expectState(node.ref, 'absent');
      expect(await bench.files()).toEqual(before);
    },
  },
  {
    title: 'changes nothing when the call was cancelled before it began',
    run: async (bench) => {
      const { ref } = await bench.createNode();
      const before = await bench.inspect(ref);

      await expectCancelled(bench.driver.deleteVm(ref, cancelled));
      await expectCancelled(bench.driver.releaseVm(ref, cancelled));
      await expectCancelled(bench.driver.setSshPort(ref, 22_022, cancelled));
      await expectCancelled(bench.driver.start(ref, cancelled));

      expect(await bench.inspect(ref)).toEqual(before);
    },
  },
  {
    title: 'rejects a cancelled look instead of inventing a state',
    run: async (bench) => {
      const { ref } = await bench.createNode();

      await expectCancelled(bench.driver.inspect(ref, cancelled));
      await expectCancelled(bench.driver.inspectAll([ref], cancelled));
    },
  },
  {
    title: 'reports fractions that rise from 0 to 1 at most',
    run: async (bench) => {
      const definition = await bench.baseDefinition();
      const fractions: number[] = [];

      await bench.driver.createBase(definition, { ...bench.call, report: (fraction) => fractions.push(fraction) });

      expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
      expect(fractions.filter((fraction) => !(fraction >= 0 && fraction <= 1))).toEqual([]);
    },
  },
];

/** Cancelled is not failed, and leaves a state from which the same call succeeds. */
export function cancelCases(cancelAfterMs: readonly number[]): readonly DriverCase[] {
  return [...early, ...cancelAfterMs.flatMap(midwayCases)];
}
