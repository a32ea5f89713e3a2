import { z } from 'zod';
import { parseMarker } from './marker.ts';
import { parseToolJson } from './parse-json.ts';
import type { VmAdapter, VmInfo, VmMedium } from './vm-info.ts';

const deviceSchema = z.looseObject({
  enabled: z.boolean().optional(),
  type: z.string().optional(),
  mac: z.string().optional(),
  iface: z.string().optional(),
  state: z.string().optional(),
  image: z.string().optional(),
  size: z.string().optional(),
  output: z.string().optional(),
});

const hardwareSchema = z
  .looseObject({
    cpu: z.looseObject({ cpus: z.coerce.number().optional() }).optional(),
    memory: z.looseObject({ size: z.string().optional() }).optional(),
  })
  .default({});

const vmSchema = z.looseObject({
  ID: z.string(),
  Name: z.string(),
  State: z.string(),
  Home: z.string().default(''),
  Description: z.string().default(''),
  Hardware: hardwareSchema,
});

type Device = z.infer<typeof deviceSchema>;

/** Version 27 writes bare ids, older ones `{…}`; both are one id. */
export function bareId(id: string): string {
  return id.replaceAll(/[{}]/g, '').toLowerCase();
}

function toColonMac(mac: string): string {
  return mac
    .replaceAll(':', '')
    .toLowerCase()
    .replace(/(..)(?=.)/g, '$1:');
}

function withoutEndSlash(path: string): string {
  let end = path.length;
  while (end > 1 && path.charAt(end - 1) === '/') end -= 1;
  return path.slice(0, end);
}

/** `512Mb`, `2Gb` */
function toMiB(size: string): number {
  const [, amount, unit] = /^\s*(\d+)\s*([A-Za-z]*)/.exec(size) ?? [];
  if (amount === undefined) return 0;
  return Number(amount) * (/^g/i.test(unit ?? '') ? 1024 : 1);
}

function devicesOf(hardware: Readonly<Record<string, unknown>>, kind: string): readonly (readonly [string, Device])[] {
  return Object.entries(hardware)
    .filter(([name]) => name.startsWith(kind) && /^\d+$/.test(name.slice(kind.length)))
    .toSorted(([a], [b]) => Number(a.slice(kind.length)) - Number(b.slice(kind.length)))
    .flatMap(([name, value]) => {
      const parsed = deviceSchema.safeParse(value);
      return parsed.success ? [[name, parsed.data] as const] : [];
    });
}

function toAdapter([device, told]: readonly [string, Device]): VmAdapter {
  const { type = '', mac = '', iface = '', enabled = true, state = '' } = told;
  return {
    device,
    type,
    mac: toColonMac(mac),
    networkId: iface === '' ? null : iface,
    connected: enabled && state !== 'disconnected',
  };
}

function toMedia(devices: readonly (readonly [string, Device])[], key: 'image' | 'output'): readonly VmMedium[] {
  return devices.map(([device, told]) => ({ device, path: told[key] ?? told.output ?? '' }));
}

function diskSize(disks: readonly (readonly [string, Device])[]): number | null {
  const size = disks[0]?.[1].size;
  return size === undefined ? null : toMiB(size);
}

/**
 * Every VM of `prlctl list --all --info --json`, or null when that is no such listing. No VMs are an empty list; no output at
 * all is no answer (vagrant-parallels parses it the same way).
 */
export function parseVmList(stdout: string): readonly VmInfo[] | null {
  const parsed = z.array(vmSchema).safeParse(parseToolJson(stdout));
  if (!parsed.success) return null;
  return parsed.data.map((vm) => ({
    id: bareId(vm.ID),
    name: vm.Name,
    stateText: vm.State,
    home: withoutEndSlash(vm.Home),
    marker: parseMarker(vm.Description),
    cpus: vm.Hardware.cpu?.cpus ?? 0,
    memoryMiB: toMiB(vm.Hardware.memory?.size ?? ''),
    adapters: devicesOf(vm.Hardware, 'net').map(toAdapter),
    disks: toMedia(devicesOf(vm.Hardware, 'hdd'), 'image'),
    diskMiB: diskSize(devicesOf(vm.Hardware, 'hdd')),
    drives: toMedia(devicesOf(vm.Hardware, 'cdrom'), 'image'),
    serials: toMedia(devicesOf(vm.Hardware, 'serial'), 'output'),
  }));
}
