import type { ErrorCode } from '../../domain/failure.ts';
import { LabError } from '../../domain/failure.ts';
import type { PackageManager } from '../../contract/install-views.ts';
import { CommandError } from '../../process/command.ts';

/** What an installation can come to. */
type InstallerCode = Exclude<
  Extract<ErrorCode, `installer-${string}` | `installation-${string}` | 'restart-needed' | 'needs-administrator'>,
  'installation-by-hand'
>;

/**
 * What winget and the installers behind it end with (winget-cli, doc/windows/package-manager/winget/returnCodes.md; MSI's own
 * codes), as unsigned numbers. `null`: it is there, which is all that was wanted.
 */
const windowsCodes: ReadonlyMap<number, InstallerCode | null> = new Map<number, InstallerCode | null>([
  [0x8a15002b, null], // no newer one
  [0x8a150061, null], // installed already
  [0x8a15010d, null], // another version of it is installed
  [0x8a15010e, null], // a newer one is installed
  [0x8a150109, 'restart-needed'],
  [0x8a15010a, 'restart-needed'],
  [0x8a15010b, 'restart-needed'],
  [3010, 'restart-needed'],
  [1641, 'restart-needed'],
  [0x8a15010c, 'installation-declined'],
  [0x8a150077, 'installation-declined'],
  [0x800704c7, 'installation-declined'],
  [1223, 'installation-declined'],
  [1602, 'installation-declined'],
  [0x8a15010f, 'installation-forbidden'],
  [0x8a150019, 'needs-administrator'],
  [0x8a150102, 'installer-busy'],
  [0x8a150103, 'installer-busy'],
  [1618, 'installer-busy'],
  [0x8a150105, 'installer-disk-full'],
  [0x8a150107, 'installer-offline'],
  [0x8a150008, 'installer-offline'],
]);

/** `pkexec`: 126 when nobody agreed, 127 when nobody may (pkexec(1)). */
const elevatorCodes: ReadonlyMap<number, InstallerCode> = new Map<number, InstallerCode>([
  [126, 'installation-declined'],
  [127, 'installation-forbidden'],
]);

/** What the package managers of Linux and Homebrew print in English: the runner sets no other language. */
const knownTexts: readonly { readonly pattern: RegExp; readonly code: InstallerCode }[] = [
  {
    pattern:
      /Could not get lock|is another process using it|unable to lock database|Waiting for process with pid|System management is locked/i,
    code: 'installer-busy',
  },
  {
    pattern:
      /Could not resolve|Temporary failure resolving|Failed to fetch|Could not connect|failed retrieving file|Network is unreachable/i,
    code: 'installer-offline',
  },
  {
    pattern: /No space left on device|not enough free space|don't have enough free space/i,
    code: 'installer-disk-full',
  },
  { pattern: /Permission denied|are you root|requires superuser|not in the sudoers/i, code: 'needs-administrator' },
];

const evidenceLines = 15;

/** True when a failed command says that what was wanted is there. */
export function isThereAlready(error: unknown, manager: PackageManager): boolean {
  return (
    error instanceof CommandError && manager === 'winget' && windowsCodes.get((error.exitCode ?? 0) >>> 0) === null
  );
}

/** The failure of an installer as a user can meet it; what it printed stays as evidence. Other errors come back as they are. */
export function toInstallFailure(
  error: unknown,
  {
    manager,
    hypervisor,
    isElevated,
  }: { readonly manager: PackageManager; readonly hypervisor: string; readonly isElevated: boolean },
): unknown {
  if (!(error instanceof CommandError)) return error;
  const lines = `${error.stdout}\n${error.stderr}`.split(/\r?\n/).filter((line) => line.trim() !== '');
  const text = lines.join('\n');
  const number = error.exitCode ?? 0;
  const code =
    (manager === 'winget' ? windowsCodes.get(number >>> 0) : undefined) ??
    (isElevated ? elevatorCodes.get(number) : undefined) ??
    knownTexts.find(({ pattern }) => pattern.test(text))?.code ??
    'installation-failed';
  return new LabError(code, `installing ${hypervisor} failed: ${error.message}`, {
    params: { hypervisor, program: manager, exitCode: number },
    evidence: [error.message, ...lines.slice(-evidenceLines)],
    cause: error,
  });
}
