import { z } from 'zod';
import { holderFeatures } from '../../../src-main/host/facts/computer-facts.ts';
import type { LinuxSources } from '../../../src-main/host/facts/linux-sources.ts';
import { parseLinux } from '../../../src-main/host/facts/parse-linux.ts';
import { parseMacos } from '../../../src-main/host/facts/parse-macos.ts';
import { fileSystemOf, parseMacMounts, parseMounts } from '../../../src-main/host/facts/parse-mounts.ts';
import { parseWindows } from '../../../src-main/host/facts/parse-windows.ts';
import type { Source } from '../../../src-main/host/facts/source.ts';
import { parseNetstat, parseProcNetRoute, parseRoutePrint } from '../../../src-main/host/parse-routes.ts';
import { parseLinuxStat, parseMacosPs, parseWindowsStartTime } from '../../../src-main/process/parse-start-time.ts';
import { withoutPersonal } from '../../../src-main/domain/without-personal.ts';
import { whole } from '../../unit/host/situations/windows-computer.ts';
import { answers, BrokenPromiseError, plainError, target, type FuzzTarget } from '../target.ts';

function fact(value: z.ZodType): z.ZodType {
  return z.strictObject({ value: value.nullable(), evidence: z.array(z.string()) });
}

const word = z.string().nullable();
const minutes = z.number().min(0);
const percent = z.number().min(0).max(100).nullable();
const flag = fact(z.boolean());
const facts = z.strictObject({
  platformId: z.enum(['linux', 'macos', 'windows']),
  ...{ osVersion: fact(z.string()), cpuModel: fact(z.string()), cpuMaker: z.enum(['intel', 'amd']).nullable() },
  architecture: fact(z.enum(['amd64', 'arm64', '32-bit'])),
  ...{ isTranslated: flag, isInsideVm: flag, isShown: flag, isCapable: flag, isFirmwareOn: flag, hasSlat: flag },
  ...{ isHypervisorPresent: flag, holders: fact(z.array(z.enum(holderFeatures))) },
  maker: z.strictObject({ maker: word, model: word, version: word, family: word, boardMaker: word, boardModel: word }),
  ...{ makerEvidence: z.array(z.string()), isUefi: flag, hasSecureBoot: flag },
  administrator: fact(z.enum(['now', 'can', 'no'])),
  power: fact(z.strictObject({ hasBattery: z.boolean(), onBattery: z.boolean(), percent })),
  sleepMinutes: fact(minutes),
  kvmDevice: fact(z.enum(['opens', 'forbidden', 'missing', 'refuses'])),
  ...{ modules: fact(z.array(z.string())), kvmTakesAtLoad: flag, fileSystem: fact(z.string()) },
});

/** Several sources in one text, so that a mutation can be in any of them. */
const between = '\n=====\n';

function split(input: string, count: number): readonly Source[] {
  const texts = input.split(between);
  return Array.from({ length: count }, (_, index) => {
    const text = texts[index];
    return text === undefined ? { kind: 'failed', from: 'x', reason: 'ENOENT' } : { kind: 'text', from: 'x', text };
  });
}

const none: Source = { kind: 'failed', from: 'x', reason: 'none' };

function linuxSources(input: string): LinuxSources {
  const all = split(input, 15);
  const of = (index: number): Source => all[index] ?? none;
  const vendor = of(9);
  return {
    ...{ kernel: of(0), cpuInfo: of(1), cmdline: of(2), modules: of(3), kernelLog: of(4), kvmDevice: of(5) },
    ...{ kvmAtLoad: of(6), ept: of(7), npt: none, efi: of(8), secureBoot: of(10), powerSupplies: of(11) },
    ...{ sleep: of(12), groups: of(13), mounts: of(14) },
    dmi: {
      ...{ sys_vendor: vendor, product_name: vendor, product_version: vendor },
      ...{ product_family: vendor, board_vendor: vendor, board_name: vendor },
    },
  };
}

