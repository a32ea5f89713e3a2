import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'vitest';
import { awkwardGroupName, expectFailure, seedFileName } from '../driver-bench.ts';
import type { DriverCase } from '../driver-case.ts';

const making: readonly DriverCase[] = [
  {
    title: 'makes a node that is off and is what its definition says',
    run: async (bench) => {
      const node = await bench.createNode({ cpus: 2 });

      const inspection = await bench.inspect(node.ref);
      expect(inspection).toMatchObject({
        state: 'stopped',
        cpus: 2,
        memoryMiB: node.memoryMiB,
        sshPort: node.sshPort,
      });
      expect(inspection.adapters).toEqual([
        { kind: 'nat', mac: node.natMac, networkName: null, cableConnected: true },
        { kind: 'internal', mac: node.labMac, networkName: node.networkName, cableConnected: true },
      ]);
    },
  },
  {
    title: 'makes a node whose disk holds only what differs from the base',
    capabilities: { linkedClone: true },
    run: async (bench) => {
      const node = await bench.createNode();

      const { diskUsedBytes } = await bench.inspect(node.ref);
      expect(diskUsedBytes).toBeGreaterThan(0);
      expect(diskUsedBytes).toBeLessThan(8 * 1024 ** 2);
    },
  },
  {
    title: 'shows a node in the group of its lab',
    capabilities: { groups: true },
    run: async (bench) => {
      const node = await bench.createNode();

      expect((await bench.inspect(node.ref)).group).toBe(awkwardGroupName);
    },
  },
  {
    title: 'changes nothing when the same node is created again',
    run: async (bench) => {
      const node = await bench.createNode();
      const before = { inspection: await bench.inspect(node.ref), files: await bench.files() };

      await bench.harness.createDriver().createNode(node, bench.call);

      expect({ inspection: await bench.inspect(node.ref), files: await bench.files() }).toEqual(before);
    },
  },
  {
    title: 'makes and deletes base and node in folders that hold their seed already, and keeps the seed',
    run: async (bench) => {
      const baseFiles = await bench.filesInFolder(bench.ref('base'));
      await bench.driver.createBase(await bench.baseDefinition(baseFiles), bench.call);
      const base = await bench.driver.sealBase(baseFiles.ref, bench.call);
      const node = await bench.createNode({ ...(await bench.filesInFolder(bench.ref('pi-200'))), base });
      await bench.expectState(node.ref, 'stopped');

      await bench.driver.deleteVm(node.ref, bench.call);
      await bench.driver.deleteVm(base, bench.call);

      expect(await readdir(node.ref.dir)).toEqual([seedFileName]);
      expect(await readdir(base.dir)).toEqual([seedFileName]);
    },
  },
  {
    title: 'makes a node whose disk is larger than the disk of the base',
    run: async (bench) => {
      const node = await bench.createNode({ diskBytes: bench.harness.imageBytes * 4 });

      await bench.expectState(node.ref, 'stopped');
    },
  },
  {
    title: 'refuses a clone of a base that does not exist',
    run: async (bench) => {
      const definition = await bench.nodeDefinition({ base: { ...bench.ref('no base'), snapshotId: 'base' } });

      await expect(bench.driver.createNode(definition, bench.call)).rejects.toMatchObject({ name: 'LabError' });
      await bench.expectState(definition.ref, 'absent');
    },
  },
  {
    title: 'refuses a clone of a base that is not sealed',
    run: async (bench) => {
      const base = await bench.baseDefinition();
      await bench.driver.createBase(base, bench.call);
      const definition = await bench.nodeDefinition({ base: { ...base.ref, snapshotId: 'base' } });

      await expect(bench.driver.createNode(definition, bench.call)).rejects.toMatchObject({ name: 'LabError' });
      await bench.expectState(definition.ref, 'absent');
    },
  },
  {
    title: 'keeps all files of a node in its folder',
    run: async (bench) => {
      const definition = await bench.nodeDefinition();
      const before = await bench.files(bench.harness.rootDir);

      await bench.driver.createNode(definition, bench.call);

      const added = (await bench.files(bench.harness.rootDir)).filter((file) => !before.includes(file));
      const homes = [definition.ref.dir, bench.base.dir].map((dir) => dir + path.sep);
      expect(added.some((file) => file.startsWith(definition.ref.dir + path.sep))).toBe(true);
      expect(added.filter((file) => !homes.some((home) => file.startsWith(home)))).toEqual([]);
    },
  },
  {
    title: 'makes four nodes of one base at once',
    run: async (bench) => {
      const refs = [200, 201, 202, 203].map((number) => bench.ref(`pi-${number}`));

      const nodes = await Promise.all(refs.map((ref) => bench.createNode({ ref })));

      const all = await bench.driver.inspectAll(refs, bench.call);
      expect(refs.map(({ vmId }) => all.get(vmId)?.state)).toEqual(refs.map(() => 'stopped'));
      expect(refs.map(({ vmId }) => all.get(vmId)?.sshPort)).toEqual(nodes.map(({ sshPort }) => sshPort));
    },
  },
  {
    title: 'tells two nodes of the same name apart',
    run: async (bench) => {
      const first = await bench.createNode({ ref: bench.ref('pi-200', 'lab one/pi-200'), group: 'Lab one' });
      const second = await bench.createNode({ ref: bench.ref('pi-200', 'lab two/pi-200'), group: 'Lab two' });

      await bench.driver.deleteVm(first.ref, bench.call);

      await bench.expectState(first.ref, 'absent');
      expect(await bench.inspect(second.ref)).toMatchObject({ state: 'stopped', sshPort: second.sshPort });
    },
  },
];

