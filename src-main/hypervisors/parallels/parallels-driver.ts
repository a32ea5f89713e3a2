import { LabError } from '../../domain/failure.ts';
import type { CpuArchitecture } from '../../domain/ids.ts';
import type { Clock } from '../../platform/clock.ts';
import { isPortFree } from '../../platform/free-ports.ts';
import type { Logger } from '../../platform/logger.ts';
import type { CommandRunner } from '../../process/command.ts';
import type { DriverCapabilities, HypervisorDriver } from '../driver.ts';
import { createKeyedQueue } from '../keyed-queue.ts';
import { setCable, setSshPort } from './change.ts';
import type { DriverContext } from './context.ts';
import { createBase, sealBase } from './create-base.ts';
import { createNode, refuseSharedDisks } from './create-node.ts';
import { locateParallels } from './detect.ts';
import type { DetectionSetup } from './detect.ts';
import { inspectAllVms, inspectVm } from './inspect.ts';
import { ensureNetwork, releaseNetwork } from './networks.ts';
import { forceStop, requestStop, saveState, startVm } from './power.ts';
import { createPreview } from './preview.ts';
import { adoptVm, releaseVm } from './relocation.ts';
import { deleteVm } from './removal.ts';
import { deleteSnapshot, listSnapshots, restoreSnapshot, takeSnapshot } from './snapshots.ts';
import { createParallelsTools } from './tools.ts';
import type { ToolPaths } from './tools.ts';

/** What the driver stands on. */
export interface ParallelsSetup {
  readonly runner: Pick<CommandRunner, 'run'>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly paths: ToolPaths;
  /** CPU of this Mac. */
  readonly architecture: CpuArchitecture;
  /** Default: asks this computer. */
  readonly isPortFree?: (port: number) => Promise<boolean>;
}

/** What Parallels Desktop can do. Its window knows no groups that prlctl could fill, and no disk of two running VMs. */
export const parallelsCapabilities: DriverCapabilities = {
  savedState: true,
  snapshots: true,
  groups: false,
  sharedDisk: false,
  cable: true,
  linkedClone: true,
  console: true,
  exportAppliance: false,
};

function refuseExport(): Promise<never> {
  return Promise.reject(
    new LabError('not-supported', 'no appliances with Parallels', {
      params: { what: 'exportAppliance', hypervisor: 'Parallels Desktop' },
    }),
  );
}

/** What the parts of one driver share: queues that no other driver holds. */
export function createContext(setup: ParallelsSetup): DriverContext {
  const { runner, clock, logger, paths, architecture } = setup;
  return {
    tools: createParallelsTools({ runner, paths, clock, logger }),
    architecture,
    clock,
    logger,
    vms: createKeyedQueue(),
    registry: createKeyedQueue(),
    isPortFree: setup.isPortFree ?? isPortFree,
  };
}

/** The driver for Parallels Desktop, Pro and above. Starts no process before it is asked for something. */
export function createParallelsDriver(setup: ParallelsSetup): HypervisorDriver {
  const context = createContext(setup);
  return {
    id: 'parallels',
    capabilities: parallelsCapabilities,
    preview: createPreview(context.tools),
    createBase: (definition, options) => createBase(context, definition, options),
    sealBase: (ref, options) => sealBase(context, ref, options),
    createNode: (definition, options) => createNode(context, definition, options),
    deleteVm: (ref, options) => deleteVm(context, ref, options),
    releaseVm: (ref, options) => releaseVm(context, ref, options),
    adoptVm: (ref, options) => adoptVm(context, ref, options),
    createSharedDisk: async () => Promise.resolve().then(refuseSharedDisks),
    exportVm: refuseExport,
    start: (ref, options) => startVm(context, ref, options),
    requestStop: (ref, options) => requestStop(context, ref, options),
    forceStop: (ref, options) => forceStop(context, ref, options),
    saveState: (ref, options) => saveState(context, ref, options),
    takeSnapshot: (ref, name, options) => takeSnapshot(context, { ref, name }, options),
    restoreSnapshot: (ref, snapshotId, options) => restoreSnapshot(context, { ref, snapshotId }, options),
    deleteSnapshot: (ref, snapshotId, options) => deleteSnapshot(context, { ref, snapshotId }, options),
    listSnapshots: (ref, options) => listSnapshots(context, ref, options),
    setSshPort: (ref, sshPort, options) => setSshPort(context, { ref, sshPort }, options),
    setCable: (...[ref, adapter, connected, options]) => setCable(context, { ref, adapter, connected }, options),
    inspect: (ref, options) => inspectVm(context, ref, options),
    inspectAll: (refs, options) => inspectAllVms(context, refs, options),
    ensureNetwork: (network, options) => ensureNetwork(context, network, options),
    releaseNetwork: (network, options) => releaseNetwork(context, network, options),
  };
}

/** What finding Parallels and building on it needs. */
export type OpenSetup = Omit<ParallelsSetup, 'paths' | 'architecture'> & Omit<DetectionSetup, 'signal'>;

/** Parallels' programs on this Mac. Throws `hypervisor-missing`. */
export async function requireTools(setup: OpenSetup): Promise<ToolPaths> {
  const found = await locateParallels({ ...setup, signal: new AbortController().signal });
  if ('tried' in found)
    throw new LabError('hypervisor-missing', 'prlctl was not found', {
      params: { hypervisor: 'Parallels Desktop' },
      evidence: found.tried,
    });
  return found.paths;
}

/** Finds Parallels' programs on this Mac and builds the driver for them. Throws `hypervisor-missing`. */
export async function openParallelsDriver(setup: OpenSetup): Promise<HypervisorDriver> {
  const paths = await requireTools(setup);
  return createParallelsDriver({ ...setup, paths, architecture: setup.platform.architecture });
}