const linuxTexts = [
  '6.8.0-45-generic\n',
  'vendor_id\t: GenuineIntel\nmodel name\t: Intel(R) Core(TM) i5\nflags\t\t: fpu vme lm vmx ept hypervisor\n',
  'BOOT_IMAGE=/vmlinuz ro kvm.enable_virt_at_load=0',
  'kvm_intel 1 0\nkvm 1 1\nvboxdrv 1 0\n',
  '[    0.1] x86/cpu: VMX (outside TXT) disabled by BIOS\nkvm: disabled by bios\n',
  ...['opens', 'Y\n', 'Y\n', '64\n', 'LENOVO\n', 'SecureBoot enabled\n'],
  'POWER_SUPPLY_NAME=BAT0\nPOWER_SUPPLY_TYPE=Battery\nPOWER_SUPPLY_STATUS=Discharging\nPOWER_SUPPLY_CAPACITY=80\n',
  "x sleep-inactive-ac-timeout 3600\nx sleep-inactive-ac-type 'suspend'\n",
  ...['anna adm sudo kvm\n', '/dev/sda2 / ext4 rw 0 0\n/dev/sdb /home/a\\040b btrfs rw 0 0\n'],
].join(between);
const macTexts = [
  'kern.hv_support: 1\nkern.hv_vmm_present: 0\nsysctl.proc_translated: 0\nhw.optional.arm64: 1\nhw.model: Mac14,2\nmachdep.cpu.brand_string: Apple M2\nmachdep.cpu.features: FPU VMX\n',
  'ProductName:\t\tmacOS\nProductVersion:\t\t15.5\n',
  "Now drawing from 'AC Power'\n -InternalBattery-0 (id=12345678)\t80%; charging; 0:50 remaining present: true\n",
  'Battery Power:\n sleep                1\nAC Power:\n sleep                0\n displaysleep         10\n',
  'staff everyone admin\n',
  '/dev/disk3s1s1 on / (apfs, sealed, local)\n/dev/disk3s5 on /System/Volumes/Data (apfs, local)\n',
].join(between);

function macSources(input: string): Parameters<typeof parseMacos>[0] {
  const [sysctl = none, version = none, battery = none, sleep = none, groups = none, mounts = none] = split(input, 6);
  return { sysctl, version, battery, sleep, groups, mounts };
}

const routes = z.array(z.strictObject({ cidr: z.cidrv4(), interfaceName: z.string().min(1) }));

const lists: readonly FuzzTarget[] = [
  target({
    name: 'mounts',
    samples: ['/dev/sda2 / ext4 rw 0 0\n/dev/sdb /a\\040b btrfs rw 0 0\n'],
    words: ['\\040', '\\899', ' ', ' / '],
    check: answers((text) => fileSystemOf(parseMounts(text), '/a b/c'), fact(z.string()).nullable()),
  }),
  target({
    name: 'mac-mounts',
    samples: ['/dev/disk3s1s1 on / (apfs, sealed)\nmap auto_home on /System/Volumes/Data/home (autofs, automounted)\n'],
    words: [' on /', ' (', ' on ', '(apfs,'],
    check: answers(parseMacMounts, z.array(z.strictObject({ dir: z.string().startsWith('/'), type: z.string() }))),
  }),
  target({
    name: 'routes',
    samples: [
      'Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\tMTU\nwlan0\t0000A8C0\t00000000\t0001\t0\t0\t600\t00FFFFFF\t0\n',
    ],
    words: ['\t', 'FFFFFFFF', '00000000', 'lo'],
    check: answers(parseProcNetRoute, routes),
  }),
  target({
    name: 'mac-routes',
    samples: [
      'Destination        Gateway            Flags               Netif Expire\ndefault            192.168.1.1        UGScg                 en0\n127                127.0.0.1          UCS                   lo0\n10.8/24            10.8.0.1           UGSc                utun3\n192.168.1          link#6             UCS                   en0\n',
    ],
    words: ['10.8/24', '/', '.', ' en0', 'default', '-1'],
    check: answers(parseNetstat, routes),
  }),
  target({
    name: 'windows-routes',
    samples: [
      '     Netzwerkziel    Netzwerkmaske          Gateway    Schnittstelle Metrik\r\n          0.0.0.0          0.0.0.0      192.168.1.1    192.168.1.20     35\r\n      192.168.1.0    255.255.255.0   Auf Verbindung      192.168.1.20    291\r\n',
    ],
    words: ['255.255.255.0', ' ', '.', '   Auf Verbindung  '],
    check: answers(parseRoutePrint, routes),
  }),
];

