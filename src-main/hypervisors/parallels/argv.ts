import type { BaseDefinition, VmRef } from '../driver.ts';
import { formatMarker } from './marker.ts';
import type { Marker } from './marker.ts';

/** The programs of Parallels Desktop that this driver runs. */
export type ParallelsTool = 'prlctl' | 'prlsrvctl' | 'prl_disk_tool';

/** One call of one of them. */
export interface ToolCall {
  readonly tool: ParallelsTool;
  readonly args: readonly string[];
  /** Default 60 000. Every call ends some time: what does not answer is told, not waited for without end. */
  readonly timeoutMs?: number;
}

const minuteMs = 60_000;
/** Memory or differences are written to the disk. */
const writingMs = 10 * minuteMs;
/** Whole disks are written. */
const copyingMs = 60 * minuteMs;
const bytesPerMiB = 1024 ** 2;

/** The snapshot of a sealed base, from which clones are made. */
export const baseSnapshotName = 'base';

/** How Parallels knows a VM: its own id, with or without braces. */
export type ParallelsId = string;

function prlctl(args: readonly string[], timeoutMs?: number): ToolCall {
  return { tool: 'prlctl', args, ...(timeoutMs === undefined ? {} : { timeoutMs }) };
}

function set(id: ParallelsId, ...options: readonly string[]): ToolCall {
  return prlctl(['set', id, ...options]);
}

/**
 * Name of a VM in Parallels' own window. Parallels refuses a name that is taken, whoever has it ("name already taken", seen by
 * others with 26), so it carries the beginning of our id.
 */
export function displayName({ name, vmId }: Pick<VmRef, 'name' | 'vmId'>): string {
  return `${name} ${vmId.slice(0, 8)}`;
}

/** Folder name of the bundle Parallels makes below `--dst` (crabbox, macinbox: `<dst>/<name>.pvm`). */
export function bundleName(ref: Pick<VmRef, 'name' | 'vmId'>): string {
  return `${displayName(ref)}.pvm`;
}

export const readVersion: ToolCall = prlctl(['--version'], 20_000);
/** vagrant-parallels meta.rb. */
export const readLicense: ToolCall = {
  tool: 'prlsrvctl',
  args: ['info', '--license', '--json'],
  timeoutMs: 20_000,
};
/** Every VM with its settings, in one call. */
export const listVms: ToolCall = prlctl(['list', '--all', '--info', '--json']);
export const listNetworks: ToolCall = { tool: 'prlsrvctl', args: ['net', 'list', '--json'] };

export function showNetwork(networkId: string): ToolCall {
  return { tool: 'prlsrvctl', args: ['net', 'info', networkId, '--json'] };
}

/** packer-plugin-parallels step_create_vm.go. */
export function createVm(ref: VmRef): ToolCall {
  return prlctl(['create', displayName(ref), '--distribution', 'ubuntu', '--dst', ref.dir, '--no-hdd'], 2 * minuteMs);
}

/** Linked to one snapshot, with a BIOS id of its own (vagrant-parallels). */
export function cloneLinked(ref: VmRef, base: ParallelsId, snapshotId: string): ToolCall {
  const options = ['--linked', '--id', snapshotId, '--regenerate-src-uuid'];
  return prlctl(['clone', base, '--name', displayName(ref), '--dst', ref.dir, ...options], writingMs);
}

/** An independent copy; snapshots cannot be chosen for it (crabbox). */
export function cloneFull(ref: VmRef, base: ParallelsId): ToolCall {
  return prlctl(['clone', base, '--name', displayName(ref), '--dst', ref.dir, '--regenerate-src-uuid'], copyingMs);
}

/** Our mark, by which the VM is known to be ours; it is part of the VM's settings and moves with them. */
export function describe(id: ParallelsId, marker: Marker): ToolCall {
  return set(id, '--description', formatMarker(marker));
}

export function setHardware(id: ParallelsId, hardware: Pick<BaseDefinition, 'cpus' | 'memoryMiB'>): ToolCall {
  return set(id, '--cpus', String(hardware.cpus), '--memsize', String(hardware.memoryMiB));
}

/** No window, nothing of the Mac shared with the guest, no snapshots behind our back (packer, docker-machine-parallels). */
export function setBehaviour(id: ParallelsId): readonly ToolCall[] {
  return [
    set(id, '--startup-view', 'headless'),
    set(id, '--on-shutdown', 'close'),
    set(id, '--on-window-close', 'keep-running'),
    set(id, '--auto-share-camera', 'off'),
    set(id, '--smart-guard', 'off'),
    set(id, '--shf-host-defined', 'off'),
  ];
}

/** From the disk, and from the CD while the disk is empty (docker-machine-parallels). */
export function setBootOrder(id: ParallelsId): ToolCall {
  return set(id, '--device-bootorder', 'hdd0 cdrom0');
}

/** A plain disk: its one `.hds` file holds the bytes of the disk as they are. At least 64 MiB (26.3.2). */
export function createDisk(diskPath: string, diskBytes: number): ToolCall {
  const sizeMiB = Math.max(64, Math.ceil(diskBytes / bytesPerMiB));
  return { tool: 'prl_disk_tool', args: ['create', '--hdd', diskPath, '--size', `${sizeMiB}M`], timeoutMs: copyingMs };
}

/** Gives back what the disk does not use (docker-machine-parallels). */
export function expandDisk(diskPath: string): ToolCall {
  return { tool: 'prl_disk_tool', args: ['convert', '--hdd', diskPath, '--expanding'], timeoutMs: copyingMs };
}

/** docker-machine-parallels. */
export function resizeDisk(diskPath: string, diskBytes: number): ToolCall {
  const args = ['resize', '--hdd', diskPath, '--size', `${Math.ceil(diskBytes / bytesPerMiB)}M`];
  return { tool: 'prl_disk_tool', args, timeoutMs: writingMs };
}

