import { expect } from 'vitest';
import type { VmRef } from '../../../src-main/hypervisors/driver.ts';
import type { DriverCase } from '../driver-case.ts';

const cases: readonly DriverCase[] = [
  {
    title: 'calls a VM that was never made absent',
    run: async (bench) => {
      await bench.expectState(bench.ref('nobody'), 'absent');
    },
  },
  {
    title: 'answers for many VMs at once, absent ones too, as it answers for each',
    run: async (bench) => {
      const nodes = [await bench.createNode(), await bench.createNode({ ref: bench.ref('pi-201') })];
      const refs = [...nodes.map(({ ref }) => ref), bench.ref('nobody'), bench.base];

      const all = await bench.driver.inspectAll(refs, bench.call);

      expect([...all.keys()].toSorted()).toEqual(refs.map(({ vmId }) => vmId).toSorted());
      for (const ref of refs) expect(all.get(ref.vmId)).toEqual(await bench.inspect(ref));
    },
  },
  {
    title: 'answers an empty question with an empty map',
    run: async (bench) => {
      expect((await bench.driver.inspectAll([], bench.call)).size).toBe(0);
    },
  },
  {
    title: 'starts as many processes for four VMs as for one',
    needs: ['processCount'],
    run: async (bench) => {
      const refs = [200, 201, 202, 203].map((number) => bench.ref(`pi-${number}`));
      for (const ref of refs) await bench.createNode({ ref });
      const costOf = async (some: readonly VmRef[]): Promise<number> => {
        const before = bench.harness.processCount?.() ?? Number.NaN;
        await bench.driver.inspectAll(some, bench.call);
        return (bench.harness.processCount?.() ?? Number.NaN) - before;
      };

      let costs = [await costOf(refs.slice(0, 1)), await costOf(refs)];
      // A tool that is just writing something down may have to be asked once more.
      for (let again = 0; again < 3 && costs[0] !== costs[1]; again += 1)
        costs = [await costOf(refs.slice(0, 1)), await costOf(refs)];

      expect(costs[1]).toBe(costs[0]);
    },
  },
  {
    title: 'finds what an earlier run of the app made',
    run: async (bench) => {
      const node = await bench.createNode();

      const next = bench.harness.createDriver();

      expect(await next.inspect(node.ref, bench.call)).toEqual(await bench.inspect(node.ref));
    },
  },
  {
    title: 'calls a damaged VM broken, says why, and answers for the others as before',
    needs: ['damage'],
    run: async (bench) => {
      const [node, other] = [await bench.createNode(), await bench.createNode({ ref: bench.ref('pi-201') })];
      await bench.harness.damageVm?.(node.ref);

      const inspection = await bench.inspect(node.ref);
      const all = await bench.driver.inspectAll([node.ref, other.ref], bench.call);

      expect(inspection.state).toBe('broken');
      expect(inspection.reasons.join('')).not.toBe('');
      expect(all.get(node.ref.vmId)?.state).toBe('broken');
      expect(all.get(other.ref.vmId)?.state).toBe('stopped');
      await bench.driver.deleteVm(node.ref, bench.call);
    },
  },
  {
    title: 'refuses to start a damaged VM, and removes it when told to',
    needs: ['damage'],
    run: async (bench) => {
      const node = await bench.createNode();
      await bench.driver.ensureNetwork(bench.network, bench.call);
      await bench.harness.damageVm?.(node.ref);

      await expect(bench.driver.start(node.ref, bench.call)).rejects.toMatchObject({ name: 'LabError' });
      await bench.driver.forceStop(node.ref, bench.call);
      await bench.driver.deleteVm(node.ref, bench.call);

      await bench.expectState(node.ref, 'absent');
      await bench.expectState(bench.base, 'stopped');
    },
  },
  {
    title: 'calls a VM unknown, never absent, while the tool is silent',
    needs: ['silence'],
    run: async (bench) => {
      const node = await bench.createNode();
      const silent = bench.harness.createSilentDriver?.();

      const inspection = await silent?.inspect(node.ref, bench.call);
      const all = await silent?.inspectAll([node.ref, bench.base], bench.call);

      expect(inspection?.state).toBe('unknown');
      expect(inspection?.reasons.join('')).not.toBe('');
      expect([...(all?.values() ?? [])].map(({ state }) => state)).toEqual(['unknown', 'unknown']);
    },
  },
  {
    title: 'deletes nothing while the tool is silent',
    needs: ['silence'],
    run: async (bench) => {
      const node = await bench.createNode();
      const files = await bench.files();

      const deletion = bench.harness.createSilentDriver?.().deleteVm(node.ref, bench.call);

      await expect(deletion).rejects.toThrow();
      expect(await bench.files()).toEqual(files);
      await bench.expectState(node.ref, 'stopped');
    },
  },
];

/** Told apart: absent, broken, unknown. */
export function readingCases(): readonly DriverCase[] {
  return cases;
}