const processes: readonly FuzzTarget[] = [
  target({
    name: 'process-linux',
    samples: [`4711 (a) b) S ${Array.from({ length: 40 }, (_, index) => String(index)).join(' ')}\n`],
    words: ['(', ')', ' ', 'Z'],
    check: answers(
      parseLinuxStat,
      z.strictObject({ startTicks: z.string().regex(/^\d+$/), isZombie: z.boolean() }),
      plainError(/^unexpected \/proc stat line/),
    ),
  }),
  target({
    name: 'process-macos',
    samples: ['Ss   Mon Jul 13 09:05:07 2026\n', 'Z Mon Jul 13 09:05:07 2026', ''],
    check: answers(parseMacosPs, z.string().min(5).nullable(), plainError(/^unexpected line of ps/)),
  }),
  target({
    name: 'process-windows',
    samples: ['638123456789012345\r\n', 'gone\r\n', ''],
    check: answers(
      parseWindowsStartTime,
      z.string().regex(/^\d+$/).nullable(),
      plainError(/^unexpected answer of PowerShell/),
    ),
  }),
];

const home = '/home/žofie';
const personalText = `in ${home}/.local/share/big-data-lab on laptop.local, user žofie, 08:00:27:aa:bb:cc, C:\\x\n`;

/** What systems say about the computer. */
export const hostTargets: readonly FuzzTarget[] = [
  target({
    name: 'host-linux',
    samples: [linuxTexts],
    words: [between, 'flags\t\t: ', 'model name\t: ', '\\999', 'disabled by bios', 'POWER_SUPPLY_CAPACITY='],
    check: answers((input) => parseLinux(linuxSources(input), { isRoot: false, dataDir: '/home/a b/x' }), facts),
  }),
  target({
    name: 'host-macos',
    samples: [macTexts],
    words: [between, 'AC Power:\n', ' sleep  ', 'InternalBattery', '%;', ' on /', ' ('],
    check: answers((input) => parseMacos(macSources(input), '/Users/a/x'), facts),
  }),
  target({
    name: 'host-windows',
    samples: [`\uFEFF${JSON.stringify(whole)}\r\n`, 'Die Benennung ist nicht zulässig.\r\n'],
    words: ['{', '}', '[', ']', '"', ':', ',', '{"error":"x"}', '"__proto__":', 'null', '0xffffffff'],
    check: answers(
      (text) => parseWindows({ kind: 'text', from: 'x', text }, { builtFor: 'amd64', dataDir: 'C:\\x' }),
      facts,
    ),
  }),
  ...lists,
  ...processes,
  target({
    name: 'without-personal',
    samples: [personalText],
    words: [home, 'žofie', 'laptop', '08:00:27:aa:bb:cc', '/', '\\'],
    check: (text) => {
      const places = { dataDir: `${home}/d`, personal: { homeDir: home, userName: 'žofie', hostName: 'laptop.local' } };
      const shown = withoutPersonal(text, places, (place) => `<${place}>`);
      if (/(?<![\p{L}\p{N}>])žofie(?![\p{L}\p{N}])/iu.test(shown))
        throw new BrokenPromiseError('the name is still there');
    },
  }),
];
