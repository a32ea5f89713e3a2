import { execFileSync } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { SealedBase } from '../../src-main/hypervisors/driver.ts';
import { discardState } from '../../src-main/hypervisors/virtualbox/argv.ts';
import { toLabError } from '../../src-main/hypervisors/virtualbox/failures.ts';
import { createVBoxManage } from '../../src-main/hypervisors/virtualbox/vboxmanage.ts';
import { systemClock } from '../../src-main/platform/clock.ts';
import { silentLogger } from '../../src-main/platform/logger.ts';
import { createCommandRunner } from '../../src-main/process/runner.ts';
import { createCountingRunner, createRealDriver, describeVirtualBox, makeRoot } from './support/real-virtualbox.ts';
import { call, defineBase, defineNode, makeImage, mebibyte, rawInfo, vbox } from './support/virtualbox-lab.ts';

/** What VBoxManage says and how it ends, in the alphabet of the C library. */
function runInC(...args: readonly string[]): { readonly failed: boolean; readonly output: string } {
  try {
    const env = { ...process.env, LC_ALL: 'C', LANG: 'C' };
    return { failed: false, output: execFileSync('VBoxManage', [...args], { encoding: 'utf8', env, stdio: 'pipe' }) };
  } catch (error) {
    return { failed: true, output: String(error) };
  }
}

