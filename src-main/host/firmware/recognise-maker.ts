import type { FirmwareGuideId } from '../../contract/firmware-views.ts';

/** What the firmware says of this computer (DMI); null where it says nothing. Never a serial number. */
export interface MakerFacts {
  readonly maker: string | null;
  readonly model: string | null;
  /** Lenovo writes what everybody calls the model here: "ThinkPad T14 Gen 3". */
  readonly version: string | null;
  readonly family: string | null;
  readonly boardMaker: string | null;
  readonly boardModel: string | null;
}

/** A computer that told nothing. */
export const unknownMaker: MakerFacts = {
  maker: null,
  model: null,
  version: null,
  family: null,
  boardMaker: null,
  boardModel: null,
};

/** What builders of boards leave in the fields of the maker of the whole computer. */
const placeholder =
  /^(?:$|to be filled by o\.?e\.?m\.?|system manufacturer|system product name|system version|default string|not specified|not available|not applicable|none|n\/?a|o\.?e\.?m\.?|unknown|invalid|empty|\.+|x+|0+|1\.0|standard|type1(?:family|productconfigid))$/i;

/** A word of the firmware, or null where it is one of those that mean nothing. */
export function meaningfulWord(text: string | null | undefined): string | null {
  const word = (text ?? '').trim();
  return placeholder.test(word) ? null : word;
}

/**
 * Virtual machines by what their firmware says, as the hypervisors' own sources and systemd's list of them have it. `Virtual
 * Machine` of Microsoft is a model: Surfaces are Microsoft's too.
 */
const virtualMakers =
  /qemu|innotek|vmware|virtualbox|xen|bochs|parallels|red hat|openstack|nutanix|bhyve|amazon ec2|google compute|digitalocean|hetzner|apple virtualization/i;

interface Rule {
  readonly guide: FirmwareGuideId;
  readonly matches: (facts: MakerFacts, text: string) => boolean;
}

function maker(pattern: RegExp): Rule['matches'] {
  return (facts) => pattern.test(facts.maker ?? facts.boardMaker ?? '');
}

/** The first that matches wins. `text` is everything the firmware says of the model. */
const rules: readonly Rule[] = [
  {
    guide: 'virtual-machine',
    matches: (facts, text) =>
      virtualMakers.test(`${facts.maker ?? ''} ${facts.model ?? ''}`) ||
      /microsoft corporation.*virtual machine|kvm virtual machine|standard pc \(/i.test(`${facts.maker ?? ''} ${text}`),
  },
  { guide: 'apple', matches: maker(/^apple/i) },
  { guide: 'surface', matches: (facts, text) => /^microsoft/i.test(facts.maker ?? '') && /surface/i.test(text) },
  { guide: 'hp', matches: maker(/^(?:hp|hewlett|hpe)\b/i) },
  {
    guide: 'lenovo-thinkpad',
    // Desktops and tablets of the same family have the same firmware.
    matches: (facts, text) =>
      /^(?:lenovo|ibm)\b/i.test(facts.maker ?? '') && /think(?:pad|centre|station|book)/i.test(text),
  },
  { guide: 'lenovo-ideapad', matches: maker(/^lenovo\b/i) },
  { guide: 'dell', matches: maker(/^(?:dell|alienware)\b/i) },
  {
    guide: 'asus-board',
    // A board sold alone leaves the maker of the computer empty, or says it is a board.
    matches: (facts) =>
      /^asus/i.test(facts.boardMaker ?? '') &&
      (facts.maker === null ||
        /all series|^(?:prime|tuf|rog strix|proart)\b/i.test(facts.model ?? facts.boardModel ?? '')) &&
      !/notebook|laptop|vivobook|zenbook/i.test(`${facts.model ?? ''} ${facts.family ?? ''}`),
  },
  { guide: 'asus-laptop', matches: maker(/^asus/i) },
  { guide: 'acer', matches: maker(/^(?:acer|packard bell|gateway|emachines)\b/i) },
  { guide: 'msi', matches: maker(/^(?:msi\b|micro-star)/i) },
  { guide: 'samsung', matches: maker(/^samsung/i) },
  { guide: 'fujitsu', matches: maker(/^fujitsu/i) },
  { guide: 'dynabook', matches: maker(/^(?:toshiba|dynabook)/i) },
  { guide: 'huawei', matches: maker(/^(?:huawei|honor)/i) },
  { guide: 'lg', matches: maker(/^lg\b/i) },
  { guide: 'gigabyte', matches: maker(/^(?:giga-?byte|aorus)/i) },
  { guide: 'framework', matches: maker(/^framework\b/i) },
];

/** Which guide fits; `other` when the firmware names nobody we know. */
export function recogniseMaker(facts: MakerFacts): FirmwareGuideId {
  const text = [facts.model, facts.version, facts.family].filter((word) => word !== null).join(' ');
  return rules.find(({ matches }) => matches(facts, text))?.guide ?? 'other';
}

/** What people call the model: Lenovo's is in the version, a board's is that of the board. */
export function modelName(facts: MakerFacts): string | null {
  const isLenovo = /^lenovo\b/i.test(facts.maker ?? '');
  return (isLenovo ? facts.version : null) ?? facts.model ?? facts.boardModel;
}
