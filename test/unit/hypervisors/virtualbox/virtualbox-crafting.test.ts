import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { NodeDefinition, VmRef } from '../../../../src-main/hypervisors/driver.ts';
import { readRecording } from '../../../fakes/recordings.ts';
import type { ScriptedAnswer } from '../../../fakes/scripted-vboxmanage.ts';
import { createTestDir } from '../../../fakes/test-dir.ts';
import { build, call, showVm, timeout, verbs } from './build-driver.ts';
import { baseId, nodeDefinition, nodeId, sealedBase } from './definitions.ts';

let dir: string;
let definition: NodeDefinition;

beforeEach(async () => {
  dir = await createTestDir();
  definition = { ...nodeDefinition, ref: { ...nodeDefinition.ref, dir }, sharedDiskPaths: [] };
});

function shown(changes: { readonly state?: string; readonly extra?: string } = {}): ScriptedAnswer {
  return showVm({ dir, ...changes });
}

const usedByVm = 'In use by VMs: pi-200 (UUID: 99999999-2222-4333-8444-555555555555)\n';

/** VirtualBox with a base that is off, and one disk at `clonePath` that stands on its disk. */
function onBaseWith(base: VmRef, clonePath: string, users = ''): (args: readonly string[]) => ScriptedAnswer {
  const info = `UUID="${base.vmId}"\nVMState="poweroff"\nCfgFile="${base.dir}/base/base.vbox"\n`;
  const root = `UUID: 00000000-2222-4333-8444-555555555555\nParent UUID: base\nLocation: ${base.dir}/base.vdi\n`;
  const child = `UUID: 11111111-2222-4333-8444-555555555555\nParent UUID: 00000000-2222-4333-8444-555555555555\n`;
  const media = { stdout: `${root}\n${child}Location: ${clonePath}\n${users}` };
  return ([verb]) => (verb === 'showvminfo' ? { stdout: info } : verb === 'list' ? media : {});
}

describe('making and removing', () => {
  const disk = readRecording('virtualbox/delete-base-with-clones-check');

  it('makes a node with three calls, and asks for the size of the base once', async () => {
    const { driver, vbox } = build((args) => (args[0] === 'showmediuminfo' ? disk : {}));
    const second = { ...definition, ref: { ...definition.ref, vmId: sealedBase.vmId, dir: join(dir, 'second') } };

    await driver.createNode(definition, call);
    await driver.createNode(second, call);

    expect(verbs(vbox)).toEqual([
      ...['clonevm', 'showmediuminfo', 'modifyvm', 'storageattach'],
      ...['clonevm', 'modifyvm', 'storageattach'],
    ]);
  });

  it.each(['running', 'paused', 'starting', 'gurumeditation', 'something new'])(
    'refuses to delete a VM that is %s, and changes nothing',
    async (state) => {
      const { driver, vbox } = build(() => shown({ state }));

      await expect(driver.deleteVm(definition.ref, call)).rejects.toMatchObject({ code: 'wrong-state' });
      expect(verbs(vbox)).toEqual(['showvminfo']);
    },
  );

  it('refuses to delete a base with clones, names them, and changes nothing', async () => {
    const media = readRecording('virtualbox/list-hdds');
    const base = { ...sealedBase, dir: '/home/lab/img' };
    const info = { stdout: `UUID="${baseId}"\nVMState="poweroff"\nCfgFile="/home/lab/img/base/base.vbox"\n` };
    const { driver, vbox } = build((args) => (args[0] === 'showvminfo' ? info : media));

    await expect(driver.deleteVm(base, call)).rejects.toMatchObject({
      code: 'base-in-use',
      params: { users: expect.stringContaining('r3-node1') as string },
    });
    expect(verbs(vbox)).toEqual(['showvminfo', 'list']);
  });

  it('forgets disks of deleted clones that VirtualBox still names, and deletes their base', async () => {
    const base = { ...sealedBase, dir: join(dir, 'bases/img') };
    const gone = join(dir, 'labs/one/pi-200/Snapshots/{11111111-2222-4333-8444-555555555555}.vdi');
    const { driver, vbox } = build(onBaseWith(base, gone), true, { dataDir: dir });

    await driver.deleteVm(base, call);

    expect(vbox.calls).toContainEqual(['closemedium', 'disk', '11111111-2222-4333-8444-555555555555']);
    expect(verbs(vbox)).toContain('unregistervm');
  });

  it.each([
    {
      clone: 'has its file',
      path: 'labs/one/pi-200/Snapshots/{11111111-2222-4333-8444-555555555555}.vdi',
      exists: true,
    },
    {
      clone: 'belongs to a VM',
      path: 'labs/one/pi-200/Snapshots/{11111111-2222-4333-8444-555555555555}.vdi',
      users: usedByVm,
    },
    { clone: 'has a name of somebody else', path: 'labs/one/pi-200/my.vdi' },
    { clone: 'lies elsewhere', path: '../elsewhere/Snapshots/{11111111-2222-4333-8444-555555555555}.vdi' },
  ])('keeps a base whose clone $clone', async ({ path, exists = false, users = '' }) => {
    const base = { ...sealedBase, dir: join(dir, 'bases/img') };
    const clone = join(dir, path);
    await mkdir(dirname(clone), { recursive: true });
    if (exists) await writeFile(clone, '');
    const { driver, vbox } = build(onBaseWith(base, clone, users), true, { dataDir: dir });

    await expect(driver.deleteVm(base, call)).rejects.toMatchObject({ code: 'base-in-use' });
    expect(verbs(vbox)).toEqual(['showvminfo', 'list']);
  });

  it('keeps a base while nobody can tell what stands on it', async () => {
    const base = { ...sealedBase, dir: join(dir, 'bases/img') };
    const onBase = onBaseWith(base, '');
    const { driver, vbox } = build((args) => (args[0] === 'list' ? { stdout: '{[ %s (null)\n' } : onBase(args)));

    await expect(driver.deleteVm(base, call)).rejects.toMatchObject({ code: 'command-failed' });
    expect(verbs(vbox)).toEqual(['showvminfo', 'list']);
  });

  it('never lets VirtualBox delete files', async () => {
    const { driver, vbox } = build((args) => (args[0] === 'showvminfo' ? shown() : {}));

    await driver.deleteVm(definition.ref, call);

    expect(vbox.calls).toContainEqual(['unregistervm', nodeId]);
    expect(vbox.calls.flat()).not.toContain('--delete');
  });

  it('deletes nothing when VirtualBox does not answer', async () => {
    await writeFile(join(dir, 'unfinished.txt'), '');
    const { driver, vbox } = build(() => timeout);

    await expect(driver.deleteVm(definition.ref, call)).rejects.toMatchObject({ code: 'command-timeout' });
    expect(verbs(vbox)).toEqual(['showvminfo']);
  });

  it('refuses ARM guests until there is a way to make them', async () => {
    const { driver, vbox } = build(() => ({}));

    await expect(driver.createNode({ ...definition, architecture: 'arm64' }, call)).rejects.toMatchObject({
      code: 'not-supported',
    });
    expect(vbox.calls).toEqual([]);
  });
});
