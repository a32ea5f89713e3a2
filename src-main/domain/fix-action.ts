import type { ErrorCode } from './failure.ts';

/** Where the next step of a failure can be taken: a screen may put a button there. */
export const fixActions = [
  'open-firmware-guide',
  'open-diagnostics',
  'install-hypervisor',
  'free-space',
  'repair-lab',
  'retry',
] as const;
export type FixAction = (typeof fixActions)[number];

/** Only what leads on for sure: most next steps are taken outside of this program, or are a matter of what the user wants. */
const byCode: Partial<Record<ErrorCode, FixAction>> = {
  'hypervisor-missing': 'install-hypervisor',
  'hypervisor-unusable': 'open-diagnostics',
  'vm-driver-missing': 'open-diagnostics',
  'vm-driver-not-permitted': 'open-diagnostics',
  'vm-driver-mismatch': 'open-diagnostics',
  'vm-start-blocked': 'open-diagnostics',
  'vm-start-failed': 'open-diagnostics',
  'virtualization-off': 'open-firmware-guide',
  'virtualization-unsupported': 'open-diagnostics',
  'virtualization-held-by-kvm': 'open-diagnostics',
  'virtualization-held-by-windows': 'open-diagnostics',
  'kvm-missing': 'open-diagnostics',
  'kvm-not-permitted': 'open-diagnostics',
  'hvf-not-permitted': 'open-diagnostics',
  'whpx-off': 'open-diagnostics',
  'accelerator-not-built': 'install-hypervisor',
  'disk-full': 'free-space',
  'disk-nearly-full': 'free-space',
  'not-enough-disk': 'free-space',
  'vm-paused-disk-full': 'free-space',
  'vm-not-found': 'repair-lab',
  'medium-missing': 'repair-lab',
  'forward-exists': 'repair-lab',
  'file-in-the-way': 'repair-lab',
  'vm-busy': 'retry',
  'command-timeout': 'retry',
  'download-failed': 'retry',
};

/** What a screen can offer for a failure with this code, or null. */
export function fixActionOf(code: string): FixAction | null {
  return new Map<string, FixAction>(Object.entries(byCode)).get(code) ?? null;
}
