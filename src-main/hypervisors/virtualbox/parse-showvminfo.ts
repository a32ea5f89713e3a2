import type { SnapshotInfo } from '../driver.ts';
import { parseMachineReadable } from './parse-machine-readable.ts';
import type { MachineReadableEntry } from './parse-machine-readable.ts';
import { toColonMac } from './vm-info.ts';
import type { AttachedMedium, PortForward, VmAdapter, VmInfo } from './vm-info.ts';

/** First value of a key: what a description or a snapshot text contains comes later and cannot pass for it. */
function firstValues(entries: readonly MachineReadableEntry[]): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const { key, value } of entries) if (!values.has(key)) values.set(key, value);
  return values;
}

/** `ssh,tcp,127.0.0.1,2221,,22`: name, protocol, host address, host port, guest address, guest port. */
function parseForward(text: string): PortForward | null {
  const match = /^(.*),(tcp|udp),([^,]*),(\d+),([^,]*),(\d+)$/.exec(text);
  if (match === null) return null;
  return {
    name: match[1] ?? '',
    protocol: match[2] ?? '',
    hostAddress: match[3] ?? '',
    hostPort: Number(match[4]),
    guestPort: Number(match[6]),
  };
}

/** `Forwarding(n)` carries no adapter number: it belongs to the last `nicN` above it. */
function parseForwards(entries: readonly MachineReadableEntry[]): ReadonlyMap<number, readonly PortForward[]> {
  const forwards = new Map<number, readonly PortForward[]>();
  let slot = 0;
  for (const { key, value } of entries) {
    slot = Number(/^nic(\d+)$/.exec(key)?.[1] ?? slot);
    const forward = /^Forwarding\(\d+\)$/.test(key) ? parseForward(value) : null;
    if (forward !== null) forwards.set(slot, [...(forwards.get(slot) ?? []), forward]);
  }
  return forwards;
}

function parseAdapters(entries: readonly MachineReadableEntry[]): readonly VmAdapter[] {
  const values = firstValues(entries);
  const forwards = parseForwards(entries);
  return [...values].flatMap(([key, attachment]) => {
    const slot = Number(/^nic(\d+)$/.exec(key)?.[1] ?? 0);
    if (slot === 0 || attachment === 'none') return [];
    return {
      slot,
      attachment,
      mac: toColonMac(values.get(`macaddress${slot}`) ?? ''),
      networkName: attachment === 'intnet' ? (values.get(`intnet${slot}`) ?? null) : null,
      cableConnected: values.get(`cableconnected${slot}`) === 'on',
      forwards: forwards.get(slot) ?? [],
    };
  });
}

function parseMedia(values: ReadonlyMap<string, string>): readonly AttachedMedium[] {
  return [...values].flatMap(([key, mediumId]) => {
    const match = /^(.+)-ImageUUID-(\d+)-(\d+)$/.exec(key);
    if (match === null) return [];
    const [controller, port, device] = [match[1] ?? '', Number(match[2]), Number(match[3])];
    const path = values.get(`${controller}-${port}-${device}`) ?? '';
    return { controller, port, device, mediumId, path };
  });
}

function snapshotsOf(values: ReadonlyMap<string, string>): readonly SnapshotInfo[] {
  return [...values].flatMap(([key, name]) => {
    const suffix = /^SnapshotName((?:-\d+)*)$/.exec(key)?.[1];
    const snapshotId = suffix === undefined ? undefined : values.get(`SnapshotUUID${suffix}`);
    return snapshotId === undefined ? [] : { snapshotId, name };
  });
}

/** Reads `snapshot UUID list --machinereadable`; parents come before their children. */
export function parseSnapshotList(text: string): readonly SnapshotInfo[] {
  return snapshotsOf(firstValues(parseMachineReadable(text)));
}

/** UUID in the answer of `snapshot UUID take`. Throws a plain `Error` when there is none: VirtualBox changed its words. */
export function parseTakenSnapshot(text: string): string {
  const snapshotId = /^Snapshot taken\. UUID: ([0-9a-f-]{36})/m.exec(text)?.[1];
  if (snapshotId === undefined) throw new Error(`VBoxManage did not tell the snapshot's UUID: ${text.trim()}`);
  return snapshotId;
}

/**
 * Reads `showvminfo UUID --machinereadable`. Null when the text does not describe a VM (no UUID or no state in it): then
 * nothing is known about it.
 */
export function parseShowVmInfo(text: string): VmInfo | null {
  const entries = parseMachineReadable(text);
  const values = firstValues(entries);
  const vmId = values.get('UUID');
  const stateText = values.get('VMState');
  if (vmId === undefined || stateText === undefined) return null;
  const serial = /^file,(.*)$/.exec(values.get('uartmode1') ?? '')?.[1] ?? null;
  return {
    vmId,
    name: values.get('name') ?? '',
    configPath: values.get('CfgFile') ?? '',
    logDir: values.get('LogFldr') ?? '',
    stateText,
    locked: values.has('SessionName'),
    groups: (values.get('groups') ?? '').split(',').filter((group) => group !== ''),
    cpus: Number(values.get('cpus')),
    memoryMiB: Number(values.get('memory')),
    adapters: parseAdapters(entries),
    serialPath: values.get('uart1') === 'off' ? null : serial,
    media: parseMedia(values),
    snapshots: snapshotsOf(values),
  };
}
