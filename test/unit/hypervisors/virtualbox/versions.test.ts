import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { NodeDefinition } from '../../../../src-main/hypervisors/driver.ts';
import { createTestDir } from '../../../fakes/test-dir.ts';
import { build, call, showVm, verbs } from './build-driver.ts';
import { baseDefinition, nodeDefinition, nodeId } from './definitions.ts';

type Architecture = NodeDefinition['architecture'];

function buildOn(id: 'linux' | 'macos' | 'windows', architecture: Architecture, version: string) {
  return build(() => ({}), true, { platform: { id, architecture }, version });
}

describe('a VM that VirtualBox defines and cannot run', () => {
  it.each([
    ['amd64', 'arm64', '7.2.22', 'not-supported'],
    ['arm64', 'amd64', '7.2.22', 'not-supported'],
    ['arm64', 'arm64', '7.0.20', 'not-supported'],
  ] as const)(
    'is refused before anything is made: %s computer, %s guest, %s',
    async (...[host, architecture, version, code]) => {
      const { driver, vbox } = buildOn('linux', host, version);

      await expect(driver.createBase({ ...baseDefinition, architecture }, call)).rejects.toMatchObject({ code });
      await expect(driver.createNode({ ...nodeDefinition, architecture }, call)).rejects.toMatchObject({ code });

      expect(vbox.calls).toEqual([]);
    },
  );

  it('is refused on ARM with less memory than its firmware needs', async () => {
    const { driver, vbox } = buildOn('macos', 'arm64', '7.2.22');
    const definition = { ...nodeDefinition, architecture: 'arm64', memoryMiB: 512 } as const;

    await expect(driver.createNode(definition, call)).rejects.toMatchObject({
      code: 'invalid-input',
      params: { field: 'memoryMiB', value: 512 },
    });
    expect(vbox.calls).toEqual([]);
  });
});

describe('a saved state', () => {
  it.each([
    ['macos', 'arm64', false],
    ['macos', 'amd64', true],
    ['windows', 'arm64', true],
    ['linux', 'amd64', true],
  ] as const)('on %s with %s is offered: %s', (id, architecture, expected) => {
    expect(buildOn(id, architecture, '7.2.22').driver.capabilities.savedState).toBe(expected);
  });

  it('is refused where guests do not survive it', async () => {
    const { driver, vbox } = buildOn('macos', 'arm64', '7.2.22');

    await expect(driver.saveState(nodeDefinition.ref, call)).rejects.toMatchObject({
      code: 'not-supported',
      params: { what: 'savedState' },
    });
    expect(vbox.calls).toEqual([]);
  });
});

/** What VirtualBox 7.0.0 shows of a VM with two forwards: neither (seen by Vagrant); its settings file has both. */
const settings = `<?xml version="1.0"?>
<VirtualBox xmlns="http://www.virtualbox.org/" version="1.19-linux">
  <Machine uuid="{${nodeId}}" name="pi-200">
    <Hardware>
      <Network>
        <Adapter slot="0" enabled="true" MACAddress="080027AABB02" type="virtio">
          <NAT localhost-reachable="true">
            <Forwarding name="ssh" proto="1" hostip="127.0.0.1" hostport="2200" guestport="22"/>
            <Forwarding name="web" proto="1" hostip="127.0.0.1" hostport="8080" guestport="80"/>
          </NAT>
        </Adapter>
      </Network>
    </Hardware>
  </Machine>
</VirtualBox>
`;

describe('the forwards of a VM with several', () => {
  it.each([
    ['7.0.0', ['--nat-pf1', 'delete', 'ssh', '--nat-pf1', 'ssh,tcp,127.0.0.1,2300,,22']],
    ['7.0.2', ['--nat-pf1', 'ssh,tcp,127.0.0.1,2300,,22']],
    ['7.1.0', ['--nat-pf1', 'ssh,tcp,127.0.0.1,2300,,22']],
  ])('are read from the settings file with %s where they are hidden', async (version, expected) => {
    const dir = await createTestDir();
    await mkdir(join(dir, 'pi-200'));
    await writeFile(join(dir, 'pi-200/pi-200.vbox'), settings);
    const shown = showVm({ dir });
    const told = shown instanceof Error ? '' : (shown.stdout ?? '');
    const hidden = { stdout: told.replace(/^Forwarding.*\n/m, '') };
    const { driver, vbox } = build(([verb]) => (verb === 'showvminfo' ? hidden : {}), true, { version });

    await driver.setSshPort({ ...nodeDefinition.ref, dir }, 2300, call);

    expect(verbs(vbox)).toEqual(['showvminfo', 'modifyvm']);
    expect(vbox.calls.at(-1)?.slice(2)).toEqual(expected);
  });
});
