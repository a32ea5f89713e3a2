import { connect } from 'node:net';
import { access, rename } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'vitest';
import type { VmRef } from '../../../src-main/hypervisors/driver.ts';
import { expectFailure, serialLogFileName } from '../driver-bench.ts';
import type { DriverBench } from '../driver-bench.ts';
import type { DriverCase } from '../driver-case.ts';

async function expectStopped(bench: DriverBench, ref: VmRef): Promise<void> {
  const state = async (): Promise<string> => (await bench.inspect(ref)).state;
  await expect.poll(state, { timeout: 30_000, interval: 50 }).toBe('stopped');
}

function accepts(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => {
      resolve(false);
    });
  });
}

const starting: readonly DriverCase[] = [
  {
    title: 'starts a node: it runs when the call returns, and still does for the next run of the app',
    needs: ['power'],
    run: async (bench) => {
      const { ref } = await bench.createNode();

      await bench.start(ref);

      await bench.expectState(ref, 'running');
      expect((await bench.harness.createDriver().inspect(ref, bench.call)).state).toBe('running');
    },
  },
  {
    title: 'starts and stops a base that is not sealed yet',
    needs: ['power'],
    run: async (bench) => {
      const definition = await bench.baseDefinition();
      await bench.driver.createBase(definition, bench.call);

      await bench.driver.start(definition.ref, bench.call);

      await bench.expectState(definition.ref, 'running');
      await expectFailure(bench.driver.sealBase(definition.ref, bench.call), 'wrong-state');
      await bench.driver.forceStop(definition.ref, bench.call);
      const base = await bench.driver.sealBase(definition.ref, bench.call);
      const node = await bench.createRunningNode({ base });
      await bench.expectState(node.ref, 'running');
    },
  },
  {
    title: 'does nothing when a running node is started',
    needs: ['power'],
    run: async (bench) => {
      const { ref } = await bench.createRunningNode();

      await bench.driver.start(ref, bench.call);
      await bench.harness.createDriver().start(ref, bench.call);

      await bench.expectState(ref, 'running');
    },
  },
  {
    title: 'runs clones of one base side by side',
    needs: ['power'],
    run: async (bench) => {
      const nodes = [await bench.createNode(), await bench.createNode({ ref: bench.ref('pi-201') })];

      for (const { ref } of nodes) await bench.start(ref);

      const all = await bench.driver.inspectAll(
        nodes.map(({ ref }) => ref),
        bench.call,
      );
      expect([...all.values()].map(({ state }) => state)).toEqual(['running', 'running']);
    },
  },
  {
    title: 'starts a node after another clone of its base was deleted',
    needs: ['power'],
    run: async (bench) => {
      const [first, second] = [await bench.createNode(), await bench.createNode({ ref: bench.ref('pi-201') })];
      await bench.driver.deleteVm(first.ref, bench.call);

      await bench.start(second.ref);

      await bench.expectState(second.ref, 'running');
    },
  },
  {
    title: 'starts a node in a folder whose path is longer than a socket path may be',
    needs: ['power'],
    run: async (bench) => {
      const folder = ['Eine sehr lange Überschrift eines Ordners', 'und noch ein Ordner darin', 'pi-200'].join('/');
      const { ref } = await bench.createRunningNode({ ref: bench.ref('pi-200', folder) });

      await bench.expectState(ref, 'running');
      await bench.driver.forceStop(ref, bench.call);
      await bench.expectState(ref, 'stopped');
    },
  },
  {
    title: 'writes the serial output of a running node into its file',
    needs: ['power'],
    capabilities: { console: true },
    run: async (bench) => {
      const { serialLogPath } = await bench.createRunningNode();

      await expect.poll(() => access(serialLogPath), { timeout: 10_000 }).toBeUndefined();
    },
  },
  {
    title: 'refuses to start a VM that does not exist',
    run: async (bench) => {
      await expectFailure(bench.driver.start(bench.ref('nobody'), bench.call), 'vm-not-found');
    },
  },
  {
    title: 'says that the port is taken, and starts once it is free',
    needs: ['power'],
    run: async (bench) => {
      const { ref, sshPort } = await bench.createNode();
      const giveBack = await bench.harness.holdPort(sshPort);

      await expectFailure(bench.start(ref), 'port-taken');

      await bench.expectState(ref, 'stopped');
      await giveBack();
      await bench.start(ref);
      await bench.expectState(ref, 'running');
    },
  },
];

