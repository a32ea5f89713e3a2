import type { SourceReader } from './read-sources.ts';
import type { Source } from './source.ts';

/** What is read on macOS. */
export interface MacosSources {
  readonly sysctl: Source;
  readonly version: Source;
  readonly battery: Source;
  readonly sleep: Source;
  readonly groups: Source;
  readonly mounts: Source;
}

/** Asked for in one call; those that this Mac does not know are left out of the answer. */
const sysctlNames = [
  'kern.hv_support',
  'kern.hv_vmm_present',
  'sysctl.proc_translated',
  'hw.optional.arm64',
  'hw.model',
  'machdep.cpu.brand_string',
  'machdep.cpu.features',
] as const;

/** Reads them all at once. */
export async function readMacosSources({ run }: SourceReader): Promise<MacosSources> {
  const [sysctl, version, battery, sleep, groups, mounts] = await Promise.all([
    run({ program: '/usr/sbin/sysctl', args: [...sysctlNames] }),
    run({ program: '/usr/bin/sw_vers', args: [] }),
    run({ program: '/usr/bin/pmset', args: ['-g', 'batt'] }),
    run({ program: '/usr/bin/pmset', args: ['-g', 'custom'] }),
    run({ program: '/usr/bin/id', args: ['-Gn'] }),
    run({ program: '/sbin/mount', args: [] }),
  ]);
  return { sysctl, version, battery, sleep, groups, mounts };
}
