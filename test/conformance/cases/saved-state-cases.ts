import { expect } from 'vitest';
import { expectFailure } from '../driver-bench.ts';
import type { DriverCase } from '../driver-case.ts';

const cases: readonly DriverCase[] = [
  {
    title: 'keeps the memory on disk and goes on from it, also in the next run of the app',
    needs: ['power'],
    capabilities: { savedState: true },
    run: async (bench) => {
      const { ref } = await bench.createRunningNode();

      await bench.driver.saveState(ref, bench.call);

      await bench.expectState(ref, 'suspended');
      const next = bench.harness.createDriver();
      expect((await next.inspect(ref, bench.call)).state).toBe('suspended');
      await bench.start(ref, next);
      await bench.expectState(ref, 'running');
    },
  },
  {
    title: 'drops a saved state when the power is cut',
    needs: ['power'],
    capabilities: { savedState: true },
    run: async (bench) => {
      const { ref } = await bench.createRunningNode();
      await bench.driver.saveState(ref, bench.call);

      await bench.driver.forceStop(ref, bench.call);

      await bench.expectState(ref, 'stopped');
      await bench.driver.deleteVm(ref, bench.call);
      expect((await bench.files()).filter((file) => file.startsWith(ref.dir))).toEqual([]);
    },
  },
  {
    title: 'moves the SSH forward of a suspended VM, which then goes on',
    needs: ['power'],
    capabilities: { savedState: true },
    run: async (bench) => {
      const { ref } = await bench.createRunningNode();
      await bench.driver.saveState(ref, bench.call);
      const sshPort = await bench.harness.freePort();

      await bench.driver.setSshPort(ref, sshPort, bench.call);
      await bench.start(ref);

      expect(await bench.inspect(ref)).toMatchObject({ state: 'running', sshPort });
    },
  },
  {
    title: 'refuses to save the state of a VM that is off',
    capabilities: { savedState: true },
    run: async (bench) => {
      const { ref } = await bench.createNode();

      await expectFailure(bench.driver.saveState(ref, bench.call), 'wrong-state');

      await bench.expectState(ref, 'stopped');
    },
  },
  {
    title: 'says that it keeps no saved states',
    capabilities: { savedState: false },
    run: async (bench) => {
      const { ref } = await bench.createNode();

      await expectFailure(bench.driver.saveState(ref, bench.call), 'not-supported');
    },
  },
];

/** The memory of a VM kept on disk. */
export function savedStateCases(): readonly DriverCase[] {
  return cases;
}
