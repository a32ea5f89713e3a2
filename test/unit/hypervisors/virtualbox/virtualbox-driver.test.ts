import { mkdirSync, writeFileSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { NodeDefinition } from '../../../../src-main/hypervisors/driver.ts';
import { readRecording } from '../../../fakes/recordings.ts';
import type { ScriptedAnswer } from '../../../fakes/scripted-vboxmanage.ts';
import { createTestDir } from '../../../fakes/test-dir.ts';
import { build, call, showVm, timeout, verbs } from './build-driver.ts';
import { baseId, nodeDefinition, nodeId, sealedBase } from './definitions.ts';

const notFound = readRecording('virtualbox/showvminfo-notfound');
const locked = readRecording('virtualbox/parallel-modifyvm-same-vm');

let dir: string;
let definition: NodeDefinition;

beforeEach(async () => {
  dir = await createTestDir();
  definition = { ...nodeDefinition, ref: { ...nodeDefinition.ref, dir }, sharedDiskPaths: [] };
});

function shown(changes: { readonly state?: string; readonly extra?: string } = {}): ScriptedAnswer {
  return showVm({ dir, ...changes });
}

describe('start', () => {
  it('starts a VM that is off, without a window', async () => {
    const { driver, vbox } = build((args) => (args[0] === 'showvminfo' ? shown() : {}));

    await driver.start(definition.ref, call);

    expect(vbox.calls.at(-1)).toEqual(['startvm', nodeId, '--type', 'headless']);
  });

  it.each([
    ['running', ['showvminfo']],
    ['paused', ['showvminfo', 'controlvm']],
  ])('does what is left to do for a VM that is %s', async (state, expected) => {
    const { driver, vbox } = build((args) => (args[0] === 'showvminfo' ? shown({ state }) : {}));

    await driver.start(definition.ref, call);

    expect(verbs(vbox)).toEqual(expected);
  });

  it('refuses a taken port before it starts anything', async () => {
    const { driver, vbox } = build(() => shown(), false);

    await expect(driver.start(definition.ref, call)).rejects.toMatchObject({
      code: 'port-taken',
      params: { port: 2200 },
    });
    expect(verbs(vbox)).toEqual(['showvminfo']);
  });

  it.each([
    [nodeId, 'wrong-state'],
    [baseId, null],
  ])('refuses a sealed base, and not its clone, which inherits the mark (mark of %s)', async (marked, code) => {
    const extra = 'SnapshotName="base"\nSnapshotUUID="33333333-1111-4111-8111-111111111111"';
    const { driver, vbox } = build((args) => {
      if (args[0] === 'showvminfo') return shown({ extra });
      return args[0] === 'getextradata' ? { stdout: `Value: ${marked}\n` } : {};
    });

    const started = driver.start(definition.ref, call);

    if (code !== null) await expect(started).rejects.toMatchObject({ code });
    else await started;
    expect(verbs(vbox).includes('startvm')).toBe(code === null);
  });

  it('says that the kernel driver is missing when the log of this start says so', async () => {
    const failed = readRecording('virtualbox/startvm-nodriver');
    const { driver } = build((args) => {
      if (args[0] === 'showvminfo') return shown();
      mkdirSync(join(dir, 'pi-200/Logs'), { recursive: true });
      writeFileSync(join(dir, 'pi-200/Logs/VBox.log'), '00:00:01 rc=VERR_VM_DRIVER_NOT_INSTALLED\n');
      return failed;
    });

    await expect(driver.start(definition.ref, call)).rejects.toMatchObject({
      code: 'vm-driver-missing',
      evidence: expect.arrayContaining(['00:00:01 rc=VERR_VM_DRIVER_NOT_INSTALLED']) as string[],
    });
  });

  it('does not blame the log of an earlier start', async () => {
    await mkdir(join(dir, 'pi-200/Logs'), { recursive: true });
    await writeFile(join(dir, 'pi-200/Logs/VBox.log'), 'VERR_SVM_DISABLED\n');
    const failed = readRecording('virtualbox/startvm-nodriver');
    const { driver } = build((args) => (args[0] === 'showvminfo' ? shown() : failed));

    await expect(driver.start(definition.ref, call)).rejects.toMatchObject({ code: 'vm-start-failed' });
  });

  it('takes a VM for started that VirtualBox started in spite of an error', async () => {
    const stdout = 'VM "pi-200" has been successfully started.\n';
    const { driver } = build((args) => (args[0] === 'showvminfo' ? shown() : { stdout, exitCode: 1 }));

    await expect(driver.start(definition.ref, call)).resolves.toBeUndefined();
  });
});

describe('locks', () => {
  it('tries again while another program holds the VM', async () => {
    let tries = 0;
    const { driver, sleeps } = build((args) => {
      if (args[0] === 'showvminfo') return shown();
      tries += 1;
      return tries < 3 ? locked : {};
    });

    await driver.setSshPort(definition.ref, 2300, call);

    expect(tries).toBe(3);
    expect(sleeps).toEqual([250, 500]);
  });

  it('gives up after some seconds and says what is wrong', async () => {
    const { driver, vbox } = build((args) => (args[0] === 'showvminfo' ? shown() : locked));

    await expect(driver.setSshPort(definition.ref, 2300, call)).rejects.toMatchObject({ code: 'vm-busy' });
    expect(vbox.calls.filter((args) => args[0] === 'modifyvm')).toHaveLength(5);
  });

  it('takes an error line for a failure although the exit code is 0', async () => {
    const none = readRecording('virtualbox/discardstate-none');
    const { driver } = build((args) => (args[0] === 'showvminfo' ? shown({ state: 'saved' }) : none));

    expect(none.exitCode).toBe(0);
    await expect(driver.forceStop(definition.ref, call)).rejects.toMatchObject({ code: 'wrong-state' });
  });

  it.each([0, 70_000, 22.5, Number.NaN])('refuses the port %s, which VirtualBox would take', async (port) => {
    const { driver, vbox } = build(() => shown());

    await expect(driver.setSshPort(definition.ref, port, call)).rejects.toMatchObject({ code: 'invalid-input' });
    expect(vbox.calls).toEqual([]);
  });
});

describe('reading', () => {
  it.each([
    ['knows no such VM', notFound, 'absent'],
    ['cannot read it', readRecording('virtualbox/showvminfo-inaccessible'), 'broken'],
    ['does not answer', timeout, 'unknown'],
    ['finds no snapshot', readRecording('virtualbox/snapshot-notfound'), 'unknown'],
    ['answers with nothing', {}, 'unknown'],
    ['answers half', { stdout: 'name="pi-200"\n' }, 'unknown'],
  ])('says for a VirtualBox that %s: %#', async (_, answer, state) => {
    const { driver } = build((args) => (args[0] === 'showvminfo' ? answer : {}));

    const inspection = await driver.inspect(definition.ref, call);

    expect(inspection.state).toBe(state);
    expect(inspection.reasons.length > 0).toBe(state !== 'absent');
  });

  it('asks again when VirtualBox can read the VM once more', async () => {
    const answers = [readRecording('virtualbox/showvminfo-inaccessible'), shown()];
    const { driver } = build((args) =>
      args[0] === 'showvminfo' ? (answers.shift() ?? {}) : { stdout: `"pi-200" {${nodeId}}\n` },
    );

    expect((await driver.inspect(definition.ref, call)).state).toBe('stopped');
  });

  it('logs a state it has never heard of, and calls it unknown', async () => {
    const { driver, warnings } = build(() => shown({ state: 'dreaming' }));

    expect((await driver.inspect(definition.ref, call)).state).toBe('unknown');
    expect(warnings).toEqual(['unknown VirtualBox state']);
  });

  it('takes a VM for broken whose disk is gone', async () => {
    const extra = '"SATA-0-0"="/nowhere/disk.vdi"\n"SATA-ImageUUID-0-0"="d510158f-a88b-4c92-b697-bc17b8daaaf0"';
    const { driver } = build(() => shown({ extra }));

    expect(await driver.inspect(definition.ref, call)).toMatchObject({
      state: 'broken',
      reasons: ['/nowhere/disk.vdi: no such file'],
    });
  });

  it('asks twice for any number of VMs that do not run', async () => {
    const { driver, vbox } = build(() => ({ stdout: '' }));
    const refs = [sealedBase, definition.ref];

    const all = await driver.inspectAll(refs, call);

    expect(vbox.calls).toEqual([
      ['list', 'vms'],
      ['list', '--long', 'runningvms'],
    ]);
    expect([...all.values()].map(({ state }) => state)).toEqual(['absent', 'absent']);
  });

  it.each([['list vms'], ['list --long runningvms']])('knows nothing about any VM when "%s" fails', async (failing) => {
    const { driver } = build((args) => (args.join(' ') === failing ? timeout : { stdout: '' }));

    const all = await driver.inspectAll([sealedBase, definition.ref], call);

    expect([...all.values()].map(({ state }) => state)).toEqual(['unknown', 'unknown']);
  });

  it.each([['list vms'], ['list --long runningvms']])(
    'knows nothing about any VM when "%s" is no list',
    async (asked) => {
      const rubbish = { stdout: '\u0000\u0007{[ %s (null)\n' };
      const { driver } = build((args) => (args.join(' ') === asked ? rubbish : { stdout: '' }));

      const all = await driver.inspectAll([sealedBase, definition.ref], call);

      expect([...all.values()].map(({ state }) => state)).toEqual(['unknown', 'unknown']);
    },
  );

  it('is not disturbed by a VM of the user that cannot be read', async () => {
    const stderr = "VBoxManage: error: Runtime error opening '/x/x.vbox' for reading VERR_FILE_NOT_FOUND.\n";
    const { driver } = build(() => ({ stdout: '', stderr }));

    expect((await driver.inspectAll([definition.ref], call)).get(nodeId)?.state).toBe('absent');
  });
});

describe('the way a VM is run', () => {
  const snail = '00:00:02.700000 NEM: NEMR3Init: Snail execution mode is active!\n';

  async function writeLog(text: string): Promise<void> {
    await mkdir(join(dir, 'pi-200/Logs'), { recursive: true });
    await writeFile(join(dir, 'pi-200/Logs/VBox.log'), text);
  }

  it('is told of a running VM as soon as its log says so', async () => {
    const { driver } = build(() => shown({ state: 'running' }));
    expect((await driver.inspect(definition.ref, call)).execution).toBeUndefined();
    await writeLog('00:00:01.100000 VirtualBox VM 7.2.4 r170995 win.amd64\n');
    expect((await driver.inspect(definition.ref, call)).execution).toBeUndefined();

    await writeLog(snail);

    expect((await driver.inspect(definition.ref, call)).execution?.mode).toBe('slow');
  });

  it('is not told of one that is off, whose log is of an earlier run', async () => {
    await writeLog(snail);
    const { driver } = build(() => shown());

    expect((await driver.inspect(definition.ref, call)).execution).toBeUndefined();
  });

  it('is read again from the log of the next run', async () => {
    const { driver } = build(() => shown({ state: 'running' }));
    await writeLog(snail);
    await driver.inspect(definition.ref, call);
    await rename(join(dir, 'pi-200/Logs/VBox.log'), join(dir, 'pi-200/Logs/VBox.log.1'));

    await writeLog('00:00:01.2 HM: HMR3Init: AMD-V w/ nested paging\n');

    expect((await driver.inspect(definition.ref, call)).execution?.mode).toBe('native');
  });
});
