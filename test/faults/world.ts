import type { ApiHandlers } from '../../src-main/contract/methods.ts';
import type { HypervisorId } from '../../src-main/domain/ids.ts';
import type { HypervisorDriver } from '../../src-main/hypervisors/driver.ts';
import type { LabDeps } from '../../src-main/labs/context.ts';
import type { FaultId } from './faults.ts';
import type { Injector } from './injector.ts';

/** The app on the world's data folder. */
export interface App {
  readonly api: AppApi;
  readonly deps: LabDeps;
  /** The hypervisor without faults: for what other hands do to it. */
  readonly driver: HypervisorDriver;
}

/** The methods that the operations need. */
export type AppApi = Pick<
  ApiHandlers,
  | 'lab.create'
  | 'lab.list'
  | 'lab.status'
  | 'lab.start'
  | 'lab.stop'
  | 'lab.save'
  | 'lab.snapshot'
  | 'lab.restore'
  | 'lab.reset'
  | 'lab.add'
  | 'lab.remove'
  | 'lab.repair'
  | 'lab.wake'
  | 'lab.delete'
  | 'trash.list'
  | 'trash.empty'
  | 'trash.takeBack'
  | 'images.fetch'
  | 'images.list'
  | 'images.remove'
  | 'reclaim.preview'
  | 'reclaim.run'
  | 'data.inspect'
  | 'data.tidy'
>;

/** What there is, a line each, without what differs from run to run (ids, times). Compared as sets. */
export interface Ledger {
  /** VMs the hypervisor knows, with base and snapshots; not whether they are on. */
  readonly vms: readonly string[];
  /** Disks with what is on them. */
  readonly disks: readonly string[];
  /** Files below the data folder, but for `history` and `caches`; a folder counts by what is in it. */
  readonly files: readonly string[];
  /** Forwards, and ports that are held. */
  readonly ports: readonly string[];
  /** Processes that outlive the app. */
  readonly processes: readonly string[];
  /** Locks whose owner lives: one that a dead app left is nobody's, and is taken over. */
  readonly locks: readonly string[];
  /** What the user had before, with digests: VMs of our names, disks, files in our folders and beside them. Never changes. */
  readonly users: readonly string[];
}

/** Files that may differ from before: what was done, how long it took, the program's own log, and what it proves with that it can write. */
const history = ['forecast.json', 'journal.jsonl', 'logs', '.write-test'] as const;

/** Parts of downloads, which the next download of that image goes on with. */
const caches = ['images/work/'] as const;

/** A hypervisor, a data folder, and a user who has things of his own there. */
export interface World {
  readonly hypervisor: HypervisorId;
  /** What can be brought about here. */
  readonly faults: readonly FaultId[];
  /** The image that labs are made of here. */
  readonly image: string;
  /** Brings the world to the state `name`: by `prepare` on an empty one, or from what was kept of that. */
  begin(name: string, prepare: (app: App) => Promise<void>): Promise<void>;
  /** A new app on the data folder. An earlier one is gone. */
  open(injector: Injector): App;
  /** The computer is on again after a power cut: VMs are off, and of what was not synced part is lost, as `random` chooses. */
  loseUnsynced(random: () => number): Promise<void>;
  ledger(): Promise<Ledger>;
  /** Takes the world itself away. */
  end(): Promise<void>;
}

const parts = ['vms', 'disks', 'files', 'ports', 'processes', 'locks', 'users'] as const;

/** What is more (`+`) and what is less (`-`) in `now`; nothing when they are equal. */
export function compareLedgers(before: Ledger, now: Ledger): readonly string[] {
  return parts.flatMap((part) => [
    ...now[part].filter((line) => !before[part].includes(line)).map((line) => `+ ${part}: ${line}`),
    ...before[part].filter((line) => !now[part].includes(line)).map((line) => `- ${part}: ${line}`),
  ]);
}

/** True for a file that may differ from before, by its path from the data folder. */
export function mayDiffer(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return (
    history.some((one) => name.startsWith(one) || path.startsWith(`${one}/`)) ||
    caches.some((one) => path.startsWith(one))
  );
}
