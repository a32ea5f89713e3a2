import type { CpuArchitecture } from '../../domain/ids.ts';
import type { VmRef } from '../driver.ts';
import type { Argv } from './argv.ts';

const controller = 'Floppy';

/** VirtualBox 7.2.0 to 7.2.8 hangs before boot on ARM with less than 1 GiB (VirtualBox issue 679); a PC needs next to nothing. */
const memoryMiB: Readonly<Record<CpuArchitecture, number>> = { amd64: 64, arm64: 1024 };

/** Hardware of the throw-away VM: no network, no disk, on a PC a floppy to boot from and a serial port to speak on. */
export function setTrialHardware(
  { vmId }: Pick<VmRef, 'vmId'>,
  { architecture, serialPath }: { readonly architecture: CpuArchitecture; readonly serialPath: string | null },
): Argv {
  const first = architecture === 'amd64' ? 'floppy' : 'disk';
  return [
    ...['modifyvm', vmId, '--memory', String(memoryMiB[architecture]), '--cpus', '1', '--vram', '16'],
    ...['--graphicscontroller', 'vmsvga', '--rtc-use-utc', 'on', '--audio-enabled', 'off', '--nic1', 'none'],
    ...['--boot1', first, '--boot2', 'none', '--boot3', 'none', '--boot4', 'none'],
    ...(serialPath === null ? [] : ['--uart1', '0x3F8', '4', '--uart-mode1', 'file', serialPath]),
  ];
}

export function addFloppyController({ vmId }: Pick<VmRef, 'vmId'>): Argv {
  return ['storagectl', vmId, '--name', controller, '--add', 'floppy', '--controller', 'I82078', '--bootable', 'on'];
}

export function attachFloppy({ vmId }: Pick<VmRef, 'vmId'>, path: string): Argv {
  const place = ['--storagectl', controller, '--port', '0', '--device', '0'];
  return ['storageattach', vmId, ...place, '--type', 'fdd', '--medium', path];
}

export const listFloppies: Argv = ['list', '--long', 'floppies'];

/** Makes VirtualBox forget a floppy; its file stays. */
export function closeFloppy(path: string): Argv {
  return ['closemedium', 'floppy', path];
}
