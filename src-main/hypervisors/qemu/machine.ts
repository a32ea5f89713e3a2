import path from 'node:path';
import { machineArgs } from './argv.ts';
import type { MachineDescription, NetworkPorts } from './argv.ts';
import type { QemuContext } from './context.ts';
import { fromStoredPath, serialSocketPath, vmFiles } from './files.ts';
import type { QmpAddress } from './qmp.ts';
import type { VmRecord } from './vm-record.ts';

/** What decides a start besides the record. */
export interface StartChoices {
  readonly dir: string;
  readonly control: QmpAddress;
  /** Null for a base, which has no second adapter. */
  readonly ports: NetworkPorts | null;
  readonly paused: boolean;
}

type Installed = Pick<QemuContext, 'accelerator' | 'version' | 'firmware'>;

/** The VM as it is started now; pure. */
export function describeMachine(installed: Installed, record: VmRecord, choices: StartChoices): MachineDescription {
  const { dir, control, ports, paused } = choices;
  const files = vmFiles(dir);
  const { clone } = record;
  const place = (stored: string | null): string | null => (stored === null ? null : fromStoredPath(dir, stored));
  return {
    vmId: record.vmId,
    name: record.name,
    architecture: record.architecture,
    accelerator: installed.accelerator,
    qemuMajor: installed.version.major,
    // A newer QEMU builds the machine that saved memory fits; without memory, the newest it knows.
    machine: record.resumeFrom?.machine ?? null,
    cpus: record.cpus,
    memoryMiB: record.memoryMiB,
    diskPath: path.resolve(files.disk),
    // A base that is not sealed yet is made again from its image when the host fails.
    diskMayBeLost: clone === null,
    installerPath: place(record.installerPath),
    seedPath: place(record.seedPath),
    serialLogPath: place(record.serialLogPath),
    // Nobody has anything to say to a base that is prepared.
    serialSocketPath:
      clone === null || control.kind !== 'unix' ? null : serialSocketPath(path.dirname(control.path), record.vmId),
    sharedDiskPaths: clone?.sharedDiskPaths ?? [],
    natMac: record.natMac,
    sshPort: clone?.sshPort ?? null,
    internal: clone === null || ports === null ? null : { ...ports, mac: clone.labMac },
    control,
    pidPath: files.pid,
    firmware: installed.firmware === null ? null : { ...installed.firmware, variablesCopyPath: files.efiVariables },
    paused,
  };
}

/** Arguments of the start; pure. */
export function startArgs(installed: Installed, record: VmRecord, choices: StartChoices): readonly string[] {
  return machineArgs(describeMachine(installed, record, choices));
}
