import { expect } from 'vitest';
import type { CommandLine } from '../../../src-main/process/command.ts';
import type { VmRef } from '../../../src-main/hypervisors/driver.ts';
import { expectFailure } from '../driver-bench.ts';
import type { DriverBench } from '../driver-bench.ts';
import type { DriverCase } from '../driver-case.ts';

async function cablesOf(bench: DriverBench, ref: VmRef): Promise<Readonly<Record<string, boolean>>> {
  const { adapters = [] } = await bench.inspect(ref);
  return Object.fromEntries(adapters.map(({ kind, cableConnected }) => [kind, cableConnected]));
}

/** By its folder, its id, or the beginning of its id in a name that people read. */
function names(lines: readonly CommandLine[], ref: VmRef): boolean {
  const marks = [ref.dir, ref.vmId, `${ref.name} ${ref.vmId.slice(0, 8)}`];
  return lines.some(({ args }) => args.some((argument) => marks.some((mark) => argument.includes(mark))));
}

const cases: readonly DriverCase[] = [
  {
    title: 'moves the SSH forward of a VM that is off',
    run: async (bench) => {
      const node = await bench.createNode();
      const sshPort = await bench.harness.freePort();

      await bench.driver.setSshPort(node.ref, sshPort, bench.call);

      expect((await bench.inspect(node.ref)).sshPort).toBe(sshPort);
    },
  },
  {
    title: 'carries out calls for one VM one after another, in their order',
    run: async (bench) => {
      const node = await bench.createNode();
      const ports = await Promise.all([1, 2, 3, 4].map(() => bench.harness.freePort()));

      await Promise.all(ports.map((port) => bench.driver.setSshPort(node.ref, port, bench.call)));

      expect((await bench.inspect(node.ref)).sshPort).toBe(ports.at(-1));
    },
  },
  {
    title: 'loses none of several changes that are asked for at once',
    capabilities: { cable: true },
    run: async (bench) => {
      const { ref } = await bench.createNode();
      const sshPort = await bench.harness.freePort();

      await Promise.all([
        bench.driver.setCable(ref, 'nat', false, bench.call),
        bench.driver.setSshPort(ref, sshPort, bench.call),
        bench.driver.setCable(ref, 'internal', false, bench.call),
      ]);

      expect((await bench.inspect(ref)).sshPort).toBe(sshPort);
      expect(await cablesOf(bench, ref)).toEqual({ nat: false, internal: false });
    },
  },
  {
    title: 'refuses to change a VM that does not exist',
    run: async (bench) => {
      await expectFailure(bench.driver.setSshPort(bench.ref('nobody'), 22_022, bench.call), 'vm-not-found');
    },
  },
  {
    title: 'pulls and plugs each cable of a VM that is off',
    capabilities: { cable: true },
    run: async (bench) => {
      const { ref } = await bench.createNode();

      await bench.driver.setCable(ref, 'internal', false, bench.call);
      expect(await cablesOf(bench, ref)).toEqual({ nat: true, internal: false });
      await bench.driver.setCable(ref, 'nat', false, bench.call);
      expect(await cablesOf(bench, ref)).toEqual({ nat: false, internal: false });
      await bench.driver.setCable(ref, 'internal', true, bench.call);
      expect(await cablesOf(bench, ref)).toEqual({ nat: false, internal: true });
    },
  },
  {
    title: 'pulls and plugs a cable of a running VM, and remembers it when the VM is off',
    needs: ['power'],
    capabilities: { cable: true },
    run: async (bench) => {
      const { ref } = await bench.createRunningNode();

      await bench.driver.setCable(ref, 'internal', false, bench.call);

      expect(await cablesOf(bench, ref)).toEqual({ nat: true, internal: false });
      await bench.driver.forceStop(ref, bench.call);
      expect(await cablesOf(bench, ref)).toEqual({ nat: true, internal: false });
    },
  },
  {
    title: 'says that it has no cables to pull',
    capabilities: { cable: false },
    run: async (bench) => {
      const node = await bench.createNode();

      await expectFailure(bench.driver.setCable(node.ref, 'nat', false, bench.call), 'not-supported');
    },
  },
  {
    title: 'makes and ends a network as often as it is told to',
    run: async (bench) => {
      await bench.createNode();

      await bench.driver.releaseNetwork(bench.network, bench.call);
      await bench.driver.ensureNetwork(bench.network, bench.call);
      await bench.createNode({ ref: bench.ref('pi-201') });
      await bench.driver.ensureNetwork(bench.network, bench.call);
      await bench.harness.createDriver().ensureNetwork(bench.network, bench.call);
      await bench.driver.releaseNetwork(bench.network, bench.call);
      await bench.driver.releaseNetwork(bench.network, bench.call);

      await bench.expectState(bench.base, 'stopped');
    },
  },
  {
    title: 'shows the commands it would run, with the VM in them, and changes nothing',
    run: async (bench) => {
      const { preview } = bench.driver;
      const [base, node] = [await bench.baseDefinition(), await bench.nodeDefinition()];
      const before = await bench.files();

      const shown = [
        { ref: base.ref, lines: preview.createBase(base) },
        { ref: base.ref, lines: preview.sealBase(base.ref) },
        { ref: node.ref, lines: preview.createNode(node) },
        { ref: node.ref, lines: preview.startNode(node) },
      ];

      expect(shown.map(({ ref, lines }) => names(lines, ref))).toEqual([true, true, true, true]);
      expect(preview.createNode(node)).toEqual(shown[2]?.lines);
      expect(await bench.files()).toEqual(before);
      await bench.expectState(node.ref, 'absent');
    },
  },
];

/** Changing a VM in place, and showing what would be run. */
export function settingsCases(): readonly DriverCase[] {
  return cases;
}
