import type { ComputerFacts } from '../../../../src-main/host/facts/computer-facts.ts';
import type { MacosSources } from '../../../../src-main/host/facts/macos-sources.ts';
import { parseMacos } from '../../../../src-main/host/facts/parse-macos.ts';
import type { Source } from '../../../../src-main/host/facts/source.ts';
import { qemuSlow, virtualBox, virtualBoxMissing, type Situation } from './situation.ts';

function text(from: string, content: string): Source {
  return { kind: 'text', from, text: content };
}

const apple = `kern.hv_support: 1
kern.hv_vmm_present: 0
sysctl.proc_translated: 0
hw.optional.arm64: 1
hw.model: Mac14,2
machdep.cpu.brand_string: Apple M2
`;
const intel = `kern.hv_support: 1
kern.hv_vmm_present: 0
hw.model: MacBookPro15,1
machdep.cpu.brand_string: Intel(R) Core(TM) i7-8850H CPU @ 2.60GHz
machdep.cpu.features: FPU VME DE PSE TSC MSR PAE VMX SSE3
`;

const dataDir = '/Users/žofie/Library/Application Support/Big Data Lab';

/** A Mac with a chip of Apple's on which all is well, but for what is changed. */
export function macos(changes: Partial<MacosSources> = {}, folder = dataDir): ComputerFacts {
  return parseMacos(
    {
      sysctl: text('sysctl', apple),
      version: text('sw_vers', 'ProductName:\t\tmacOS\nProductVersion:\t\t15.5\nBuildVersion:\t\t24F74\n'),
      battery: text(
        'pmset -g batt',
        "Now drawing from 'AC Power'\n -InternalBattery-0 (id=12345678)\t80%; charging; 0:50 remaining present: true\n",
      ),
      sleep: text(
        'pmset -g custom',
        'Battery Power:\n sleep                1\n displaysleep         2\nAC Power:\n sleep                0\n displaysleep         10\n',
      ),
      groups: text('id -Gn', 'staff everyone admin\n'),
      mounts: text(
        'mount',
        '/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)\n/dev/disk3s5 on /System/Volumes/Data (apfs, local, journaled, nobrowse)\n',
      ),
      ...changes,
    },
    folder,
  );
}

const arm = { id: 'macos', architecture: 'arm64', dataDir } as const;
const x86 = { ...arm, architecture: 'amd64' } as const;
const origin = 'constructed after sysctl(8), pmset(1) and Apple’s documentation';

export const macosSituations: readonly Situation[] = [
  {
    name: 'a Mac with an M chip',
    origin,
    computer: macos(),
    platform: arm,
    findings: [virtualBox('7.2.22')],
    expected: {
      architecture: ['ok', 'arm64'],
      rosetta: ['ok', 'native'],
      virtualization: ['ok', 'capable'],
      firmware: null,
      'other-hypervisor': null,
      kvm: null,
      virtualbox: ['ok', 'found'],
      power: ['ok', 'never-sleeps'],
      paths: ['ok', 'good'],
    },
  },
  {
    name: 'the edition for Intel on a Mac with an M chip',
    origin,
    computer: macos({ sysctl: text('sysctl', apple.replace('proc_translated: 0', 'proc_translated: 1')) }),
    platform: x86,
    findings: [qemuSlow],
    expected: { architecture: ['ok', 'arm64'], rosetta: ['problem', 'translated', ['get-own-edition']] },
  },
  {
    name: 'an Intel Mac',
    origin,
    computer: macos({ sysctl: text('sysctl', intel) }),
    platform: x86,
    findings: [virtualBox('7.2.22')],
    expected: {
      architecture: ['ok', 'amd64'],
      rosetta: null,
      virtualization: ['ok', 'capable'],
      firmware: null,
      slat: ['ok', 'there'],
    },
  },
  {
    name: 'an Intel Mac of before 2010',
    origin,
    computer: macos({ sysctl: text('sysctl', intel.replace('hv_support: 1', 'hv_support: 0').replace(' VMX', '')) }),
    platform: x86,
    findings: [qemuSlow],
    expected: { virtualization: ['warning', 'not-capable', ['go-slow', 'other-computer']], firmware: null },
  },
  {
    name: 'macOS in a virtual machine',
    origin,
    computer: macos({
      sysctl: text(
        'sysctl',
        apple.replace('hv_support: 1', 'hv_support: 0').replace('vmm_present: 0', 'vmm_present: 1'),
      ),
    }),
    platform: arm,
    findings: [qemuSlow],
    expected: { virtualization: ['warning', 'inside-vm', ['nested']] },
  },
  {
    name: 'VirtualBox 7.2.0 on a Mac',
    origin: 'VirtualBox issue gh-140',
    computer: macos(),
    platform: arm,
    findings: [virtualBox('7.2.0')],
    expected: { virtualbox: ['problem', 'no-internal-network', ['update-virtualbox']] },
  },
  {
    name: 'VirtualBox 7.2.8 on an M chip',
    origin: 'VirtualBox issue gh-679',
    computer: macos(),
    platform: arm,
    findings: [virtualBox('7.2.8')],
    expected: { virtualbox: ['warning', 'small-nodes-hang', ['update-virtualbox']] },
  },
  {
    name: 'Parallels whose edition has no command line',
    origin: 'message of prlsrvctl in the edition Standard',
    computer: macos(),
    platform: arm,
    findings: [
      qemuSlow,
      {
        kind: 'unusable',
        id: 'parallels',
        version: '26.1.0',
        code: 'hypervisor-unusable',
        evidence: ['This feature is not available in this edition of Parallels Desktop.'],
      },
    ],
    expected: { parallels: ['warning', 'unusable', ['parallels-edition', 'use-virtualbox']] },
  },
  {
    name: 'sysctl that cannot be run',
    origin,
    computer: macos({ sysctl: { kind: 'failed', from: 'sysctl', reason: 'no such program' } }),
    platform: arm,
    findings: [qemuSlow],
    expected: {
      architecture: ['unknown', 'unknown'],
      rosetta: ['unknown', 'unknown'],
      virtualization: ['unknown', 'unknown'],
    },
  },
  {
    name: 'labs in iCloud, on the battery, asleep soon, no administrator',
    origin,
    computer: macos({
      battery: text(
        'pmset -g batt',
        "Now drawing from 'Battery Power'\n -InternalBattery-0 (id=1)\t55%; discharging; 3:10 remaining\n",
      ),
      groups: text('id -Gn', 'staff everyone\n'),
    }),
    platform: { ...arm, dataDir: '/Users/žofie/Library/Mobile Documents/com~apple~CloudDocs/labs' },
    findings: [virtualBoxMissing],
    expected: {
      paths: ['warning', 'synced', ['move-data']],
      power: ['warning', 'on-battery-percent'],
      rights: ['warning', 'no', ['ask-it']],
      hypervisors: ['problem', 'none'],
    },
  },
];
