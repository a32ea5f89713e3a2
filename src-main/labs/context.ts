import { join } from 'node:path';
import type { LabPlan, PlannedNode } from '../domain/plan-types.ts';
import type { HypervisorDriver, LabNetwork, NodeDefinition, VmRef } from '../hypervisors/driver.ts';
import type { Clock } from '../platform/clock.ts';
import type { Logger } from '../platform/logger.ts';
import type { Random } from '../platform/random.ts';
import type { ProcessTable } from '../process/command.ts';
import type { DataPaths } from '../store/file-names.ts';
import type { ForecastStore } from '../store/forecast-store.ts';
import type { LabRecord } from './lab-record.ts';
import type { LabStore } from './lab-store.ts';
import type { IsVmFile } from './trash-files.ts';
import type { DriverPort, GuestPort, HostPort, ImagePort } from './ports.ts';

/** How long things may take here; every wait is long because a verdict needs more than a clock. */
export interface LabTimings {
  /** Time a guest has for its own shutdown before the power is cut, which is announced. */
  readonly stopGraceMs: number;
  readonly pollMs: number;
}

/** Everything the operations on labs work with; built once by the composition root. */
export interface LabDeps {
  readonly paths: DataPaths;
  readonly store: LabStore;
  readonly drivers: DriverPort;
  readonly images: ImagePort;
  readonly guests: GuestPort;
  readonly host: HostPort;
  /** Of every hypervisor there is: whose VM it was may not be known any more. */
  readonly isVmFile: IsVmFile;
  readonly processes: ProcessTable;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly timings: LabTimings;
  readonly forecasts: ForecastStore;
}

/**
 * One lab while an operation works on it: its record, which changes as steps finish, and its driver. `update` writes the
 * record before it is seen by anybody.
 */
export interface LabSession {
  readonly deps: LabDeps;
  readonly driver: HypervisorDriver;
  readonly record: () => LabRecord;
  readonly update: (change: (record: LabRecord) => LabRecord) => Promise<void>;
}

/** Opens a session over a record that is on disk already. Updates are written one after another. */
export function createLabSession(deps: LabDeps, driver: HypervisorDriver, start: LabRecord): LabSession {
  let record = start;
  let queue: Promise<void> = Promise.resolve();
  return {
    deps,
    driver,
    record: () => record,
    update: (change) => {
      const write = queue.then(async () => {
        const next = change(record);
        await deps.store.writeLab(next);
        record = next;
      });
      // A write that failed rejects for its caller; the next one starts from the last good record all the same.
      queue = write.catch(() => undefined);
      return write;
    },
  };
}

/** Folder of one node's VM: disk, seed, logs. */
export function nodeRef({ paths }: Pick<LabDeps, 'paths'>, plan: LabPlan, node: PlannedNode): VmRef {
  return { vmId: node.vmId, name: node.name, dir: paths.nodeDir(plan.labId, node.name) };
}

/** File that a node's serial port writes: boot progress, and the console when the network is dead. */
export function serialLogPathOf(ref: VmRef): string {
  return join(ref.dir, 'serial.log');
}

/** Seed image of a node or base. */
export function seedPathOf(ref: Pick<VmRef, 'dir'>): string {
  return join(ref.dir, 'seed.iso');
}

/** The medium a base is installed from; beside the base only while that lasts. */
export function installerPathOf(ref: VmRef): string {
  return join(ref.dir, 'installer.iso');
}

/** Throws a plain `Error` when no base was chosen yet: a bug, as every caller comes after the base step. */
function baseOf(record: LabRecord): NonNullable<LabRecord['base']> {
  if (record.base === null) throw new Error(`lab ${record.plan.labId} has no base yet`);
  return record.base;
}

/** What the driver is asked to make of one planned node. */
export function nodeDefinition(deps: Pick<LabDeps, 'paths'>, record: LabRecord, node: PlannedNode): NodeDefinition {
  const { plan } = record;
  const ref = nodeRef(deps, plan, node);
  return {
    ref,
    base: baseOf(record),
    architecture: plan.architecture,
    group: plan.name,
    cpus: node.cpus,
    memoryMiB: node.memoryMiB,
    diskBytes: node.diskGiB * 1024 ** 3,
    natMac: node.natMac,
    labMac: node.labMac,
    networkName: networkIdOf(plan),
    networkDir: deps.paths.networkDir(plan.labId),
    sshPort: node.sshPort,
    seedPath: seedPathOf(ref),
    serialLogPath: serialLogPathOf(ref),
    sharedDiskPaths: plan.sharedDisks.map((disk) => deps.paths.sharedDiskFile(plan.labId, disk.name)),
  };
}

/** Name of the internal network in the hypervisor; labs never share one. */
export function networkIdOf(plan: LabPlan): string {
  return plan.network.name;
}

/** The internal network with all its members. */
export function labNetwork(deps: Pick<LabDeps, 'paths'>, plan: LabPlan): LabNetwork {
  return {
    name: networkIdOf(plan),
    dir: deps.paths.networkDir(plan.labId),
    members: plan.nodes.map((node) => nodeRef(deps, plan, node)),
  };
}
