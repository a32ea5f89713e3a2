import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { VmRef } from '../../../../src-main/hypervisors/driver.ts';
import { parsePauseCause } from '../../../../src-main/hypervisors/virtualbox/parse-vm-log.ts';
import { createTestDir } from '../../../fakes/test-dir.ts';
import { build, call, showVm } from './build-driver.ts';
import { nodeDefinition } from './definitions.ts';

/** From a user's log of a laptop that slept (myspaghetti/macos-virtualbox issue 224). */
const pausing = "00:50:19.360844 Pausing VM execution, reason 'host suspend'";
const suspending = "00:50:19.361013 Changing the VM state from 'RUNNING' to 'SUSPENDING'";
const suspended = "00:50:19.407983 Changing the VM state from 'SUSPENDING' to 'SUSPENDED'";
const resuming = "00:51:08.052922 Changing the VM state from 'SUSPENDED' to 'RESUMING'";
const diskFull = '00:52:57.757505 VD#0: Host disk full';
const otherFault = "00:52:58.1 VM: Raising runtime error 'HostMemoryLow' (fFlags=0x2)";
/** From a user's report (hashicorp/vagrant issue 6790). */
const heldForSleep = `VBoxManage: error: VM is paused due to host power management
VBoxManage: error: Details: code VBOX_E_INVALID_VM_STATE (0x80bb0002), component ConsoleWrap, interface IConsole, callee nsISupports
`;

describe('why a VM is paused', () => {
  it.each([
    ['a sleep', [pausing, suspending, suspended], 'sleep'],
    ['a person, as VirtualBox gives no reason', [suspending, suspended], 'person'],
    ['a person, after a sleep that is over', [pausing, suspending, suspended, resuming, suspending], 'person'],
    ['nobody knows: the log begins later', [suspended], null],
    ['nobody knows: there is no log', [], null],
    ['a fault', [otherFault, suspending, suspended], null],
    ['a full disk', [diskFull, suspending, suspended], null],
    ['nobody knows: a reason of another version', ["1 Pausing VM execution, reason 'moon'", suspending], null],
  ] as const)('is told by the end of its log: %s', (_name, lines, by) => {
    expect(parsePauseCause(lines).by).toBe(by);
  });
});

describe('a VM that VirtualBox paused for a sleep', () => {
  let dir: string;
  let ref: VmRef;

  beforeEach(async () => {
    dir = await createTestDir();
    ref = { ...nodeDefinition.ref, dir };
    await mkdir(join(dir, 'pi-200/Logs'), { recursive: true });
    await writeFile(join(dir, 'pi-200/Logs/VBox.log'), `${[pausing, suspending, suspended].join('\n')}\n`);
  });

  /** VirtualBox refuses to resume it; `wakesAfter` looks later it does so by itself. */
  function buildHeld(wakesAfter: number) {
    let state = 'paused';
    let looks = 0;
    return build(([verb, , action]) => {
      if (verb === 'showvminfo') {
        looks += 1;
        return showVm({ dir, state: looks > wakesAfter ? 'running' : state });
      }
      if (action === 'resume') return { exitCode: 1, stderr: heldForSleep };
      if (action === 'savestate') state = 'saved';
      if (verb === 'startvm') state = 'running';
      return {};
    });
  }
  const changes = (calls: readonly (readonly string[])[]): readonly string[] =>
    calls
      .filter(([verb]) => verb !== 'showvminfo')
      .map(([verb, , action]) => (verb === 'controlvm' ? `${action}` : `${verb}`));

  it('says so', async () => {
    const { driver } = build(() => showVm({ dir, state: 'paused' }));

    expect(await driver.inspect(ref, call)).toMatchObject({ state: 'paused', pausedBy: 'sleep', reasons: [] });
  });

  it('is not taken in hand where VirtualBox goes on with it itself', async () => {
    const { driver, vbox } = buildHeld(5);

    await driver.start(ref, call);

    expect(changes(vbox.calls)).toEqual(['resume']);
  });

  it('goes on from its memory on the disk where VirtualBox never lets it go', async () => {
    const { driver, vbox } = buildHeld(Number.POSITIVE_INFINITY);

    await driver.start(ref, call);

    expect(changes(vbox.calls)).toEqual(['resume', 'savestate', 'startvm']);
  });

  it('is never saved for another reason', async () => {
    const { driver, vbox } = build(([verb]) =>
      verb === 'showvminfo' ? showVm({ dir, state: 'paused' }) : { exitCode: 1, stderr: 'VBoxManage: error: other\n' },
    );

    await expect(driver.start(ref, call)).rejects.toThrow();

    expect(changes(vbox.calls)).toEqual(['resume']);
  });
});
