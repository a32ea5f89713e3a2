import type { HypervisorDriver } from '../../../../src-main/hypervisors/driver.ts';
import { createVirtualBoxDriver } from '../../../../src-main/hypervisors/virtualbox/index.ts';
import type { VirtualBoxSetup } from '../../../../src-main/hypervisors/virtualbox/virtualbox-driver.ts';
import { silentLogger } from '../../../../src-main/platform/logger.ts';
import { CommandError } from '../../../../src-main/process/command.ts';
import { createFakeClock } from '../../../fakes/fake-clock.ts';
import { createScriptedVBoxManage } from '../../../fakes/scripted-vboxmanage.ts';
import type { ScriptedAnswer, ScriptedVBoxManage } from '../../../fakes/scripted-vboxmanage.ts';
import { nodeId } from './definitions.ts';

/** A call nobody cancels. */
export const call = { signal: new AbortController().signal };
/** What a VBoxManage that does not answer comes to. */
export const timeout = new CommandError('timeout', {
  command: { program: 'VBoxManage', args: [] },
  exitCode: null,
  stdout: '',
  stderr: '',
});

interface Shown {
  readonly dir: string;
  readonly vmId?: string;
  readonly state?: string;
  readonly extra?: string;
}

/** A whole answer of `showvminfo`, as recorded, for the VM of the tests. */
export function showVm({ dir, vmId = nodeId, state = 'poweroff', extra = '' }: Shown): ScriptedAnswer {
  const lines = [
    `name="pi-200"`,
    `groups="/Big Data Labor"`,
    `UUID="${vmId}"`,
    `CfgFile="${dir}/pi-200/pi-200.vbox"`,
    `LogFldr="${dir}/pi-200/Logs"`,
    'memory=1024',
    'cpus=1',
    `VMState="${state}"`,
    'nic1="nat"',
    'macaddress1="080027AABB02"',
    'cableconnected1="on"',
    'Forwarding(0)="ssh,tcp,127.0.0.1,2200,,22"',
    extra,
  ];
  return { stdout: `${lines.join('\n')}\n` };
}

export interface Built {
  readonly driver: HypervisorDriver;
  readonly vbox: ScriptedVBoxManage;
  readonly sleeps: readonly number[];
  readonly warnings: readonly string[];
}

/** The driver on a scripted VBoxManage. */
export function build(
  answer: (args: readonly string[]) => ScriptedAnswer,
  portIsFree = true,
  setup: Partial<VirtualBoxSetup> = {},
): Built {
  const vbox = createScriptedVBoxManage(answer);
  const clock = createFakeClock();
  const warnings: string[] = [];
  const logger = { ...silentLogger, warn: (_: unknown, message: string) => void warnings.push(message) };
  const driver = createVirtualBoxDriver({
    runner: vbox,
    clock,
    logger,
    program: 'VBoxManage',
    platform: { id: 'linux', architecture: 'amd64' },
    version: '7.2.22',
    keepsServer: false,
    driverDevicePath: import.meta.filename,
    ...setup,
    isPortFree: () => Promise.resolve(portIsFree),
  });
  return { driver, vbox, sleeps: clock.sleeps, warnings };
}

/** First word of every call. */
export function verbs({ calls }: ScriptedVBoxManage): readonly string[] {
  return calls.map((args) => args[0] ?? '');
}
