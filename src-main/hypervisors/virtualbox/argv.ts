import type { CpuArchitecture } from '../../domain/ids.ts';
import type { BaseDefinition, NodeDefinition, VmRef } from '../driver.ts';

/** Arguments after the program name. */
export type Argv = readonly string[];

const controller = 'SATA';
/** Ports of the controller: the disk, the seed, then up to four shared disks (as many as a lab may have). */
export const diskPort = 0;
export const seedPort = 1;
export const firstSharedPort = 2;
/** In a base that is being installed the medium comes before the seed: a BIOS starts from the first CD. */
const installerPort = 1;
const installerSeedPort = 2;
/** Where a base may have a CD. */
export const baseCdPorts: readonly number[] = [installerPort, installerSeedPort];
const portCount = 6;

/** The snapshot that clones start from. */
export const baseSnapshotName = 'base';
/** The port forward of SSH. */
const sshRuleName = 'ssh';

/** Keys of this app in VirtualBox's own store of extra data. */
export const sealedKey = 'big-data-lab/sealed';
export const releasedFromKey = 'big-data-lab/released-from';
export const adoptedKey = 'big-data-lab/adopted';

/** Version of VirtualBox as numbers, for what differs between versions. */
export interface VBoxVersion {
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
}

function platformArguments(architecture: CpuArchitecture, version: VBoxVersion): Argv {
  // VirtualBox 7.0 knows one architecture only and refuses the option; 7.2 asks for it in its usage text.
  const knowsPlatforms = version.major > 7 || (version.major === 7 && version.minor >= 1);
  if (!knowsPlatforms) return [];
  return ['--platform-architecture', architecture === 'amd64' ? 'x86' : 'arm'];
}

function onOff(value: boolean): string {
  return value ? 'on' : 'off';
}

/** VirtualBox takes 12 hexadecimal digits without separators. */
function bareMac(mac: string): string {
  return mac.replaceAll(':', '').toUpperCase();
}

/**
 * A name VirtualBox accepts as group: it refuses quotes, `&`, `+`, slashes, everything above U+D7AF, and dots and blanks at
 * both ends (tried with 7.2.22). What it refuses becomes `_`.
 */
export function toGroupName(name: string): string {
  const accepted = name.replace(/[^ ().\-0-9A-Z_a-z\u00a0-\ud7af]/gu, '_');
  return accepted.replace(/^[ .]/, '_').replace(/[ .]$/, '_');
}

export const listVms: Argv = ['list', 'vms'];
export const listVmsLong: Argv = ['list', '--long', 'vms'];
export const listRunningLong: Argv = ['list', '--long', 'runningvms'];

export function showVm({ vmId }: Pick<VmRef, 'vmId'>): Argv {
  return ['showvminfo', vmId, '--machinereadable'];
}

export function createVm(
  { ref, architecture }: Pick<BaseDefinition, 'ref' | 'architecture'>,
  version: VBoxVersion,
): Argv {
  // Only defaults hang on the type, and all that matter are set below: one that every 7.x knows is enough for any Linux.
  const osType = architecture === 'amd64' ? 'Ubuntu_64' : 'Ubuntu_arm64';
  return [
    ...['createvm', '--name', ref.name, '--uuid', ref.vmId, '--ostype', osType],
    ...platformArguments(architecture, version),
    ...['--basefolder', ref.dir, '--register'],
  ];
}

function serialTo(path: string): Argv {
  return ['--uart1', '0x3F8', '4', '--uart-mode1', 'file', path];
}

export function setBaseHardware({
  ref,
  source,
  architecture,
  cpus,
  memoryMiB,
  natMac,
  serialLogPath,
}: BaseDefinition): Argv {
  const second = source.kind === 'installer' ? 'dvd' : 'none';
  return [
    ...['modifyvm', ref.vmId, '--memory', String(memoryMiB), '--cpus', String(cpus)],
    ...['--vram', '16', '--graphicscontroller', 'vmsvga', '--rtc-use-utc', 'on', '--audio-enabled', 'off'],
    ...['--boot1', 'disk', '--boot2', second, '--boot3', 'none', '--boot4', 'none'],
    ...['--nic1', 'nat', '--nic-type1', 'virtio', '--mac-address1', bareMac(natMac)],
    // There is no BIOS for ARM, and VBoxManage takes the word for it all the same (7.2.22).
    ...(architecture === 'arm64' ? ['--firmware', 'efi'] : []),
    ...serialTo(serialLogPath),
  ];
}

