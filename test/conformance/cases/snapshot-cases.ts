import { rename } from 'node:fs/promises';
import { expect } from 'vitest';
import { expectFailure } from '../driver-bench.ts';
import type { DriverCase } from '../driver-case.ts';

const snapshotName = 'vor der Übung';

const cases: readonly DriverCase[] = [
  {
    title: 'has no snapshots on a new node',
    capabilities: { snapshots: true },
    run: async (bench) => {
      const { ref } = await bench.createNode();

      expect(await bench.driver.listSnapshots(ref, bench.call)).toEqual([]);
    },
  },
  {
    title: 'takes, lists, restores and deletes snapshots of a VM that is off',
    capabilities: { snapshots: true },
    run: async (bench) => {
      const { ref } = await bench.createNode();

      const first = await bench.driver.takeSnapshot(ref, snapshotName, bench.call);
      const second = await bench.driver.takeSnapshot(ref, 'second', bench.call);

      expect(first.name).toBe(snapshotName);
      await bench.expectState(ref, 'stopped');
      expect(await bench.driver.listSnapshots(ref, bench.call)).toEqual([first, second]);
      await bench.driver.restoreSnapshot(ref, first.snapshotId, bench.call);
      await bench.expectState(ref, 'stopped');
      // Not the one it went back to: VirtualBox cannot delete a snapshot that another and the VM itself stand on.
      await bench.driver.deleteSnapshot(ref, second.snapshotId, bench.call);
      expect(await bench.harness.createDriver().listSnapshots(ref, bench.call)).toEqual([first]);
    },
  },
  {
    title: 'tells snapshots of one name apart by their ids',
    capabilities: { snapshots: true },
    run: async (bench) => {
      const { ref } = await bench.createNode();
      const first = await bench.driver.takeSnapshot(ref, snapshotName, bench.call);
      const second = await bench.driver.takeSnapshot(ref, snapshotName, bench.call);

      await bench.driver.deleteSnapshot(ref, first.snapshotId, bench.call);

      expect(second.snapshotId).not.toBe(first.snapshotId);
      expect(await bench.driver.listSnapshots(ref, bench.call)).toEqual([second]);
    },
  },
  {
    title: 'refuses a snapshot that does not exist',
    capabilities: { snapshots: true },
    run: async (bench) => {
      const { ref } = await bench.createNode();
      const unknownId = bench.ref('unused').vmId;

      await expectFailure(bench.driver.restoreSnapshot(ref, unknownId, bench.call), 'snapshot-not-found');
      await expectFailure(bench.driver.deleteSnapshot(ref, unknownId, bench.call), 'snapshot-not-found');
    },
  },
  {
    title: 'keeps snapshots when the same node is created again and when it is moved',
    capabilities: { snapshots: true },
    run: async (bench) => {
      const node = await bench.createNode();
      const snapshot = await bench.driver.takeSnapshot(node.ref, snapshotName, bench.call);
      const moved = bench.moved(node.ref, 'elsewhere');

      await bench.driver.createNode(node, bench.call);
      await bench.driver.releaseVm(node.ref, bench.call);
      await rename(node.ref.dir, moved.dir);
      await bench.driver.adoptVm(moved, bench.call);

      expect(await bench.driver.listSnapshots(moved, bench.call)).toEqual([snapshot]);
      await bench.driver.restoreSnapshot(moved, snapshot.snapshotId, bench.call);
      await bench.expectState(moved, 'stopped');
    },
  },
  {
    title: 'removes a VM together with its snapshots',
    capabilities: { snapshots: true },
    run: async (bench) => {
      const { ref } = await bench.createNode();
      await bench.driver.takeSnapshot(ref, snapshotName, bench.call);

      await bench.driver.deleteVm(ref, bench.call);

      await bench.expectState(ref, 'absent');
      expect((await bench.files()).filter((file) => file.startsWith(ref.dir))).toEqual([]);
      await bench.expectState(bench.base, 'stopped');
    },
  },
  {
    title: 'takes a snapshot of a running VM with its memory, and goes on from there',
    needs: ['power'],
    capabilities: { snapshots: true, savedState: true },
    run: async (bench) => {
      const { ref } = await bench.createRunningNode();

      const snapshot = await bench.driver.takeSnapshot(ref, snapshotName, bench.call);

      await bench.expectState(ref, 'running');
      await expectFailure(bench.driver.restoreSnapshot(ref, snapshot.snapshotId, bench.call), 'wrong-state');
      await bench.driver.forceStop(ref, bench.call);
      expect(await bench.driver.listSnapshots(ref, bench.call)).toEqual([snapshot]);
      await bench.driver.restoreSnapshot(ref, snapshot.snapshotId, bench.call);
      await bench.expectState(ref, 'suspended');
      await bench.start(ref);
      await bench.expectState(ref, 'running');
    },
  },
  {
    title: 'lists and deletes the snapshots of a running VM',
    needs: ['power'],
    capabilities: { snapshots: true },
    run: async (bench) => {
      const { ref } = await bench.createRunningNode();
      const snapshot = await bench.driver.takeSnapshot(ref, snapshotName, bench.call);
      expect(await bench.driver.listSnapshots(ref, bench.call)).toEqual([snapshot]);

      await bench.driver.deleteSnapshot(ref, snapshot.snapshotId, bench.call);

      expect(await bench.driver.listSnapshots(ref, bench.call)).toEqual([]);
      await bench.expectState(ref, 'running');
    },
  },
  {
    title: 'says that it takes no snapshots',
    capabilities: { snapshots: false },
    run: async (bench) => {
      const { ref } = await bench.createNode();

      await expectFailure(bench.driver.takeSnapshot(ref, snapshotName, bench.call), 'not-supported');
      await expectFailure(bench.driver.restoreSnapshot(ref, 'any', bench.call), 'not-supported');
      await expectFailure(bench.driver.deleteSnapshot(ref, 'any', bench.call), 'not-supported');
      await expectFailure(bench.driver.listSnapshots(ref, bench.call), 'not-supported');
    },
  },
];

/** Named points to go back to. */
export function snapshotCases(): readonly DriverCase[] {
  return cases;
}
