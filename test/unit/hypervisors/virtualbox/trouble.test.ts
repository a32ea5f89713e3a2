import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { CancelledError, LabError } from '../../../../src-main/domain/failure.ts';
import type { VmRef } from '../../../../src-main/hypervisors/driver.ts';
import { toLabError, toStartFailure } from '../../../../src-main/hypervisors/virtualbox/failures.ts';
import { CommandError } from '../../../../src-main/process/command.ts';
import { readRecording, readText } from '../../../fakes/recordings.ts';
import { createTestDir } from '../../../fakes/test-dir.ts';
import { build, call, showVm, verbs } from './build-driver.ts';
import { nodeDefinition } from './definitions.ts';

/** What real faults made VirtualBox say, by the fault. */
const recorded = new Map(
  [...readText('virtualbox/trouble').matchAll(/^=== ([^:\n]+): .*\n([\s\S]*?)(?=^===)/gm)].map(
    ([, name = '', text = '']) => [name, text],
  ),
);

function textOf(fault: string): string {
  const text = recorded.get(fault);
  if (text === undefined) throw new Error(`no recording of "${fault}"`);
  return text;
}

const command = { program: 'VBoxManage', args: ['startvm'] };
const subject = { name: 'pi-200', path: '/data/nodes/pi-200' };
const ended = readRecording('virtualbox/startvm-nodriver');
const version = readRecording('virtualbox/version');

let dir: string;
let ref: VmRef;

beforeEach(async () => {
  dir = await createTestDir();
  ref = { ...nodeDefinition.ref, dir };
  await mkdir(join(dir, 'pi-200/Logs'), { recursive: true });
  await mkdir(join(dir, 'pi-200/Snapshots'), { recursive: true });
});

describe('a fault that was provoked', () => {
  it.each([
    ['internal network of another user', 'network-of-another-user', { network: 'bigdata' }],
    ['VBoxHeadless may not run as root', 'vm-driver-not-permitted', {}],
    ['disk moved away', 'medium-missing', { medium: expect.stringContaining('Snapshots') as string }],
    ['machine held by another program', 'vm-busy', {}],
  ])('is known at a start: %s', (fault, code, params) => {
    const error = new CommandError('exit-code', { command, exitCode: 1, stdout: '', stderr: textOf(fault) });

    expect(toStartFailure(error, subject, { platformId: 'linux', log: [], others: [] })).toMatchObject({
      code,
      params,
    });
  });

  it.each([
    ['copy of a disk', 'medium-uuid-taken'],
    ['snapshot of the base deleted by hand', 'base-in-use'],
    ['clone of a base without its snapshot', 'snapshot-not-found'],
  ])('is known at other calls: %s', (fault, code) => {
    const error = new CommandError('exit-code', { command, exitCode: 1, stdout: '', stderr: textOf(fault) });

    expect(toLabError(error, subject)).toMatchObject({ code });
  });
});

describe('a machine whose disk cannot grow', () => {
  async function reasonsWith(log: string): Promise<readonly string[]> {
    await writeFile(join(dir, 'pi-200/Logs/VBox.log'), log);
    return (await build(() => showVm({ dir, state: 'paused' })).driver.inspect(ref, call)).reasons;
  }

  it('is known by what fits into a log that lies on the same full disk', async () => {
    expect(await reasonsWith(textOf('full disk'))).toEqual(['00:00:57.757505 VD#0: Host disk full']);
  });

  it('says nothing of it once it went on, and was paused for something else', async () => {
    expect(await reasonsWith(textOf('full disk, and room again'))).toEqual([]);
  });
});

describe('a start', () => {
  it('is tried once more when the server of VirtualBox died under it', async () => {
    let starts = 0;
    const killed = { exitCode: 1, stderr: textOf('server killed while a machine starts') };
    const { driver, vbox } = build(([verb]) => {
      if (verb === 'showvminfo') return showVm({ dir });
      return ++starts === 1 ? killed : {};
    });

    await driver.start(ref, call);

    expect(verbs(vbox)).toEqual(['showvminfo', 'startvm', 'startvm']);
  });

  it('without a reason asks the program that runs VMs, which alone tells that it lost its rights', async () => {
    const { driver } = build(
      ([verb]) => {
        if (verb === 'showvminfo') return showVm({ dir });
        if (verb === '--version') return version;
        return verb === '--help' ? { exitCode: 1, stderr: textOf('VBoxHeadless may not run as root') } : ended;
      },
      true,
      { driverDevicePath: import.meta.filename },
    );

    const error = await driver.start(ref, call).catch((thrown: unknown) => thrown);

    expect(error).toBeInstanceOf(LabError);
    expect(error).toMatchObject({ code: 'vm-driver-not-permitted' });
    expect((error as LabError).evidence.join('\n')).toContain('Effective UID is not root');
  });
});

