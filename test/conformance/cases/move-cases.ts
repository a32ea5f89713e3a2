import { mkdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'vitest';
import { expectFailure } from '../driver-bench.ts';
import type { DriverCase } from '../driver-case.ts';

const cases: readonly DriverCase[] = [
  {
    title: 'forgets a released VM, keeps its files, and knows it again from another folder',
    run: async (bench) => {
      const node = await bench.createNode();
      const before = await bench.inspect(node.ref);
      const moved = bench.moved(node.ref, 'moved/Größe');

      await bench.driver.releaseVm(node.ref, bench.call);
      await bench.expectState(node.ref, 'absent');
      await mkdir(path.dirname(moved.dir), { recursive: true });
      await rename(node.ref.dir, moved.dir);
      await bench.harness.createDriver().adoptVm(moved, bench.call);

      expect(await bench.inspect(moved)).toEqual(before);
      // A hypervisor with a registry of its own knows it, in a folder that is not the one asked about.
      expect(['absent', 'broken']).toContain((await bench.inspect(node.ref)).state);
    },
  },
  {
    title: 'deletes a VM that was moved, and the base of it after that',
    run: async (bench) => {
      const base = await bench.createSealedBase();
      const node = await bench.createNode({ base });
      const moved = bench.moved(node.ref, 'elsewhere');
      await bench.driver.releaseVm(node.ref, bench.call);
      await rename(node.ref.dir, moved.dir);
      await bench.driver.adoptVm(moved, bench.call);

      await expectFailure(bench.driver.deleteVm(base, bench.call), 'base-in-use');
      await bench.driver.deleteVm(moved, bench.call);
      await bench.driver.deleteVm(base, bench.call);

      expect((await bench.files()).filter((file) => file.startsWith(moved.dir + path.sep))).toEqual([]);
      await bench.expectState(base, 'absent');
    },
  },
  {
    title: 'deletes a base after the folder of its released clone was taken away',
    run: async (bench) => {
      const base = await bench.createSealedBase();
      const node = await bench.createNode({ base });
      await bench.driver.releaseVm(node.ref, bench.call);
      await rm(node.ref.dir, { recursive: true });

      await bench.driver.deleteVm(base, bench.call);

      await bench.expectState(base, 'absent');
      await bench.expectState(node.ref, 'absent');
    },
  },
  {
    title: 'takes a released VM for absent: deleting it keeps its files',
    run: async (bench) => {
      const node = await bench.createNode();
      await bench.driver.releaseVm(node.ref, bench.call);
      const files = await bench.files(node.ref.dir);

      await bench.driver.deleteVm(node.ref, bench.call);

      expect(await bench.files(node.ref.dir)).toEqual(files);
      await bench.driver.adoptVm(node.ref, bench.call);
      await bench.expectState(node.ref, 'stopped');
    },
  },
  {
    title: 'does nothing when a VM is released or adopted a second time, or an absent one released',
    run: async (bench) => {
      const node = await bench.createNode();

      await bench.driver.adoptVm(node.ref, bench.call);
      await bench.expectState(node.ref, 'stopped');
      await bench.driver.releaseVm(node.ref, bench.call);
      await bench.driver.releaseVm(node.ref, bench.call);
      await bench.driver.releaseVm(bench.ref('nobody'), bench.call);

      await bench.expectState(node.ref, 'absent');
      await bench.driver.adoptVm(node.ref, bench.call);
      await bench.driver.adoptVm(node.ref, bench.call);
      await bench.expectState(node.ref, 'stopped');
    },
  },
  {
    title: 'exports a powered-off VM into one file',
    capabilities: { exportAppliance: true },
    run: async (bench) => {
      const node = await bench.createNode();
      const targetPath = path.join(path.dirname(node.seedPath), 'Gerät.ova');

      await bench.driver.exportVm(node.ref, targetPath, bench.call);

      expect((await stat(targetPath)).size).toBeGreaterThan(0);
      await bench.expectState(node.ref, 'stopped');
    },
  },
  {
    title: 'says that it exports no appliances',
    capabilities: { exportAppliance: false },
    run: async (bench) => {
      const node = await bench.createNode();
      const targetPath = path.join(path.dirname(node.seedPath), 'appliance.ova');

      await expectFailure(bench.driver.exportVm(node.ref, targetPath, bench.call), 'not-supported');
    },
  },
];

/** Releasing, adopting and exporting VMs. */
export function moveCases(): readonly DriverCase[] {
  return cases;
}
