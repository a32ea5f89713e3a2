import type { CpuArchitecture } from '../../domain/ids.ts';
import type { QemuAccelerator, QemuFirmware } from './context.ts';
import type { QmpAddress } from './qmp.ts';

/** The ends of one cable of the internal network, as UDP ports of 127.0.0.1. */
export interface NetworkPorts {
  readonly vmPort: number;
  readonly hubPort: number;
}

/** Everything that decides how QEMU is started for one VM. Paths are absolute. */
export interface MachineDescription {
  readonly vmId: string;
  readonly name: string;
  readonly architecture: CpuArchitecture;
  readonly accelerator: QemuAccelerator;
  readonly qemuMajor: number;
  /** Versioned machine type; null: the newest of its family. */
  readonly machine: string | null;
  readonly cpus: number;
  readonly memoryMiB: number;
  readonly diskPath: string;
  /** True: what the guest asks to be written for certain may stay in the host's memory. For disks that can be made again. */
  readonly diskMayBeLost: boolean;
  /** Medium that is started from while the disk is empty. */
  readonly installerPath: string | null;
  readonly seedPath: string | null;
  readonly serialLogPath: string | null;
  /** Where the serial port can be typed into; null: nowhere. */
  readonly serialSocketPath: string | null;
  readonly sharedDiskPaths: readonly string[];
  readonly natMac: string;
  readonly sshPort: number | null;
  readonly internal: (NetworkPorts & { readonly mac: string }) | null;
  readonly control: QmpAddress;
  readonly pidPath: string;
  readonly firmware: (QemuFirmware & { readonly variablesCopyPath: string }) | null;
  /** True: loaded, but not running until told to. */
  readonly paused: boolean;
}

/** Ids under which the running VM is asked to change something. */
export const deviceIds = { disk: 'disk0', natNetwork: 'nat', nat: 'nat0', internal: 'lab0' } as const;

/** A value inside a QEMU option: commas are doubled. */
function inOption(value: string): string {
  return value.replaceAll(',', ',,');
}

/** Arguments of `qemu-system-*` for one VM. */
export function machineArgs(vm: MachineDescription): readonly string[] {
  return [
    ...['-name', `guest=${inOption(vm.name)}`, '-uuid', vm.vmId],
    ...['-nodefaults', '-no-user-config', '-display', 'none'],
    ...processorArgs(vm),
    ...['-smp', `cpus=${vm.cpus},sockets=1,cores=${vm.cpus},threads=1`, '-m', `size=${vm.memoryMiB}M`],
    ...['-rtc', 'base=utc', '-boot', 'strict=on'],
    ...firmwareArgs(vm),
    ...controlArgs(vm.control, vm.pidPath),
    ...serialArgs(vm),
    ...diskArgs(vm),
    ...natArgs(vm),
    ...internalArgs(vm),
    ...['-device', 'virtio-rng-pci'],
    ...(vm.paused ? ['-S'] : []),
  ];
}

/** What decides how the guest's instructions are run. */
export type ProcessorDescription = Pick<MachineDescription, 'architecture' | 'accelerator' | 'qemuMajor' | 'machine'>;

/** The same for every VM of this driver, so that one that is tried runs like one that is used. */
export function processorArgs(vm: ProcessorDescription): readonly string[] {
  return ['-machine', machineOption(vm), '-accel', acceleratorOption(vm), '-cpu', cpuModel(vm)];
}

function machineOption({ architecture, machine }: ProcessorDescription): string {
  // Without the VMware port a guest does not probe for a hypervisor that is not there.
  return architecture === 'amd64' ? `${machine ?? 'q35'},vmport=off` : (machine ?? 'virt');
}

/** `-accel` for one VM; also shown by the host check. */
function acceleratorOption({ accelerator, qemuMajor }: ProcessorDescription): string {
  if (accelerator === 'tcg') return 'tcg,thread=multi,tb-size=512';
  // Before QEMU 11 guests hang with the interrupt controller of the Windows hypervisor (Lima pull request 4808).
  return accelerator === 'whpx' && qemuMajor < 11 ? 'whpx,kernel-irqchip=off' : accelerator;
}

function cpuModel({ accelerator, architecture }: ProcessorDescription): string {
  if (accelerator === 'kvm') return 'host';
  if (accelerator === 'hvf') return architecture === 'amd64' ? 'host,-avx512vl,-pdpe1gb' : 'host';
  if (accelerator === 'whpx') return 'max';
  // Emulated five-level page tables and pointer authentication cost a guest a quarter of its speed and give it nothing.
  return architecture === 'amd64' ? 'max,la57=off' : 'max,pauth-impdef=on';
}

export function firmwareArgs({ firmware }: Pick<MachineDescription, 'firmware'>): readonly string[] {
  if (firmware === null) return [];
  const flash = (file: string, more: string): string => `if=pflash,format=raw,${more}file=${inOption(file)}`;
  return ['-drive', flash(firmware.codePath, 'readonly=on,'), '-drive', flash(firmware.variablesCopyPath, '')];
}

