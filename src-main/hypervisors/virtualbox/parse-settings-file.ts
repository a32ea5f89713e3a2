import { toColonMac } from './vm-info.ts';
import type { AttachedMedium, PortForward, VmAdapter, VmInfo } from './vm-info.ts';

/**
 * Reads the settings file of a VM (`.vbox`), as VirtualBox 7 writes it: one attribute list per element, never hand-edited.
 * Reading it starts no process, and one per VM is what `showvminfo` would cost.
 */

/** Of Unicode. */
const lastCodePoint = 0x10_ffff;
const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function decodeEntity(name: string): string {
  const number = /^#(?:x([0-9A-Fa-f]+)|(\d+))$/.exec(name);
  if (number === null) return (Object.hasOwn(entities, name) ? entities[name] : undefined) ?? `&${name};`;
  const codePoint = number[1] === undefined ? Number(number[2]) : Number.parseInt(number[1], 16);
  return codePoint <= lastCodePoint ? String.fromCodePoint(codePoint) : `&${name};`;
}

/** Text of an attribute: VirtualBox writes letters beyond ASCII as numbers in some of them. */
export function decodeAttribute(text: string): string {
  return text.replace(/&(#?\w+);/g, (_, name: string) => decodeEntity(name));
}

export function encodeAttribute(text: string): string {
  return text.replace(
    /[&<>"]/g,
    (character) => `&${Object.entries(entities).find(([, c]) => c === character)?.[0] ?? ''};`,
  );
}

interface Element {
  readonly attributes: ReadonlyMap<string, string>;
  readonly content: string;
}

function parseAttributes(text: string): ReadonlyMap<string, string> {
  return new Map(
    [...text.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, name, value]) => [name ?? '', decodeAttribute(value ?? '')]),
  );
}

/** Elements of a name that does not nest in itself; one without an end is left out. Each part of the text is looked at once. */
function elements(text: string, name: string): readonly Element[] {
  const found: Element[] = [];
  let from = 0;
  let hasEnd = true;
  for (const opening of text.matchAll(new RegExp(`<${name}((?:\\s+[\\w-]+="[^"]*")*)\\s*(/?)>`, 'g'))) {
    const [tag, attributes = '', slash] = opening;
    if (opening.index < from || (slash === '' && !hasEnd)) continue;
    const start = opening.index + tag.length;
    const end = slash === '/' ? start : text.indexOf(`</${name}>`, start);
    if (end === -1) {
      hasEnd = false;
      continue;
    }
    found.push({ attributes: parseAttributes(attributes), content: text.slice(start, end) });
    from = end;
  }
  return found;
}

function element(text: string, name: string): Element | null {
  return elements(text, name)[0] ?? null;
}

/** The machine without its snapshots: they nest, and hold hardware settings of their own. */
function withoutSnapshots(text: string): string {
  const start = text.search(/<Snapshot\s/);
  const end = text.lastIndexOf('</Snapshot>');
  return start === -1 || end < start ? text : text.slice(0, start) + text.slice(end);
}

/** A number that counts something; NaN for anything else. */
function numberOf(text: string | undefined): number {
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
}

function bareUuid(text: string | undefined): string {
  return (text ?? '').replace(/[{}]/g, '').toLowerCase();
}

function parseForwards(nat: string): readonly PortForward[] {
  return elements(nat, 'Forwarding').map(({ attributes }) => ({
    name: attributes.get('name') ?? '',
    protocol: attributes.get('proto') === '0' ? 'udp' : 'tcp',
    hostAddress: attributes.get('hostip') ?? '',
    hostPort: numberOf(attributes.get('hostport') ?? '0'),
    guestPort: numberOf(attributes.get('guestport') ?? '0'),
  }));
}

function parseAdapter({ attributes, content }: Element): VmAdapter | null {
  if (attributes.get('enabled') !== 'true') return null;
  const active = content.replace(/<DisabledModes>[\s\S]*?<\/DisabledModes>/, '');
  const nat = element(active, 'NAT');
  const internal = element(active, 'InternalNetwork');
  return {
    slot: numberOf(attributes.get('slot')) + 1,
    attachment: nat !== null ? 'nat' : internal !== null ? 'intnet' : 'other',
    mac: toColonMac(attributes.get('MACAddress') ?? ''),
    networkName: internal?.attributes.get('name') ?? null,
    // Written only when it is pulled (settings version 1.16 and later), always before.
    cableConnected: attributes.get('cable') !== 'false',
    forwards: nat === null ? [] : parseForwards(nat.content),
  };
}

/** Media that the registry of this VM names; those of a linked clone stand in the registry of its base. */
function registeredPaths(machine: string): ReadonlyMap<string, string> {
  const registry = element(machine, 'MediaRegistry')?.content ?? '';
  const tags = registry.matchAll(/<(?:HardDisk|Image)\s([^<>]*?)\/?>/g);
  return new Map(
    [...tags].map(([, text]) => {
      const attributes = parseAttributes(text ?? '');
      return [bareUuid(attributes.get('uuid')), attributes.get('location') ?? ''];
    }),
  );
}

/** By port, as `showvminfo` lists them; the file has them in the order in which they were attached. */
function parseMedia(machine: string): readonly AttachedMedium[] {
  const paths = registeredPaths(machine);
  const media = elements(element(machine, 'StorageControllers')?.content ?? '', 'StorageController').flatMap(
    (controller) =>
      elements(controller.content, 'AttachedDevice').flatMap((device) => {
        const image = element(device.content, 'Image');
        if (image === null) return [];
        const mediumId = bareUuid(image.attributes.get('uuid'));
        return {
          controller: controller.attributes.get('name') ?? '',
          port: numberOf(device.attributes.get('port')),
          device: numberOf(device.attributes.get('device')),
          mediumId,
          path: paths.get(mediumId) ?? '',
        };
      }),
  );
  return media.toSorted((a, b) => a.port - b.port || a.device - b.device);
}

function stateTextOf(attributes: ReadonlyMap<string, string>): string {
  const saved = attributes.has('stateFile');
  const aborted = attributes.get('aborted') === 'true';
  if (saved) return aborted ? 'aborted-saved' : 'saved';
  return aborted ? 'aborted' : 'poweroff';
}

/** What a settings file says about the VM while it does not run; paths of media as they stand in it. */
export type VmSettings = Omit<VmInfo, 'configPath' | 'logDir' | 'locked' | 'snapshots'>;

/** Null when the text is no whole settings file. */
export function parseSettingsFile(text: string): VmSettings | null {
  const start = /<Machine((?:\s+[\w-]+="[^"]*")*)\s*>/.exec(text);
  if (start === null || !/<\/VirtualBox>\s*$/.test(text)) return null;
  const attributes = parseAttributes(start[1] ?? '');
  const machine = withoutSnapshots(text.slice(start.index));
  const port = elements(element(machine, 'UART')?.content ?? '', 'Port').find((p) => p.attributes.get('slot') === '0');
  const groups = elements(element(machine, 'Groups')?.content ?? '', 'Group');
  return {
    vmId: bareUuid(attributes.get('uuid')),
    name: attributes.get('name') ?? '',
    stateText: stateTextOf(attributes),
    groups: groups.map((group) => group.attributes.get('name') ?? ''),
    cpus: numberOf(element(machine, 'CPU')?.attributes.get('count') ?? '1'),
    memoryMiB: numberOf(element(machine, 'Memory')?.attributes.get('RAMSize')),
    adapters: elements(element(machine, 'Network')?.content ?? '', 'Adapter').flatMap(
      (found) => parseAdapter(found) ?? [],
    ),
    serialPath: port?.attributes.get('hostMode') === 'RawFile' ? (port.attributes.get('path') ?? null) : null,
    media: parseMedia(machine),
  };
}

/** Value of a key that was set with `setextradata`, or null. */
export function parseExtraData(text: string, key: string): string | null {
  const items = elements(element(text, 'ExtraData')?.content ?? '', 'ExtraDataItem');
  return items.find(({ attributes }) => attributes.get('name') === key)?.attributes.get('value') ?? null;
}

/** UUIDs of the disks whose files this settings file names. */
export function parseRegisteredDisks(text: string): ReadonlySet<string> {
  return new Set(registeredPaths(text).keys());
}
