import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { mkdir, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { LabError } from '../../src-main/domain/failure.ts';
import type { NodeDefinition, SealedBase } from '../../src-main/hypervisors/driver.ts';
import { tool } from './support/host.ts';
import { createCountingRunner, createRealDriver, describeVirtualBox, makeRoot } from './support/real-virtualbox.ts';
import {
  call,
  defineBase,
  defineNode,
  makeImage,
  mebibyte,
  rawInfo,
  vbox,
  waitForServerToEnd,
} from './support/virtualbox-lab.ts';

const group = 'Big Data Labor';

function sortedLines(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .sort();
}

describeVirtualBox('a lab on the real VBoxManage', () => {
  const runner = createCountingRunner();
  const driver = createRealDriver(runner);
  let root: Awaited<ReturnType<typeof makeRoot>>;
  let homeDir: string;
  let imagePath: string;
  let base: SealedBase;
  let nodes: readonly NodeDefinition[];
  let sharedDiskPath: string;

  beforeAll(async () => {
    root = await makeRoot();
    homeDir = join(root.rootDir, 'Žofie Novák (Gäste)');
    await mkdir(homeDir);
    imagePath = join(root.rootDir, 'image.qcow2');
    makeImage(imagePath);
    sharedDiskPath = join(homeDir, 'labs/a/shared/one.img');
  });

  afterAll(async () => {
    await root.remove();
  });

  it('makes a base out of a qcow2 image, bit by bit, and leaves the image out of its registry', async () => {
    const definition = await defineBase(homeDir, 'base', imagePath);

    await driver.createBase(definition, call);
    base = await driver.sealBase(definition.ref, call);

    const copy = join(root.rootDir, 'copy.raw');
    tool('qemu-img', 'convert', '-O', 'raw', join(base.dir, 'base.vdi'), copy);
    await truncate(copy, 200 * mebibyte);
    expect(tool('qemu-img', 'compare', '-F', 'raw', imagePath, copy)).toContain('identical');
    await rm(copy);
    expect(vbox('list', '--long', 'hdds')).not.toContain(imagePath);
    expect(Object.fromEntries(rawInfo(base))).toMatchObject({
      'SATA-1-0': 'none',
      uart1: 'off',
      nic1: 'nat',
      nic2: 'none',
      SnapshotUUID: base.snapshotId,
    });
    expect(rawInfo(base).has('Forwarding(0)')).toBe(false);
  });

  it('defines five nodes with three calls each, one more for a shared disk and one in all', async () => {
    await driver.createSharedDisk(sharedDiskPath, 16, call);
    const wish = { base, labDir: join(homeDir, 'labs/a'), group, sharedDiskPath };
    nodes = await Promise.all([200, 201, 202, 203, 204].map((number) => defineNode(number, wish)));
    const before = runner.count();

    await Promise.all(nodes.map((node) => driver.createNode(node, call)));

    // A call that met a lock is made again: only different ones count.
    expect(new Set(runner.started().slice(before).map(String)).size).toBe(5 * 4 + 1);
  });

  it('writes the disk of a node anew without what is empty, and no disk that others stand on', async () => {
    const [node] = nodes;
    if (node === undefined) throw new Error('there are nodes');
    const digest = async (): Promise<string> =>
      createHash('sha256')
        .update(await readFile(join(base.dir, 'base.vdi')))
        .digest('hex');
    const before = await digest();
    const calls = runner.count();

    await driver.compactDisk?.(node.ref, call);

    const compacted = runner
      .started()
      .slice(calls)
      .filter(([verb]) => verb === 'modifymedium');
    expect(compacted).toEqual([['modifymedium', 'disk', rawInfo(node.ref).get('SATA-ImageUUID-0-0'), '--compact']]);
    expect(await digest()).toBe(before);
    expect(await driver.inspect(node.ref, call)).toMatchObject({ state: 'stopped', reasons: [] });
  });

  it('shows in VirtualBox what status says, and what was asked for', async () => {
    const all = await driver.inspectAll([base, ...nodes.map(({ ref }) => ref)], call);

    for (const node of nodes) {
      const raw = rawInfo(node.ref);
      expect(Object.fromEntries(raw)).toMatchObject({
        groups: `/${group}`,
        VMState: 'poweroff',
        cpus: '2',
        memory: '768',
        nic1: 'nat',
        macaddress1: node.natMac.replaceAll(':', '').toUpperCase(),
        'Forwarding(0)': `ssh,tcp,127.0.0.1,${node.sshPort},,22`,
        nic2: 'intnet',
        intnet2: 'bigdata',
        macaddress2: node.labMac.replaceAll(':', '').toUpperCase(),
        uartmode1: `file,${node.serialLogPath}`,
        'SATA-1-0': node.seedPath,
        'SATA-2-0': sharedDiskPath,
      });
      const inspection = all.get(node.ref.vmId);
      expect(inspection).toEqual(await driver.inspect(node.ref, call));
      expect(inspection).toMatchObject({
        state: 'stopped',
        cpus: 2,
        memoryMiB: 768,
        group,
        sshPort: node.sshPort,
        adapters: [
          { kind: 'nat', mac: node.natMac, cableConnected: true },
          { kind: 'internal', mac: node.labMac, networkName: 'bigdata', cableConnected: true },
        ],
      });
    }
    const hosts = vbox('list', 'groups');
    expect(hosts).toContain(`"/${group}"`);
  });

  it('stands all nodes on one disk', () => {
    const [medium = ''] = vbox('showmediuminfo', 'disk', join(base.dir, 'base.vdi'))
      .split(/^Child UUIDs:/m)
      .slice(1);

    // Five clones and the current state of the base itself.
    expect(medium.match(/[0-9a-f-]{36}/g)).toHaveLength(6);
  });

  it('refuses to delete the base under them, and nothing has changed', async () => {
    // VirtualBox 7.2 lists the VMs of a disk in a new order whenever its server is a new process.
    const read = () =>
      [vbox('list', '--long', 'hdds').replace(/^In use by VMs:/gm, ''), vbox('list', 'vms')].map(sortedLines);
    const before = read();

    await expect(driver.deleteVm(base, call)).rejects.toMatchObject({
      code: 'base-in-use',
      params: { users: 'pi-200, pi-201, pi-202, pi-203, pi-204' },
    });
    await expect(driver.releaseVm(base, call)).rejects.toMatchObject({ code: 'base-in-use' });
    await expect(driver.deleteSnapshot(base, base.snapshotId, call)).rejects.toMatchObject({ code: 'base-in-use' });

    expect(read()).toEqual(before);
  });

  it('tells a saved VM, moves its forward, and drops its memory when the power is cut', async () => {
    const node = nodeAt(0);
    const statePath = join(node.ref.dir, 'memory.sav');
    await writeFile(statePath, 'memory');
    vbox('adoptstate', node.ref.vmId, statePath);

    expect((await driver.inspect(node.ref, call)).state).toBe('suspended');
    expect((await driver.inspectAll([node.ref], call)).get(node.ref.vmId)?.state).toBe('suspended');
    await driver.setSshPort(node.ref, 20_999, call);
    await driver.setCable(node.ref, 'internal', false, call);
    expect(await driver.inspect(node.ref, call)).toMatchObject({ state: 'suspended', sshPort: 20_999 });
    await driver.forceStop(node.ref, call);

    expect((await driver.inspect(node.ref, call)).state).toBe('stopped');
    expect(existsSync(statePath)).toBe(false);
    await driver.setSshPort(node.ref, node.sshPort, call);
    await driver.setCable(node.ref, 'internal', true, call);
  });

  it('goes back to a snapshot with memory, and keeps the forward that is in force', async () => {
    const node = nodeAt(1);
    const statePath = join(node.ref.dir, 'memory.sav');
    await writeFile(statePath, 'memory');
    vbox('adoptstate', node.ref.vmId, statePath);
    const snapshot = await driver.takeSnapshot(node.ref, 'mit Speicher', call);
    await driver.forceStop(node.ref, call);
    await driver.setSshPort(node.ref, 20_998, call);

    await driver.restoreSnapshot(node.ref, snapshot.snapshotId, call);

    expect(await driver.inspect(node.ref, call)).toMatchObject({ state: 'suspended', sshPort: 20_998 });
    await driver.forceStop(node.ref, call);
    await driver.setSshPort(node.ref, node.sshPort, call);
  });

  it('deletes a node with branching snapshots, and keeps the disk it shared', async () => {
    const node = nodeAt(2);
    const first = await driver.takeSnapshot(node.ref, 'first', call);
    await driver.takeSnapshot(node.ref, 'second', call);
    await driver.restoreSnapshot(node.ref, first.snapshotId, call);
    await driver.takeSnapshot(node.ref, 'branch', call);
    await expect(driver.deleteSnapshot(node.ref, first.snapshotId, call)).rejects.toMatchObject({
      code: 'wrong-state',
    });

    await driver.deleteVm(node.ref, call);

    expect(existsSync(sharedDiskPath)).toBe(true);
    expect(readdirSync(node.ref.dir)).toEqual(['seed.iso']);
    expect(vbox('list', '--long', 'hdds')).not.toContain(node.ref.dir);
    await waitForServerToEnd();
    expect((await driver.inspect(nodeAt(3).ref, call)).state).toBe('stopped');
    expect(vbox('showmediuminfo', 'disk', sharedDiskPath)).toMatch(/^Type: +shareable$/m);
  });

  it('moves a lab to another folder and back, and VirtualBox still finds everything after its server ended', async () => {
    const node = nodeAt(3);
    const snapshot = await driver.takeSnapshot(node.ref, 'before', call);
    const before = await driver.inspect(node.ref, call);
    const trashDir = join(homeDir, 'trash/20260703');
    const movedRef = { ...node.ref, dir: join(trashDir, 'nodes', node.ref.name) };

    await driver.releaseVm(node.ref, call);
    await mkdir(dirname(movedRef.dir), { recursive: true });
    await rename(node.ref.dir, movedRef.dir);
    await driver.adoptVm(movedRef, call);
    await waitForServerToEnd();

    expect(await driver.inspect(movedRef, call)).toEqual(before);
    expect((await driver.inspectAll([movedRef], call)).get(movedRef.vmId)).toEqual(before);
    expect(Object.fromEntries(rawInfo(movedRef))).toMatchObject({
      'SATA-1-0': join(movedRef.dir, 'seed.iso'),
      'SATA-2-0': sharedDiskPath,
      uartmode1: `file,${join(movedRef.dir, 'serial.log')}`,
    });
    expect(await driver.listSnapshots(movedRef, call)).toEqual([snapshot]);
    await expect(driver.deleteVm(base, call)).rejects.toMatchObject({ code: 'base-in-use' });
    await driver.releaseVm(movedRef, call);
    await rename(movedRef.dir, node.ref.dir);
    await driver.adoptVm(node.ref, call);
    await waitForServerToEnd();
    expect(await driver.inspect(node.ref, call)).toEqual(before);
  });

  it('calls a VM broken whose folder was moved behind its back, and takes it up again where it is', async () => {
    const node = nodeAt(4);
    const movedRef = { ...node.ref, dir: join(homeDir, 'labs/a/nodes/elsewhere') };
    await waitForServerToEnd();
    await rename(node.ref.dir, movedRef.dir);

    const found = await driver.inspect(node.ref, call);
    const all = await driver.inspectAll([node.ref, nodeAt(0).ref], call);

    expect(found.state).toBe('broken');
    expect(found.reasons.join()).not.toBe('');
    expect([...all.values()].map(({ state }) => state)).toEqual(['broken', 'stopped']);
    await expect(driver.start(node.ref, call)).rejects.toMatchObject({ code: 'vm-broken' });
    await rename(movedRef.dir, node.ref.dir);
    expect((await driver.inspect(node.ref, call)).state).toBe('stopped');
  });

  it('exports a node as one file with its real disk size, and keeps a file that was there', async () => {
    const targetPath = join(homeDir, 'Gerät.ova');

    await driver.exportVm(nodeAt(0).ref, targetPath, call);

    const ovf = tool('tar', '-xOf', targetPath, 'Gerät.ovf');
    expect(ovf).toContain(`ovf:capacity="${256 * mebibyte}"`);
    const exported = await readFile(targetPath);
    await expect(driver.exportVm(nodeAt(1).ref, targetPath, call)).rejects.toMatchObject({ name: 'LabError' });
    expect((await readFile(targetPath)).equals(exported)).toBe(true);
  });

  it('says why a VM does not start without the kernel driver', async () => {
    const failure = await driver.start(nodeAt(0).ref, call).catch((error: unknown) => error);

    expect(failure).toBeInstanceOf(LabError);
    if (!(failure instanceof LabError)) return;
    expect(failure.code).toBe('vm-driver-missing');
    expect(failure.evidence.join('\n')).toContain('terminated unexpectedly during startup');
    expect((await driver.inspect(nodeAt(0).ref, call)).state).toBe('stopped');
  });

  it('deletes everything in the safe order and leaves nothing in VirtualBox', async () => {
    for (const { ref } of nodes) await driver.deleteVm(ref, call);
    await driver.deleteVm(base, call);

    expect(vbox('list', 'vms')).toBe('');
    expect(readdirSync(base.dir)).toEqual(['seed.iso']);
    expect(existsSync(sharedDiskPath)).toBe(true);
    await waitForServerToEnd();
    expect([vbox('list', 'hdds'), vbox('list', 'dvds'), vbox('list', 'vms')]).toEqual(['', '', '']);
  });

  function nodeAt(index: number): NodeDefinition {
    const node = nodes[index];
    if (node === undefined) throw new Error('the nodes were not made');
    return node;
  }
});
