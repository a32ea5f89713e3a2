import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { LabError } from '../../src-main/domain/failure.ts';
import { vmIdSchema } from '../../src-main/domain/ids.ts';
import type { NodeDefinition, SealedBase, VmRef } from '../../src-main/hypervisors/driver.ts';
import { createCountingRunner, createRealDriver, describeVirtualBox, makeRoot } from './support/real-virtualbox.ts';
import { call, defineBase, defineNode, makeImage, vbox } from './support/virtualbox-lab.ts';

const ownId = vmIdSchema.parse('77777777-7777-4777-8777-777777777777');

/** What a user does in VirtualBox's own window, and what is the user's, with the real VBoxManage. */
describeVirtualBox('foreign hands on the VMs of VirtualBox', () => {
  const driver = createRealDriver(createCountingRunner());
  let root: Awaited<ReturnType<typeof makeRoot>>;
  let base: SealedBase;
  let node: NodeDefinition;
  let window: ChildProcess;

  beforeAll(async () => {
    root = await makeRoot();
    const imagePath = join(root.rootDir, 'image.qcow2');
    makeImage(imagePath);
    const definition = await defineBase(root.rootDir, 'base', imagePath);
    await driver.createBase(definition, call);
    base = await driver.sealBase(definition.ref, call);
    const wish = { base, labDir: join(root.rootDir, 'labs/a'), group: 'Big Data Labor', sharedDiskPath: '' };
    node = { ...(await defineNode(220, wish)), sharedDiskPaths: [] };
    await driver.createNode(node, call);
    // As long as VirtualBox's window is open its server lives; what a user does there is never lost between two commands.
    window = spawn('VBoxManage', ['guestproperty', 'wait', base.vmId, '/BigDataLab/Never', '--timeout', '300000']);
  });

  afterAll(async () => {
    window.kill();
    await root.remove();
  });

  async function looks(ref: VmRef): Promise<unknown> {
    const one = await driver.inspect(ref, call);
    const all = (await driver.inspectAll([ref], call)).get(ref.vmId);
    expect(all?.handled).toEqual(one.handled);
    return { state: one.state, handled: one.handled };
  }

  it('renames: it is recognised, keeps working, and gets its name back', async () => {
    const { ref } = node;
    vbox('modifyvm', ref.vmId, '--name', 'Meine Maschine');

    expect(await looks(ref)).toEqual({ state: 'stopped', handled: [{ kind: 'renamed', name: 'Meine Maschine' }] });
    await driver.releaseVm(ref, call);
    await driver.adoptVm(ref, call);
    await driver.bringBack?.(ref, call);

    expect(await looks(ref)).toEqual({ state: 'stopped', handled: undefined });
  });

  it('moves: it is left alone there, and brought back', async () => {
    const { ref } = node;
    const awayDir = join(root.rootDir, 'away');
    await mkdir(awayDir);
    vbox('movevm', ref.vmId, '--type', 'basic', '--folder', awayDir);

    const place = join(awayDir, 'pi-220', 'pi-220.vbox');
    expect(await looks(ref)).toEqual({ state: 'broken', handled: [{ kind: 'moved', place }] });
    for (const method of ['deleteVm', 'releaseVm', 'forceStop', 'start', 'saveState'] as const)
      await expect(driver[method](ref, call)).rejects.toMatchObject({ code: 'vm-not-ours', params: { place } });
    await driver.bringBack?.(ref, call);

    expect(await looks(ref)).toEqual({ state: 'stopped', handled: undefined });
    expect(await readdir(awayDir)).toEqual([]);
  });

  it('takes a snapshot: it is told, with those of the app', async () => {
    const { ref } = node;
    const { snapshotId } = await driver.takeSnapshot(ref, 'ours', call);
    vbox('snapshot', ref.vmId, 'take', 'vor dem Test');

    const told = await driver.listSnapshots(ref, call);

    expect(told.map(({ name }) => name)).toEqual(['ours', 'vor dem Test']);
    await driver.restoreSnapshot(ref, snapshotId, call);
    expect((await driver.listSnapshots(ref, call)).map(({ name }) => name)).toContain('vor dem Test');
  });

  it('takes it off the list: it is absent, and known again with its disk', async () => {
    const { ref } = node;
    vbox('unregistervm', ref.vmId);

    expect((await driver.inspect(ref, call)).state).toBe('absent');
    await driver.adoptVm(ref, call);

    expect(await looks(ref)).toEqual({ state: 'stopped', handled: undefined });
    expect(await driver.listSnapshots(ref, call)).toHaveLength(2);
  });

  it('loses the list: the node is known again with its disk once its base is', async () => {
    const { ref } = node;
    vbox('unregistervm', ref.vmId);
    vbox('unregistervm', base.vmId);

    expect((await driver.inspect(base, call)).state).toBe('absent');
    await expect(driver.adoptVm(ref, call)).rejects.toBeInstanceOf(LabError);
    expect((await driver.inspect(ref, call)).state).toBe('absent');
    await driver.adoptVm(base, call);
    await driver.adoptVm(ref, call);

    expect(await looks(ref)).toEqual({ state: 'stopped', handled: undefined });
    expect(await driver.listSnapshots(ref, call)).toHaveLength(2);
  });

  it('moves a disk away: the node is broken with its path, until the disk is back', async () => {
    const { ref } = node;
    const snapshotDir = join(ref.dir, 'Big Data Labor', 'pi-220', 'Snapshots');
    const [disk = ''] = (await readdir(snapshotDir)).filter((name) => name.endsWith('.vdi'));
    for (const name of (await readdir(snapshotDir)).filter((file) => file.endsWith('.vdi')))
      await rename(join(snapshotDir, name), join(root.rootDir, name));

    const found = await driver.inspect(ref, call);
    expect(found.state).toBe('broken');
    expect(found.reasons.join('\n')).toContain(snapshotDir);
    for (const name of (await readdir(root.rootDir)).filter((file) => file.endsWith('.vdi')))
      await rename(join(root.rootDir, name), join(snapshotDir, name));

    expect(disk).not.toBe('');
    expect((await driver.inspect(ref, call)).state).toBe('stopped');
  });

  it("does nothing to the user's VM, disk and files, whatever a record says", async () => {
    const { ref } = node;
    const own = await makeOwnThings(root.rootDir, ref);
    const before = await digestsOf(own.files);
    const swapped: readonly VmRef[] = [
      { ...ref, vmId: ownId },
      { ...ref, vmId: base.vmId },
      { ...ref, vmId: ownId, dir: join(root.rootDir, 'labs/b/nodes/pi-220') },
      { ...ref, dir: join(root.rootDir, 'labs/b/nodes/pi-220') },
      { ...ref, dir: join(ref.dir, '..', '..', 'x') },
    ];

    for (const wrong of swapped) {
      for (const method of ['forceStop', 'releaseVm', 'deleteVm', 'start', 'requestStop', 'saveState'] as const)
        await expect(driver[method](wrong, call)).rejects.toMatchObject({ code: 'vm-not-ours' });
      await expect(driver.restoreSnapshot(wrong, 'x', call)).rejects.toMatchObject({ code: 'vm-not-ours' });
      await expect(driver.setSshPort(wrong, 4000, call)).rejects.toMatchObject({ code: 'vm-not-ours' });
      await expect(driver.setCable(wrong, 'nat', false, call)).rejects.toMatchObject({ code: 'vm-not-ours' });
      await expect(driver.takeSnapshot(wrong, 'x', call)).rejects.toMatchObject({ code: 'vm-not-ours' });
      expect((await driver.inspect(wrong, call)).state).toBe('broken');
    }
    expect(await digestsOf(own.files)).toEqual(before);
    await driver.deleteVm(ref, call);

    expect(await digestsOf(own.files)).toEqual(before);
    expect(vbox('list', 'vms')).toContain(ownId);
    expect(vbox('snapshot', ownId, 'list')).toContain('mine');
    vbox('unregistervm', ownId, '--delete-all');
  });
});

