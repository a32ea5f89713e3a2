import type { ComputerFacts } from '../../../../src-main/host/facts/computer-facts.ts';
import { parseWindows } from '../../../../src-main/host/facts/parse-windows.ts';
import type { Source } from '../../../../src-main/host/facts/source.ts';
import { virtualBox } from './situation.ts';

export const cpu = {
  Name: 'Intel(R) Core(TM) i5-1135G7 @ 2.40GHz',
  Manufacturer: 'GenuineIntel',
  Architecture: 9,
  AddressWidth: 64,
  VirtualizationFirmwareEnabled: true,
  VMMonitorModeExtensions: true,
  SecondLevelAddressTranslationExtensions: true,
};
/** What the same CPU tells while the hypervisor of Windows runs: all three flags read False. */
export const masked = {
  ...cpu,
  VirtualizationFirmwareEnabled: false,
  VMMonitorModeExtensions: false,
  SecondLevelAddressTranslationExtensions: false,
};
export const system = {
  HypervisorPresent: false,
  Manufacturer: 'HP',
  Model: 'HP ProBook 450 G8',
  SystemFamily: '103C_5336AN HP ProBook',
};
export const present = { ...system, HypervisorPresent: true };
export const noGuard = { VirtualizationBasedSecurityStatus: 0, SecurityServicesRunning: [0] };

export function ok(...rows: readonly unknown[]): unknown {
  return { ok: rows };
}

export function refused(error: string): unknown {
  return { error };
}

export const whole = {
  languageMode: 'FullLanguage',
  processor: ok(cpu),
  system: ok(system),
  product: ok({ Version: 'SBKPF' }),
  board: ok({ Manufacturer: 'HP', Product: '87E9' }),
  os: ok({ Version: '10.0.26100' }),
  deviceGuard: ok(noGuard),
  features: ok('WorkFolders-Client', 'MediaPlayback'),
  services: ok({ name: 'vmcompute', state: 'Stopped' }),
  firmware: ok(2),
  groups: ok('S-1-5-32-544'),
  battery: ok({ BatteryStatus: 2, EstimatedChargeRemaining: 97 }),
  sleep: ok(
    '    Index der aktuellen Wechselstromeinstellung: 0x00001c20',
    '    Index der aktuellen Gleichstromeinstellung: 0x00000384',
  ),
  drives: ok(
    { DeviceID: 'C:', DriveType: 3, FileSystem: 'NTFS' },
    { DeviceID: 'H:', DriveType: 4, FileSystem: 'NTFS' },
  ),
};

export const dataDir = String.raw`C:\Users\Žofie Novák\AppData\Local\Big Data Lab`;
export const platform = { id: 'windows', architecture: 'amd64', dataDir } as const;

/** Output as PowerShell prints it, CRLF and byte order mark included. */
export function windows(changes: Partial<Record<keyof typeof whole, unknown>> = {}, folder = dataDir): ComputerFacts {
  return raw(
    { kind: 'text', from: 'PowerShell', text: `\uFEFF${JSON.stringify({ ...whole, ...changes })}\r\n` },
    folder,
  );
}

export function raw(source: Source, folder = dataDir): ComputerFacts {
  return parseWindows(source, { builtFor: 'amd64', dataDir: folder });
}

export const documented = 'constructed after the documentation of the WMI classes';
export const good = virtualBox('7.2.22');
export const slowFixes = ['go-on-slow-mode', 'qemu-with-whpx'] as const;
export const offAndOn = ['hypervisor-off', 'hypervisor-on-again'] as const;