const stopping: readonly DriverCase[] = [
  {
    title: 'asks a guest to shut down, and it does',
    needs: ['power', 'gracefulStop'],
    run: async (bench) => {
      const { ref } = await bench.createRunningNode();

      await bench.driver.requestStop(ref, bench.call);

      await expectStopped(bench, ref);
    },
  },
  {
    title: 'asks a running guest to shut down without waiting for it, as often as it is told to',
    needs: ['power'],
    run: async (bench) => {
      const { ref } = await bench.createRunningNode();

      await bench.driver.requestStop(ref, bench.call);
      await bench.driver.requestStop(ref, bench.call);

      expect(['running', 'stopping', 'stopped']).toContain((await bench.inspect(ref)).state);
    },
  },
  {
    title: 'does nothing when a VM that is off is asked to stop or forced to',
    run: async (bench) => {
      const { ref } = await bench.createNode();
      const before = await bench.inspect(ref);

      await bench.driver.requestStop(ref, bench.call);
      await bench.driver.forceStop(ref, bench.call);

      expect(await bench.inspect(ref)).toEqual(before);
    },
  },
  {
    title: 'does nothing when an absent VM is asked to stop or forced to',
    run: async (bench) => {
      const ref = bench.ref('nobody');

      await bench.driver.requestStop(ref, bench.call);
      await bench.driver.forceStop(ref, bench.call);

      await bench.expectState(ref, 'absent');
    },
  },
  {
    title: 'cuts the power: the VM is off when the call returns, and can be started again',
    needs: ['power'],
    run: async (bench) => {
      const { ref } = await bench.createRunningNode();

      await bench.driver.forceStop(ref, bench.call);

      await bench.expectState(ref, 'stopped');
      await bench.start(ref);
      await bench.expectState(ref, 'running');
      await bench.harness.createDriver().forceStop(ref, bench.call);
      await bench.expectState(ref, 'stopped');
    },
  },
  {
    title: 'refuses to delete or release a running VM',
    needs: ['power'],
    run: async (bench) => {
      const { ref } = await bench.createRunningNode();

      await expectFailure(bench.driver.deleteVm(ref, bench.call), 'wrong-state');
      await expectFailure(bench.driver.releaseVm(ref, bench.call), 'wrong-state');

      await bench.expectState(ref, 'running');
    },
  },
  {
    title: 'starts a VM that was moved while it was off, with the seed and the serial log in its folder',
    needs: ['power'],
    run: async (bench) => {
      const { ref } = await bench.createNode(await bench.filesInFolder(bench.ref('pi-200')));
      const moved = bench.moved(ref, 'elsewhere');
      await bench.driver.releaseVm(ref, bench.call);
      await rename(ref.dir, moved.dir);
      await bench.driver.adoptVm(moved, bench.call);

      await bench.start(moved);

      await bench.expectState(moved, 'running');
      await expect.poll(() => access(path.join(moved.dir, serialLogFileName)), { timeout: 10_000 }).toBeUndefined();
    },
  },
];

const forwarding: readonly DriverCase[] = [
  {
    title: 'forwards the SSH port of a running node on 127.0.0.1 alone, and moves the forward',
    needs: ['power', 'forward'],
    run: async (bench) => {
      const { ref, sshPort } = await bench.createRunningNode();
      const otherPort = await bench.harness.freePort();
      expect(await accepts('127.0.0.1', sshPort)).toBe(true);
      expect(await accepts('127.0.0.2', sshPort)).toBe(false);

      await bench.driver.setSshPort(ref, otherPort, bench.call);

      expect(await accepts('127.0.0.1', otherPort)).toBe(true);
      expect(await accepts('127.0.0.1', sshPort)).toBe(false);
    },
  },
  {
    title: 'moves the SSH forward of a running VM, and remembers it when the VM is off',
    needs: ['power'],
    run: async (bench) => {
      const { ref } = await bench.createRunningNode();
      const sshPort = await bench.harness.freePort();

      await bench.driver.setSshPort(ref, sshPort, bench.call);

      expect((await bench.inspect(ref)).sshPort).toBe(sshPort);
      await bench.driver.forceStop(ref, bench.call);
      expect((await bench.inspect(ref)).sshPort).toBe(sshPort);
    },
  },
];

/** Starting, stopping, and what only a running VM shows. */
export function powerCases(): readonly DriverCase[] {
  return [...starting, ...stopping, ...forwarding];
}