/** A VM of the user with the name of a node, its disk in the folder of that node, a snapshot of it, and files beside ours. */
async function makeOwnThings(rootDir: string, { dir, name }: VmRef): Promise<{ readonly files: readonly string[] }> {
  const homeDir = join(rootDir, 'others');
  vbox('createvm', '--name', name, '--uuid', ownId, '--ostype', 'Ubuntu_64', '--basefolder', homeDir, '--register');
  const diskPath = join(dir, 'own.vdi');
  vbox('createmedium', 'disk', '--filename', diskPath, '--size', '8');
  vbox('storagectl', ownId, '--name', 'SATA', '--add', 'sata');
  vbox('snapshot', ownId, 'take', 'mine');
  const slot = ['--storagectl', 'SATA', '--port', '0', '--device', '0'];
  vbox('storageattach', ownId, ...slot, '--type', 'hdd', '--medium', diskPath);
  const notes = [
    join(dir, 'notes.txt'),
    join(dir, 'Big Data Labor', name, 'notes.txt'),
    join(rootDir, 'labs/a/notes.txt'),
  ];
  const inside = join(dir, 'Big Data Labor', name, 'Snapshots', 'notes.txt');
  for (const path of [...notes, inside]) await writeFile(path, `notes in ${path}`);
  const settings = (await readdir(homeDir, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && !entry.name.endsWith('-prev'))
    .map((entry) => join(entry.parentPath, entry.name));
  return { files: [diskPath, inside, ...notes, ...settings] };
}

async function digestsOf(files: readonly string[]): Promise<readonly string[]> {
  return Promise.all(
    files.map(
      async (path) =>
        `${path} ${createHash('sha256')
          .update(await readFile(path))
          .digest('hex')}`,
    ),
  );
}
