import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { NodeDefinition } from '../../../../src-main/hypervisors/driver.ts';
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
