import { toColonMac } from './vm-info.ts';
import type { PortForward, VmAdapter, VmInfo } from './vm-info.ts';

/** What the long listing tells about one VM, as far as an inspection needs it. */
export type ListedDetails = Pick<
  VmInfo,
  'vmId' | 'name' | 'configPath' | 'stateText' | 'groups' | 'cpus' | 'memoryMiB' | 'adapters' | 'serialPath'
> & {
  readonly mediaPaths: readonly string[];
};

/** First value of `Key:   value` in a block: what a description says comes later. */
function field(block: string, key: string): string | null {
  return new RegExp(`^${key}: +(.*)$`, 'm').exec(block)?.[1]?.trim() ?? null;
}

function parseRules(block: string, slot: number): readonly PortForward[] {
  const pattern = new RegExp(
    `^NIC ${slot} Rule\\(\\d+\\): +name = (.*), protocol = (\\w+), host ip = ([^,]*), host port = (\\d+), guest ip = [^,]*, guest port = (\\d+)$`,
    'gm',
  );
  return [...block.matchAll(pattern)].map(([, name, protocol, hostAddress, hostPort, guestPort]) => ({
    name: name ?? '',
    protocol: protocol ?? '',
    hostAddress: hostAddress ?? '',
    hostPort: Number(hostPort),
    guestPort: Number(guestPort),
  }));
}

function parseAdapters(block: string): readonly VmAdapter[] {
  const lines = block.matchAll(/^NIC (\d+): +MAC: ([0-9A-F]{12}), Attachment: (.*), Cable connected: (on|off),/gm);
  return [...lines].map(([, slotText, mac, attachment, cable]) => {
    const slot = Number(slotText);
    const networkName = /^Internal Network '(.*)'$/.exec(attachment ?? '')?.[1] ?? null;
    return {
      slot,
      attachment: networkName === null ? (attachment ?? '').toLowerCase() : 'intnet',
      mac: toColonMac(mac ?? ''),
      networkName,
      cableConnected: cable === 'on',
      forwards: parseRules(block, slot),
    };
  });
}

function parseBlock(block: string): ListedDetails | null {
  const vmId = field(block, 'UUID');
  const state = field(block, 'State');
  if (vmId === null || state === null) return null;
  return {
    vmId,
    name: field(block, 'Name') ?? '',
    configPath: field(block, 'Config file') ?? '',
    stateText: state.replace(/ \(since [^)]*\)$/, ''),
    groups: (field(block, 'Groups') ?? '').split(',').filter((group) => group !== ''),
    cpus: Number(field(block, 'Number of CPUs')),
    memoryMiB: Number(/^(\d+)MB$/.exec(field(block, 'Memory size') ?? '')?.[1] ?? Number.NaN),
    adapters: parseAdapters(block),
    serialPath: /^UART 1: .*attached to raw file '(.*)'/m.exec(block)?.[1] ?? null,
    mediaPaths: [...block.matchAll(/^ +Location: "(.*)"$/gm)].map(([, path]) => path ?? ''),
  };
}

/** Reads `list --long vms` and `list --long runningvms`. VMs whose settings cannot be read are left out. */
export function parseListLong(text: string): ReadonlyMap<string, ListedDetails> {
  const blocks = text.replaceAll('\r\n', '\n').split(/^(?=Name: +\S.*\nEncryption:)/m);
  return new Map(blocks.flatMap((block) => parseBlock(block) ?? []).map((details) => [details.vmId, details]));
}

/** Where the settings of VMs that cannot be read are, or were, as `list --long vms` tells it. */
export function parseUnreadablePlaces(text: string): ReadonlyMap<string, string> {
  const blocks = text
    .replaceAll('\r\n', '\n')
    .matchAll(/^Name: +<inaccessible!?>\nUUID: +(\S+)\nConfig file: +(.*)$/gm);
  return new Map([...blocks].map(([, vmId, configPath]) => [vmId ?? '', configPath ?? '']));
}
