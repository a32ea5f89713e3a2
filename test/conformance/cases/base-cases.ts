import { readFile, rm, writeFile } from 'node:fs/promises';
import { expect } from 'vitest';
import { seedImageBytes } from '../../../src-main/guest/seed-image.ts';
import { expectFailure } from '../driver-bench.ts';
import type { DriverCase } from '../driver-case.ts';

const cases: readonly DriverCase[] = [
  {
    title: 'makes a base that is off, with one NAT adapter and no forward',
    run: async (bench) => {
      const definition = await bench.baseDefinition({ cpus: 2 });

      await bench.driver.createBase(definition, bench.call);

      const inspection = await bench.inspect(definition.ref);
      expect(inspection).toMatchObject({ state: 'stopped', cpus: 2, memoryMiB: definition.memoryMiB });
      expect(inspection.adapters).toEqual([
        { kind: 'nat', mac: definition.natMac, networkName: null, cableConnected: true },
      ]);
      expect(inspection.sshPort ?? null).toBeNull();
    },
  },
  {
    title: 'changes nothing when the same base is created again',
    run: async (bench) => {
      const definition = await bench.baseDefinition();
      await bench.driver.createBase(definition, bench.call);
      const before = { inspection: await bench.inspect(definition.ref), files: await bench.files() };

      await bench.driver.createBase(definition, bench.call);

      expect({ inspection: await bench.inspect(definition.ref), files: await bench.files() }).toEqual(before);
    },
  },
  {
    title: 'changes nothing when a sealed base is created again',
    run: async (bench) => {
      const definition = await bench.baseDefinition();
      await bench.driver.createBase(definition, bench.call);
      const sealed = await bench.driver.sealBase(definition.ref, bench.call);

      await bench.driver.createBase(definition, bench.call);

      expect(await bench.driver.sealBase(definition.ref, bench.call)).toEqual(sealed);
      await expectFailure(bench.driver.start(definition.ref, bench.call), 'wrong-state');
    },
  },
  {
    title: 'copies the image, leaves it unchanged and needs it no more',
    run: async (bench) => {
      const image = await readFile(bench.harness.imagePath);
      const imagePath = await bench.file('image of its own.img');
      await writeFile(imagePath, image);
      const definition = await bench.baseDefinition({ source: { kind: 'disk-image', imagePath } });

      await bench.driver.createBase(definition, bench.call);

      expect((await readFile(imagePath)).equals(image)).toBe(true);
      await rm(imagePath);
      const base = await bench.driver.sealBase(definition.ref, bench.call);
      const node = await bench.createNode({ base });
      await bench.expectState(definition.ref, 'stopped');
      await bench.expectState(node.ref, 'stopped');
    },
  },
  {
    title: 'makes a base to be installed from a medium, and needs no CD of it any more once it is sealed',
    run: async (bench) => {
      const isoPath = await bench.file('Ubuntu (Server).iso');
      await writeFile(isoPath, seedImageBytes({ userData: '', metaData: '', networkConfig: '' }));
      const medium = await readFile(isoPath);
      const definition = await bench.baseDefinition({ source: { kind: 'installer', isoPath } });

      await bench.driver.createBase(definition, bench.call);

      expect(await bench.inspect(definition.ref)).toMatchObject({ state: 'stopped', cpus: 1 });
      expect((await readFile(isoPath)).equals(medium)).toBe(true);
      const base = await bench.driver.sealBase(definition.ref, bench.call);
      await rm(isoPath);
      await rm(definition.seedPath);
      const node = await bench.createNode({ base });
      await bench.expectState(definition.ref, 'stopped');
      await bench.expectState(node.ref, 'stopped');
    },
  },
  {
    title: 'starts a base from its medium, over again after a stop',
    needs: ['power'],
    run: async (bench) => {
      const isoPath = await bench.file('medium.iso');
      await writeFile(isoPath, seedImageBytes({ userData: '', metaData: '', networkConfig: '' }));
      const definition = await bench.baseDefinition({ source: { kind: 'installer', isoPath } });
      await bench.driver.createBase(definition, bench.call);

      await bench.driver.start(definition.ref, bench.call);

      await bench.expectState(definition.ref, 'running');
      await bench.driver.forceStop(definition.ref, bench.call);
      await bench.driver.start(definition.ref, bench.call);
      await bench.expectState(definition.ref, 'running');
    },
  },
  {
    title: 'seals a base once: the second call gives the same answer',
    run: async (bench) => {
      const definition = await bench.baseDefinition();
      await bench.driver.createBase(definition, bench.call);
      const sealed = await bench.driver.sealBase(definition.ref, bench.call);

      const again = await bench.harness.createDriver().sealBase(definition.ref, bench.call);

      expect(sealed).toEqual({ ...definition.ref, snapshotId: sealed.snapshotId });
      expect(sealed.snapshotId).not.toBe('');
      expect(again).toEqual(sealed);
    },
  },
  {
    title: 'detaches the seed when it seals: nothing misses it afterwards',
    run: async (bench) => {
      const definition = await bench.baseDefinition();
      await bench.driver.createBase(definition, bench.call);
      const base = await bench.driver.sealBase(definition.ref, bench.call);

      await rm(definition.seedPath);

      const node = await bench.createNode({ base });
      await bench.expectState(definition.ref, 'stopped');
      await bench.expectState(node.ref, 'stopped');
    },
  },
  {
    title: 'refuses to seal a base that does not exist',
    run: async (bench) => {
      await expectFailure(bench.driver.sealBase(bench.ref('nobody'), bench.call), 'vm-not-found');
    },
  },
  {
    title: 'refuses to start a sealed base',
    run: async (bench) => {
      await expectFailure(bench.driver.start(bench.base, bench.call), 'wrong-state');

      await bench.expectState(bench.base, 'stopped');
    },
  },
  {
    title: 'refuses to delete a base that has clones, before anything is changed',
    run: async (bench) => {
      const base = await bench.createSealedBase();
      const node = await bench.createNode({ base });
      const before = await Promise.all([bench.inspect(base), bench.inspect(node.ref), bench.files()]);

      await expectFailure(bench.driver.deleteVm(base, bench.call), 'base-in-use');

      expect(await Promise.all([bench.inspect(base), bench.inspect(node.ref), bench.files()])).toEqual(before);
      const second = await bench.createNode({ base, ref: bench.ref('pi-201') });
      await bench.expectState(second.ref, 'stopped');
    },
  },
  {
    title: 'deletes a base once its last clone is gone, and leaves no file of it',
    run: async (bench) => {
      const base = await bench.createSealedBase();
      const node = await bench.createNode({ base });
      await bench.driver.deleteVm(node.ref, bench.call);

      await bench.driver.deleteVm(base, bench.call);

      await bench.expectState(base, 'absent');
      const files = await bench.files();
      expect(files.filter((file) => file.startsWith(base.dir))).toEqual([]);
    },
  },
  {
    title: 'does nothing when an absent VM is deleted',
    run: async (bench) => {
      await bench.driver.deleteVm(bench.ref('nobody'), bench.call);

      await bench.expectState(bench.ref('nobody'), 'absent');
    },
  },
];

/** Making, sealing and removing the base. */
export function baseCases(): readonly DriverCase[] {
  return cases;
}