/** What VirtualBox does that would harm a user, each shown with the real one, and the driver that does not let it. */
describeVirtualBox('what VBoxManage lets happen, the driver does not', () => {
  const runner = createCountingRunner();
  const driver = createRealDriver(runner);
  let root: Awaited<ReturnType<typeof makeRoot>>;
  let homeDir: string;
  let imagePath: string;
  let base: SealedBase;

  beforeAll(async () => {
    root = await makeRoot();
    homeDir = join(root.rootDir, 'Žofie Novák');
    await mkdir(homeDir);
    imagePath = join(root.rootDir, 'image.qcow2');
    makeImage(imagePath);
    const definition = await defineBase(homeDir, 'base', imagePath);
    await driver.createBase(definition, call);
    base = await driver.sealBase(definition.ref, call);
  });

  afterAll(async () => {
    await root.remove();
  });

  async function makeNode(number: number, group = 'Big Data Labor') {
    const sharedDiskPath = join(homeDir, 'unused.img');
    const defined = await defineNode(number, { base, labDir: join(homeDir, 'labs/a'), group, sharedDiskPath });
    const node = { ...defined, sharedDiskPaths: [] };
    await driver.createNode(node, call);
    return node;
  }

  it('finds VMs by the folder their files lie in, and no others', async () => {
    const otherId = '88888888-1111-4111-8111-111111111111';
    vbox(
      'createvm',
      '--name',
      'pi-229',
      '--uuid',
      otherId,
      '--basefolder',
      join(root.rootDir, 'elsewhere'),
      '--register',
    );
    const node = await makeNode(229);

    const found = (await driver.listBelow?.(homeDir, call)) ?? [];

    expect(found.map(({ vmId }) => vmId).toSorted()).toEqual([base.vmId, node.ref.vmId].toSorted());
    expect(found.every(({ state }) => state === 'stopped')).toBe(true);
    expect((await driver.listBelow?.(node.ref.dir, call))?.map(({ name }) => name)).toEqual(['pi-229']);
    await driver.deleteVm(node.ref, call);
    vbox('unregistervm', otherId, '--delete');
  });

  it('deletes its own VM, and not one of the same name in another group', async () => {
    const otherId = '99999999-1111-4111-8111-111111111111';
    const folder = ['--basefolder', join(homeDir, 'others')];
    vbox('createvm', '--name', 'pi-210', '--uuid', otherId, '--groups', '/Other', ...folder, '--register');
    const node = await makeNode(210);
    expect(vbox('list', 'vms').match(/^"pi-210"/gm)).toHaveLength(2);

    await driver.deleteVm(node.ref, call);

    expect(vbox('list', 'vms')).toContain(otherId);
    expect(vbox('list', 'vms')).not.toContain(node.ref.vmId);
    vbox('unregistervm', otherId, '--delete');
  });

  it('reads names with umlauts also where the user works in the C locale', async () => {
    const inC = createCommandRunner({ platformId: 'linux', baseEnv: { ...process.env, LC_ALL: 'C', LANG: 'C' } });
    const node = await makeNode(211, 'Größe äöüß');
    vbox('modifyvm', node.ref.vmId, '--description', 'größe');
    expect(runInC('showvminfo', 'größe')).toMatchObject({ failed: true });
    expect(runInC('showvminfo', node.ref.vmId, '--machinereadable').output).not.toContain('Größe äöüß');

    const careful = createRealDriver(inC);

    expect(await careful.inspect(node.ref, call)).toMatchObject({ state: 'stopped', group: 'Größe äöüß' });
    expect((await careful.inspectAll([node.ref], call)).get(node.ref.vmId)?.state).toBe('stopped');
    await driver.deleteVm(node.ref, call);
  });

  it('forwards no port that is none, which VBoxManage takes for another one', async () => {
    const node = await makeNode(212);
    vbox('modifyvm', node.ref.vmId, '--nat-pf1', 'bad,tcp,999.0.0.1,70000,,22');
    expect([...rawInfo(node.ref).values()].join('\n')).toContain('bad,tcp,999.0.0.1,4464,,22');
    vbox('modifyvm', node.ref.vmId, '--nat-pf1', 'delete', 'bad');
    const before = [...rawInfo(node.ref)];

    for (const port of [70_000, 0, -1, 22.5])
      await expect(driver.setSshPort(node.ref, port, call)).rejects.toMatchObject({ code: 'invalid-input' });

    expect([...rawInfo(node.ref)]).toEqual(before);
    expect(before.flat()).toContain(`ssh,tcp,127.0.0.1,${node.sshPort},,22`);
    await driver.deleteVm(node.ref, call);
  });

  it('takes an error for one although the exit code is 0', async () => {
    const node = await makeNode(213);
    // `tool` throws for every other exit code.
    expect(vbox('discardstate', node.ref.vmId)).toBe('');
    const vboxManage = createVBoxManage({ runner, program: 'VBoxManage', clock: systemClock, logger: silentLogger });

    const error: unknown = await vboxManage.run(discardState(node.ref), call).catch((thrown: unknown) => thrown);

    expect(error).toMatchObject({ name: 'CommandError', reason: 'output', exitCode: 0 });
    expect(toLabError(error, { name: 'pi-213', path: node.ref.dir })).toMatchObject({ code: 'wrong-state' });
    await driver.deleteVm(node.ref, call);
  });

  it('keeps a shared disk when the last VM that used it is deleted', async () => {
    const sharedDiskPath = join(homeDir, 'shared.img');
    await driver.createSharedDisk(sharedDiskPath, 16, call);
    const wish = { base, labDir: join(homeDir, 'labs/a'), group: 'Big Data Labor', sharedDiskPath };
    const node = await defineNode(214, wish);
    await driver.createNode(node, call);

    await driver.deleteVm(node.ref, call);

    expect(vbox('showmediuminfo', 'disk', sharedDiskPath)).toContain('shared.img');
    vbox('closemedium', 'disk', sharedDiskPath, '--delete');
  });

  it('keeps a base under its clones, which VBoxManage would unregister and half delete', async () => {
    const node = await makeNode(215);

    await expect(driver.deleteVm(base, call)).rejects.toMatchObject({ code: 'base-in-use' });

    expect(vbox('list', 'vms')).toContain(base.vmId);
    expect((await driver.inspect(node.ref, call)).state).toBe('stopped');
    await driver.deleteVm(node.ref, call);
  });

  it('defines ARM machines with EFI and a VirtIO controller, although VBoxManage would take a BIOS and AHCI', async () => {
    const armDriver = createRealDriver(runner, 'arm64');
    const defined = await defineBase(homeDir, 'arm-base', imagePath);
    const definition = { ...defined, architecture: 'arm64', memoryMiB: 1024 } as const;
    await armDriver.createBase(definition, call);
    const armBase = await armDriver.sealBase(definition.ref, call);
    const sharedDiskPath = join(homeDir, 'unused.img');
    const wish = { base: armBase, labDir: join(homeDir, 'labs/arm'), group: 'ARM', sharedDiskPath };
    const node = {
      ...(await defineNode(216, wish)),
      architecture: 'arm64',
      memoryMiB: 1024,
      sharedDiskPaths: [],
    } as const;

    await armDriver.createNode({ ...node, diskBytes: 300 * mebibyte }, call);

    const raw = Object.fromEntries(rawInfo(node.ref));
    expect(raw).toMatchObject({
      platformArchitecture: 'ARM',
      chipset: 'armv8virtual',
      firmware: 'EFI',
      storagecontrollertype0: 'VirtioSCSI',
      nictype1: 'virtio',
      nictype2: 'virtio',
      memory: '1024',
      'SATA-1-0': node.seedPath,
    });
    expect(raw['SATA-0-0']).toContain(node.ref.dir);
    expect(await armDriver.inspect(node.ref, call)).toMatchObject({ state: 'stopped', sshPort: node.sshPort });
    await armDriver.deleteVm(node.ref, call);
    await armDriver.deleteVm(armBase, call);
  });
});