describe('a machine without its settings', () => {
  const limited = { exitCode: 1, stderr: 'VBoxManage: error: The object functionality is limited\n' };
  const diskId = 'e30f72d4-28cf-4a37-9f4c-9b26b0719d9e';
  const settingsPath = (): string => join(dir, 'pi-200/pi-200.vbox');
  const settings = (): string =>
    `<VirtualBox><Machine uuid="{${ref.vmId}}" name="pi-200"><StorageControllers>{${diskId}}</StorageControllers></Machine></VirtualBox>`;

  function buildLost() {
    return build(([verb]) => (verb === 'showvminfo' ? limited : {}));
  }

  it('names the file that is not there', async () => {
    const { reasons, state } = await buildLost().driver.inspect(ref, call);

    expect(state).toBe('broken');
    expect(reasons[0]).toBe(`${settingsPath()}: no such file`);
  });

  it('takes the settings from before the last change', async () => {
    await writeFile(join(dir, `pi-200/Snapshots/{${diskId}}.vdi`), '');
    await writeFile(`${settingsPath()}-prev`, settings());
    const { driver, vbox } = buildLost();

    await driver.adoptVm(ref, call);

    expect(readFileSync(settingsPath(), 'utf8')).toBe(settings());
    expect(verbs(vbox)).toContain('registervm');
  });

  it('forgets the disks again that were opened for it when it is cancelled meanwhile', async () => {
    const diskPath = join(dir, `pi-200/Snapshots/{${diskId}}.vdi`);
    await writeFile(diskPath, '');
    await writeFile(`${settingsPath()}-prev`, settings());
    const cancel = new AbortController();
    const { driver, vbox } = build(([verb, ...rest]) => {
      if (verb === 'showvminfo') return limited;
      if (verb === 'showmediuminfo') cancel.abort();
      return rest.includes('hdds') ? { stdout: `UUID: ${diskId}\nParent UUID: base\nLocation: ${diskPath}\n` } : {};
    });

    await expect(driver.adoptVm(ref, { signal: cancel.signal })).rejects.toBeInstanceOf(CancelledError);

    expect(vbox.calls).toContainEqual(['closemedium', 'disk', diskId]);
    expect(verbs(vbox)).not.toContain('registervm');
  });

  it('forgets its disks when it is deleted, known or not', async () => {
    const diskPath = join(dir, `pi-200/Snapshots/{${diskId}}.vdi`);
    const { driver, vbox } = build(([verb]) => {
      if (verb === 'showvminfo') return readRecording('virtualbox/showvminfo-notfound');
      return verb === 'list' ? { stdout: `UUID: ${diskId}\nParent UUID: base\nLocation: ${diskPath}\n` } : {};
    });

    await driver.deleteVm(ref, call);

    expect(vbox.calls).toContainEqual(['closemedium', 'disk', diskId]);
  });

  it.each([
    ['was forgotten with the server meanwhile', "The given path '{id}' is not fully qualified", false],
    ['cannot be closed', 'Failed to close medium', true],
  ])('a disk that %s', async (_, text, fails) => {
    const diskPath = join(dir, `pi-200/Snapshots/{${diskId}}.vdi`);
    const stderr = `VBoxManage: error: ${text.replace('{id}', diskId)}\n`;
    const { driver } = build(([verb]) => {
      if (verb === 'showvminfo') return readRecording('virtualbox/showvminfo-notfound');
      if (verb === 'closemedium') return { exitCode: 1, stderr };
      return { stdout: `UUID: ${diskId}\nParent UUID: base\nLocation: ${diskPath}\n` };
    });

    const deleted = driver.deleteVm(ref, call);

    if (fails) await expect(deleted).rejects.toBeInstanceOf(LabError);
    else await expect(deleted).resolves.toBeUndefined();
  });

  it('does not take settings that do not know all its disks: what is on those would be lost', async () => {
    await writeFile(join(dir, 'pi-200/Snapshots/{11111111-2222-4333-8444-555555555555}.vdi'), '');
    await writeFile(`${settingsPath()}-prev`, settings());
    const { driver, vbox } = buildLost();

    await expect(driver.adoptVm(ref, call)).rejects.toMatchObject({ code: 'vm-not-found' });

    expect(verbs(vbox)).not.toContain('unregistervm');
  });
});