export function attachDisk(id: ParallelsId, diskPath: string): ToolCall {
  return set(id, '--device-add', 'hdd', '--image', diskPath, '--iface', 'sata', '--position', '0');
}

/** packer-plugin-parallels: the drive of a new VM is there already. */
export function insertMedium(id: ParallelsId, drive: string, imagePath: string): ToolCall {
  return set(id, '--device-set', drive, '--image', imagePath, '--enable', '--connect');
}

export function addDrive(id: ParallelsId, imagePath: string): ToolCall {
  return set(id, '--device-add', 'cdrom', '--image', imagePath, '--enable', '--connect');
}

export function removeDevice(id: ParallelsId, device: string): ToolCall {
  return set(id, '--device-del', device);
}

/** Output of the first serial port into a file: in use by others with 26 on Apple silicon. */
export function addSerial(id: ParallelsId, logPath: string): ToolCall {
  return set(id, '--device-add', 'serial', '--output', logPath);
}

/** `00:1c:42:aa:bb:cc` as Parallels writes it. */
function bareMac(mac: string): string {
  return mac.replaceAll(':', '').toUpperCase();
}

export function setNat(id: ParallelsId, natMac: string): ToolCall {
  const options = ['--type', 'shared', '--mac', bareMac(natMac), '--adapter-type', 'virtio'];
  return set(id, '--device-set', 'net0', ...options);
}

/** vagrant-parallels: type `host`, and the network by its id. */
export function addLabAdapter(id: ParallelsId, labMac: string, networkId: string): ToolCall {
  const options = ['--type', 'host', '--iface', networkId, '--mac', bareMac(labMac), '--adapter-type', 'virtio'];
  return set(id, '--device-add', 'net', ...options);
}

export function setLabNetwork(id: ParallelsId, networkId: string): ToolCall {
  return set(id, '--device-set', 'net1', '--type', 'host', '--iface', networkId);
}

/** Of a VM that is off: what it starts with. */
export function setCable(id: ParallelsId, device: string, connected: boolean): ToolCall {
  return set(id, '--device-set', device, connected ? '--connect' : '--disconnect');
}

/** Of a VM that runs. */
export function setLiveCable(id: ParallelsId, device: string, connected: boolean): ToolCall {
  return set(id, connected ? '--device-connect' : '--device-disconnect', device);
}

/** Rules belong to the shared network, not to a VM, and stay when the VM is gone: ours carry our id (vagrant-parallels). */
export function forwardName({ vmId }: Pick<VmRef, 'vmId'>): string {
  return `bdl-${vmId}`;
}

export function addForward(
  sharedId: string,
  rule: { readonly name: string; readonly sshPort: number; readonly target: ParallelsId },
): ToolCall {
  const text = `${rule.name},${rule.sshPort},${rule.target.replace(/[{}]/g, '')},22`;
  return { tool: 'prlsrvctl', args: ['net', 'set', sharedId, '--nat-tcp-add', text] };
}

export function removeForward(sharedId: string, name: string): ToolCall {
  return { tool: 'prlsrvctl', args: ['net', 'set', sharedId, '--nat-tcp-del', name] };
}

/** vagrant-parallels create_host_only_network. */
export function addNetwork(networkId: string): ToolCall {
  return { tool: 'prlsrvctl', args: ['net', 'add', networkId, '--type', 'host-only'] };
}

/** The nodes have fixed addresses there; prlctl's sources name the option. */
export function silenceDhcp(networkId: string): ToolCall {
  return { tool: 'prlsrvctl', args: ['net', 'set', networkId, '--dhcp-server', 'off'] };
}

export function removeNetwork(networkId: string): ToolCall {
  return { tool: 'prlsrvctl', args: ['net', 'del', networkId] };
}

export function start(id: ParallelsId): ToolCall {
  return prlctl(['start', id], writingMs);
}

export function resume(id: ParallelsId): ToolCall {
  return prlctl(['resume', id], writingMs);
}

export function suspend(id: ParallelsId): ToolCall {
  return prlctl(['suspend', id], writingMs);
}

/** Without `--acpi` a dialog asks the user (26.3.2); with it the call ends when the guest is off, or not at all. */
export function askToStop(id: ParallelsId): ToolCall {
  return prlctl(['stop', id, '--acpi'], 20_000);
}

export function cutPower(id: ParallelsId): ToolCall {
  return prlctl(['stop', id, '--kill']);
}

/** prl-devops-service: for suspended VMs. */
export function dropState(id: ParallelsId): ToolCall {
  return prlctl(['stop', id, '--drop-state']);
}

export function deleteVm(id: ParallelsId): ToolCall {
  return prlctl(['delete', id], writingMs);
}

export function unregister(id: ParallelsId): ToolCall {
  return prlctl(['unregister', id]);
}

/** The id of the VM stays: our rules and clones name it. */
export function register(bundlePath: string): ToolCall {
  return prlctl(['register', bundlePath, '--preserve-uuid']);
}

export function takeSnapshot(id: ParallelsId, name: string): ToolCall {
  return prlctl(['snapshot', id, '--name', name], writingMs);
}

export function listSnapshots(id: ParallelsId): ToolCall {
  return prlctl(['snapshot-list', id, '--json']);
}

/** A snapshot with memory comes back suspended, not running. */
export function switchToSnapshot(id: ParallelsId, snapshotId: string): ToolCall {
  return prlctl(['snapshot-switch', id, '--id', snapshotId, '--skip-resume'], writingMs);
}

export function deleteSnapshot(id: ParallelsId, snapshotId: string): ToolCall {
  return prlctl(['snapshot-delete', id, '--id', snapshotId], writingMs);
}
