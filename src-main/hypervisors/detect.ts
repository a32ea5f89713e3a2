import { LabError } from '../domain/failure.ts';
import type { HypervisorId } from '../domain/ids.ts';
import type { HypervisorDriver, HypervisorFinding } from './driver.ts';

/** One hypervisor as the composition root wires it. */
export interface HypervisorEntry {
  readonly id: HypervisorId;
  /** Looks anew at each call. */
  readonly detect: (signal: AbortSignal) => Promise<HypervisorFinding>;
  /** Called only after `detect` has found it usable. */
  readonly create: (finding: Extract<HypervisorFinding, { readonly kind: 'usable' }>) => Promise<HypervisorDriver>;
}

/** Finds hypervisors and hands out their drivers. */
export interface HypervisorRegistry {
  /** Every known hypervisor, the best usable one first. Looks anew at each call. */
  detectAll(signal: AbortSignal): Promise<readonly HypervisorFinding[]>;
  /** The driver of one; the same object at each call. Throws `hypervisor-missing` or what makes it unusable, with evidence. */
  driver(id: HypervisorId): Promise<HypervisorDriver>;
}

/** With the CPU's help before without; among equals in the order of the entries. */
function rank(finding: HypervisorFinding): number {
  if (finding.kind !== 'usable') return 2;
  return finding.acceleration === 'software' ? 1 : 0;
}

/** Builds the registry; entries in order of preference. */
export function createHypervisorRegistry(entries: readonly HypervisorEntry[]): HypervisorRegistry {
  const drivers = new Map<HypervisorId, Promise<HypervisorDriver>>();
  async function open(id: HypervisorId): Promise<HypervisorDriver> {
    const entry = entries.find((candidate) => candidate.id === id);
    if (entry === undefined)
      throw new LabError('hypervisor-missing', `no driver for ${id}`, { params: { hypervisor: id } });
    const finding = await entry.detect(new AbortController().signal);
    if (finding.kind === 'usable') return entry.create(finding);
    const code = finding.kind === 'missing' ? 'hypervisor-missing' : finding.code;
    throw new LabError(code, `${id} is ${finding.kind}`, {
      params: { hypervisor: id, tool: id, package: id },
      evidence: finding.evidence,
    });
  }
  return {
    detectAll: async (signal) => {
      const findings = await Promise.all(entries.map(({ detect }) => detect(signal)));
      return findings.toSorted((a, b) => rank(a) - rank(b));
    },
    driver: (id) => {
      const known = drivers.get(id);
      if (known !== undefined) return known;
      const opened = open(id);
      drivers.set(id, opened);
      // A hypervisor that was missing may be installed while the app runs.
      opened.catch(() => drivers.delete(id));
      return opened;
    },
  };
}