/** ARM guests find their disks on a VirtIO SCSI controller; VBoxManage would make an AHCI one for them as well (7.2.22). */
export function addController({ ref: { vmId }, architecture }: Pick<BaseDefinition, 'ref' | 'architecture'>): Argv {
  if (architecture === 'arm64') {
    const kind = ['--add', 'virtio', '--controller', 'VirtIO', '--portcount', String(portCount)];
    return ['storagectl', vmId, '--name', controller, ...kind, '--hostiocache', 'on', '--bootable', 'on'];
  }
  return [
    ...['storagectl', vmId, '--name', controller, '--add', 'sata', '--controller', 'IntelAhci'],
    ...['--portcount', String(portCount), '--hostiocache', 'on', '--bootable', 'on'],
  ];
}

/**
 * Has VirtualBox bring to the disk what a guest flushes, as the guest relies on after a power cut. By itself VirtualBox answers at once
 * and flushes nothing (7.2.22; its manual, "Responding to guest IDE/SATA flush requests"). Clones inherit it.
 */
export function honourFlush({ ref: { vmId }, architecture }: Pick<BaseDefinition, 'ref' | 'architecture'>): Argv {
  const device = architecture === 'arm64' ? 'virtio-scsi' : 'ahci';
  return setExtraData({ vmId }, `VBoxInternal/Devices/${device}/0/LUN#${String(diskPort)}/Config/IgnoreFlush`, '0');
}

function attach({ vmId }: Pick<VmRef, 'vmId'>, port: number, medium: Argv): Argv {
  return ['storageattach', vmId, '--storagectl', controller, '--port', String(port), '--device', '0', ...medium];
}

export function attachDisk(ref: Pick<VmRef, 'vmId'>, path: string): Argv {
  return attach(ref, diskPort, ['--type', 'hdd', '--medium', path, '--nonrotational', 'on', '--discard', 'on']);
}

export function attachSeed(ref: Pick<VmRef, 'vmId'>, path: string): Argv {
  return attach(ref, seedPort, ['--type', 'dvddrive', '--medium', path]);
}

export function attachInstaller(ref: Pick<VmRef, 'vmId'>, isoPath: string, seedPath: string): readonly Argv[] {
  return [
    attach(ref, installerPort, ['--type', 'dvddrive', '--medium', isoPath]),
    attach(ref, installerSeedPort, ['--type', 'dvddrive', '--medium', seedPath]),
  ];
}

/** Clones of an installed base start from their disk alone. */
export function bootFromDiskOnly({ vmId }: Pick<VmRef, 'vmId'>): Argv {
  return ['modifyvm', vmId, '--boot2', 'none'];
}

/** VirtualBox forgets that a disk is shareable when its last VM is gone, so each attachment says so. */
export function attachShared(ref: Pick<VmRef, 'vmId'>, path: string, index: number): Argv {
  return attach(ref, firstSharedPort + index, ['--type', 'hdd', '--medium', path, '--mtype', 'shareable']);
}

export function detachPort(ref: Pick<VmRef, 'vmId'>, port: number): Argv {
  return attach(ref, port, ['--medium', 'none']);
}

export function closeSerial({ vmId }: Pick<VmRef, 'vmId'>): Argv {
  return ['modifyvm', vmId, '--uart-mode1', 'disconnected', '--uart1', 'off'];
}

/** `--groups` is left out: for `clonevm` it only names the folder (7.2.22). */
export function cloneVm({ ref, base }: Pick<NodeDefinition, 'ref' | 'base'>): Argv {
  return [
    ...['clonevm', base.vmId, '--snapshot', base.snapshotId, '--options', 'link'],
    ...['--uuid', ref.vmId, '--name', ref.name, '--basefolder', ref.dir, '--register'],
  ];
}

