import type { ChoiceHost } from './choose-hypervisor.ts';

/** A fault of some versions of VirtualBox that harms labs; the worst one counts. */
export type VirtualBoxFault = 'no-internal-network' | 'small-nodes-hang' | 'data-risk';

/**
 * Before 7.2.18 linked clones can lose data (upstream issue 850); in 7.2.0 internal networks do not work on Macs (gh-140); before
 * 7.2.10 ARM VMs with less than 1 GiB hang (gh-679). Null: none is known.
 */
export function virtualBoxFault(version: string, { platformId, architecture }: ChoiceHost): VirtualBoxFault | null {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map((part) => Number.parseInt(part, 10));
  const isBefore = (wanted: number): boolean =>
    major < 7 || (major === 7 && (minor < 2 || (minor === 2 && patch < wanted)));
  if (platformId === 'macos' && major === 7 && minor === 2 && patch === 0) return 'no-internal-network';
  if (architecture === 'arm64' && isBefore(10)) return 'small-nodes-hang';
  return isBefore(18) ? 'data-risk' : null;
}
