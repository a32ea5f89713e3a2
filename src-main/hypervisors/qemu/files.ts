import { createHash } from 'node:crypto';
import path from 'node:path';
import type { VmId } from '../../domain/ids.ts';

/** Everything this driver keeps in the folder of one VM. */
export interface VmFiles {
  /** What the VM is: definition, sealing, snapshots. */
  readonly record: string;
  readonly disk: string;
  /** The disk while it is made; renamed when it is whole. */
  readonly partialDisk: string;
  /** The process that runs it: pid, start time, control address. */
  readonly run: string;
  /** The pid as QEMU itself notes it: stands in when `run` was not written. */
  readonly pid: string;
  /** What QEMU says. */
  readonly log: string;
  /** UEFI variables, arm64 only. */
  readonly efiVariables: string;
  /** Notes of the linked clones that stand on this base. */
  readonly clonesDir: string;
}

/** The files of the VM whose folder is `dir`. */
export function vmFiles(dir: string): VmFiles {
  return {
    record: path.join(dir, 'vm.json'),
    disk: path.join(dir, 'disk.qcow2'),
    partialDisk: path.join(dir, 'disk.qcow2.part'),
    run: path.join(dir, 'pid.json'),
    pid: path.join(dir, 'qemu.pid'),
    log: path.join(dir, 'qemu.log'),
    efiVariables: path.join(dir, 'efi-variables.fd'),
    clonesDir: path.join(dir, 'clones'),
  };
}

/** Everything this driver keeps in the folder of one internal network. */
export interface NetworkFiles {
  readonly record: string;
  readonly run: string;
  readonly pid: string;
  readonly log: string;
}

/** The files of the network whose folder is `dir`. */
export function networkFiles(dir: string): NetworkFiles {
  return {
    record: path.join(dir, 'net.json'),
    run: path.join(dir, 'pid.json'),
    pid: path.join(dir, 'qemu.pid'),
    log: path.join(dir, 'hub.log'),
  };
}

/** Short, as a socket's path has at most 103 bytes on macOS. */
function socketPath(runtimeDir: string, { uuid, ending }: { readonly uuid: string; readonly ending: string }): string {
  return path.join(runtimeDir, `${uuid.replaceAll('-', '').slice(0, 20)}.${ending}`);
}

/** Control socket of a VM. */
export function controlSocketPath(runtimeDir: string, uuid: string): string {
  return socketPath(runtimeDir, { uuid, ending: 'qmp' });
}

/** Socket into the serial port of a VM. */
export function serialSocketPath(runtimeDir: string, uuid: string): string {
  return socketPath(runtimeDir, { uuid, ending: 'tty' });
}

/** UUID of the process that carries a network, told by its folder: a hub whose notes were lost is found again. */
export function hubUuid(networkDir: string): string {
  const digits = createHash('sha256').update(path.resolve(networkDir)).digest('hex');
  const variant = `8${digits.slice(17, 20)}`;
  return [digits.slice(0, 8), digits.slice(8, 12), `8${digits.slice(13, 16)}`, variant, digits.slice(20, 32)].join('-');
}

/** Note in a base's folder that a clone stands on it. */
export function cloneNotePath(clonesDir: string, vmId: VmId): string {
  return path.join(clonesDir, `${vmId}.json`);
}

/** A path as it is stored: relative with forward slashes below `dir`, so that the folder can be moved; else as it is. */
export function toStoredPath(dir: string, filePath: string): string {
  const relative = path.relative(dir, filePath);
  const isBelow = relative !== '' && !relative.startsWith('..') && !path.isAbsolute(relative);
  return isBelow ? relative.split(path.sep).join('/') : filePath;
}

/** The inverse of `toStoredPath`, for the folder as it is called now. */
export function fromStoredPath(dir: string, storedPath: string): string {
  return path.isAbsolute(storedPath) ? storedPath : path.join(dir, ...storedPath.split('/'));
}