/** Control socket and pid file, for VMs and networks alike. */
export function controlArgs(control: QmpAddress, pidPath: string): readonly string[] {
  const address =
    control.kind === 'unix' ? `path=${inOption(control.path)}` : `host=127.0.0.1,port=${control.port},ipv4=on`;
  return [
    ...['-chardev', `socket,id=control,${address},server=on,wait=off`, '-mon', 'chardev=control,mode=control'],
    ...['-pidfile', pidPath],
  ];
}

/** The guest's words go to the log whether or not somebody is connected to the socket (`logfile`, QEMU 2.6 and later). */
export function serialArgs({
  serialLogPath,
  serialSocketPath,
}: Pick<MachineDescription, 'serialLogPath' | 'serialSocketPath'>): readonly string[] {
  if (serialLogPath === null) return [];
  const log = inOption(serialLogPath);
  const device =
    serialSocketPath === null
      ? `file,id=serial0,path=${log},append=on`
      : `socket,id=serial0,path=${inOption(serialSocketPath)},server=on,wait=off,logfile=${log},logappend=on`;
  return ['-chardev', device, '-serial', 'chardev:serial0'];
}

interface BlockNode {
  readonly [name: string]: string | boolean | BlockNode;
}

/** A disk without a name in QEMU's own option syntax: JSON takes every path as it is. */
function block(node: BlockNode): readonly string[] {
  return ['-blockdev', JSON.stringify(node)];
}

function diskArgs(vm: MachineDescription): readonly string[] {
  const disk = {
    driver: 'qcow2',
    'node-name': deviceIds.disk,
    discard: 'unmap',
    'detect-zeroes': 'unmap',
    ...(vm.diskMayBeLost ? { cache: { 'no-flush': true } } : {}),
    file: {
      driver: 'file',
      filename: vm.diskPath,
      discard: 'unmap',
      ...(vm.diskMayBeLost ? { cache: { 'no-flush': true } } : {}),
    },
  };
  const shared = vm.sharedDiskPaths.flatMap((filename, index) => {
    const node = `shared${index}`;
    // Every VM of this computer sees one page cache, so that several may write to the same file.
    const file = { driver: 'file', filename, locking: 'off', discard: 'unmap' };
    return [
      ...block({ driver: 'raw', 'node-name': node, discard: 'unmap', file }),
      ...['-device', `virtio-blk-pci,drive=${node},share-rw=on`],
    ];
  });
  return [
    ...block(disk),
    ...['-device', `virtio-blk-pci,drive=${deviceIds.disk},bootindex=0`],
    ...shared,
    ...installerArgs(vm.installerPath),
    ...seedArgs(vm.seedPath),
  ];
}

/** A CD drive on SCSI, as both machine types have it: `virt` knows no IDE. The firmware tries it after the disk. */
function installerArgs(installerPath: string | null): readonly string[] {
  if (installerPath === null) return [];
  const file = { driver: 'file', filename: installerPath, 'read-only': true };
  return [
    ...['-device', 'virtio-scsi-pci,id=scsi0'],
    ...block({ driver: 'raw', 'node-name': 'installer0', 'read-only': true, file }),
    ...['-device', 'scsi-cd,bus=scsi0.0,drive=installer0,bootindex=1'],
  ];
}

/** The seed as a read-only virtio disk: cloud-init finds it by its label, and kernels without a CD driver see it too. */
function seedArgs(seedPath: string | null): readonly string[] {
  if (seedPath === null) return [];
  const file = { driver: 'file', filename: seedPath, 'read-only': true };
  return [
    ...block({ driver: 'raw', 'node-name': 'seed0', 'read-only': true, file }),
    ...['-device', 'virtio-blk-pci,drive=seed0'],
  ];
}

/** The forward as QEMU writes it, in options and on its monitor alike. */
export function sshForward(sshPort: number): string {
  return `tcp:127.0.0.1:${sshPort}-:22`;
}

function natArgs({ natMac, sshPort }: MachineDescription): readonly string[] {
  const forward = sshPort === null ? '' : `,hostfwd=${sshForward(sshPort)}`;
  return [
    ...['-netdev', `user,id=${deviceIds.natNetwork}${forward}`],
    ...adapterArgs(deviceIds.natNetwork, deviceIds.nat, natMac),
  ];
}

function internalArgs({ internal }: MachineDescription): readonly string[] {
  if (internal === null) return [];
  const cable = cableOptions('lab', { local: internal.vmPort, remote: internal.hubPort });
  return ['-netdev', cable, ...adapterArgs('lab', deviceIds.internal, internal.mac)];
}

/** `romfile=`: no network boot, whose code would be searched at every start. */
function adapterArgs(network: string, id: string, mac: string): readonly string[] {
  return ['-device', `virtio-net-pci,netdev=${network},id=${id},mac=${mac},romfile=`];
}

/** One end of a cable: frames as UDP datagrams on 127.0.0.1, dropped while nobody listens at the other end. */
export function cableOptions(id: string, ports: { readonly local: number; readonly remote: number }): string {
  const end = (name: string, port: number): string => `${name}.type=inet,${name}.host=127.0.0.1,${name}.port=${port}`;
  return `dgram,id=${id},${end('local', ports.local)},${end('remote', ports.remote)}`;
}