const removing: readonly DriverCase[] = [
  {
    title: 'removes a node with all its files and leaves the other clones and the base whole',
    run: async (bench) => {
      const [first, second] = [await bench.createNode(), await bench.createNode({ ref: bench.ref('pi-201') })];

      await bench.driver.deleteVm(first.ref, bench.call);

      await bench.expectState(first.ref, 'absent');
      expect((await bench.files()).filter((file) => file.startsWith(first.ref.dir + path.sep))).toEqual([]);
      await bench.expectState(second.ref, 'stopped');
      await bench.expectState(bench.base, 'stopped');
      await bench.driver.createNode(first, bench.call);
      await bench.expectState(first.ref, 'stopped');
    },
  },
  {
    title: 'leaves files in the folder of a deleted VM that it did not write',
    run: async (bench) => {
      const node = await bench.createNode();
      const foreignPath = path.join(node.ref.dir, 'notes of the user.txt');
      await writeFile(foreignPath, 'precious');

      await bench.driver.deleteVm(node.ref, bench.call);

      expect(await readFile(foreignPath, 'utf8')).toBe('precious');
    },
  },
  {
    title: 'leaves a VM alone when the folder is right and the id is another',
    run: async (bench) => {
      const node = await bench.createNode();
      const stranger = { ...bench.ref('stranger'), dir: node.ref.dir };

      const files = await bench.files(node.ref.dir);

      // A hypervisor that knows no such id may say nothing; whoever looks into the folder refuses.
      const leaveAlone = async (work: Promise<void>): Promise<void> =>
        work.catch((error: unknown) => {
          expect(error).toMatchObject({ code: 'vm-not-ours' });
        });
      await leaveAlone(bench.driver.forceStop(stranger, bench.call));
      await leaveAlone(bench.driver.deleteVm(stranger, bench.call));

      expect(['absent', 'broken']).toContain((await bench.inspect(stranger)).state);
      expect(await bench.files(node.ref.dir)).toEqual(files);
      await bench.expectState(node.ref, 'stopped');
    },
  },
  {
    title: 'makes a shared disk once and keeps it when the nodes that share it are deleted',
    capabilities: { sharedDisk: true },
    run: async (bench) => {
      const diskPath = path.join(path.dirname(await bench.file('x')), 'shared disk');
      await bench.driver.createSharedDisk(diskPath, 16, bench.call);
      const made = await stat(diskPath);
      await bench.driver.createSharedDisk(diskPath, 16, bench.call);
      const before = await stat(diskPath);
      expect(before.mtimeMs).toBe(made.mtimeMs);
      const first = await bench.createNode({ sharedDiskPaths: [diskPath] });
      const second = await bench.createNode({ ref: bench.ref('pi-201'), sharedDiskPaths: [diskPath] });

      await bench.driver.deleteVm(first.ref, bench.call);
      await bench.expectState(second.ref, 'stopped');
      await bench.driver.deleteVm(second.ref, bench.call);

      const after = await stat(diskPath);
      expect({ size: after.size, inode: after.ino }).toEqual({ size: before.size, inode: before.ino });
    },
  },
  {
    title: 'says that it has no shared disks',
    capabilities: { sharedDisk: false },
    run: async (bench) => {
      const diskPath = path.join(bench.rootDir, 'shared disk');

      await expectFailure(bench.driver.createSharedDisk(diskPath, 16, bench.call), 'not-supported');
    },
  },
];

/** Making and removing nodes. */
export function nodeCases(): readonly DriverCase[] {
  return [...making, ...removing];
}