export function setNodeHardware(definition: NodeDefinition): Argv {
  const { ref, group, cpus, memoryMiB, natMac, labMac, networkName, sshPort, serialLogPath } = definition;
  return [
    ...[
      'modifyvm',
      ref.vmId,
      '--memory',
      String(memoryMiB),
      '--cpus',
      String(cpus),
      '--groups',
      `/${toGroupName(group)}`,
    ],
    ...['--nic1', 'nat', '--nic-type1', 'virtio', '--mac-address1', bareMac(natMac), '--nat-pf1', sshRule(sshPort)],
    ...['--nic2', 'intnet', '--intnet2', networkName, '--nic-type2', 'virtio', '--mac-address2', bareMac(labMac)],
    // Nodes may run VMs, containers and bridges of their own behind their address.
    ...['--nic-promisc2', 'allow-all', '--cable-connected2', 'on'],
    ...serialTo(serialLogPath),
  ];
}

function sshRule(port: number): string {
  return `${sshRuleName},tcp,127.0.0.1,${port},,22`;
}

/** For a VM that is off or saved. The documented `--nat-pf1=delete=ssh` is refused (7.2.22); three arguments are not. */
export function setForward({ vmId }: Pick<VmRef, 'vmId'>, port: number, hasRule: boolean): Argv {
  const remove = hasRule ? ['--nat-pf1', 'delete', sshRuleName] : [];
  return ['modifyvm', vmId, ...remove, '--nat-pf1', sshRule(port)];
}

/** For a running VM: one call for each change. */
export function setLiveForward({ vmId }: Pick<VmRef, 'vmId'>, port: number, hasRule: boolean): readonly Argv[] {
  const remove: readonly Argv[] = hasRule ? [['controlvm', vmId, 'natpf1', 'delete', sshRuleName]] : [];
  return [...remove, ['controlvm', vmId, 'natpf1', sshRule(port)]];
}

export function setCable({ vmId }: Pick<VmRef, 'vmId'>, slot: 1 | 2, connected: boolean): Argv {
  return ['modifyvm', vmId, `--cable-connected${slot}`, onOff(connected)];
}

export function setLiveCable({ vmId }: Pick<VmRef, 'vmId'>, slot: 1 | 2, connected: boolean): Argv {
  return ['controlvm', vmId, `setlinkstate${slot}`, onOff(connected)];
}

export function takeSnapshot({ vmId }: Pick<VmRef, 'vmId'>, name: string): Argv {
  return ['snapshot', vmId, 'take', name];
}

export function changeSnapshot({ vmId }: Pick<VmRef, 'vmId'>, verb: 'restore' | 'delete', snapshotId: string): Argv {
  return ['snapshot', vmId, verb, snapshotId];
}

export function setExtraData({ vmId }: { readonly vmId: string }, key: string, value: string): Argv {
  return ['setextradata', vmId, key, value];
}

export function getExtraData({ vmId }: Pick<VmRef, 'vmId'>, key: string): Argv {
  return ['getextradata', vmId, key];
}

export function startVm({ vmId }: Pick<VmRef, 'vmId'>): Argv {
  return ['startvm', vmId, '--type', 'headless'];
}

export function control(
  { vmId }: Pick<VmRef, 'vmId'>,
  verb: 'acpipowerbutton' | 'poweroff' | 'savestate' | 'resume',
): Argv {
  return ['controlvm', vmId, verb];
}

export function discardState({ vmId }: Pick<VmRef, 'vmId'>): Argv {
  return ['discardstate', vmId];
}

/** Makes VirtualBox forget a VM and the media only it uses; every file stays. */
export function unregister({ vmId }: Pick<VmRef, 'vmId'>): Argv {
  return ['unregistervm', vmId];
}

export function register(settingsPath: string): Argv {
  return ['registervm', settingsPath];
}

export function exportVm({ vmId }: Pick<VmRef, 'vmId'>, targetPath: string): Argv {
  return ['export', vmId, '--output', targetPath, '--ovf20', '--options', 'manifest,nomacs'];
}

export function setName({ vmId, name }: VmRef): Argv {
  return ['modifyvm', vmId, '--name', name];
}

/** VirtualBox makes a folder with the name of the VM in `folder`, which has to exist (7.2.22). */
export function moveVm({ vmId }: VmRef, folder: string): Argv {
  return ['movevm', vmId, '--type', 'basic', '--folder', folder];
}
