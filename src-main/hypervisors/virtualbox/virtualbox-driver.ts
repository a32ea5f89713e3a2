import { LabError } from '../../domain/failure.ts';
import type { Clock } from '../../platform/clock.ts';
import { readFreeBytes } from '../../platform/disk.ts';
import { isPortFree } from '../../platform/free-ports.ts';
import type { Logger } from '../../platform/logger.ts';
import type { Platform } from '../../platform/platform.ts';
import type { CommandRunner } from '../../process/command.ts';
import type { DriverCapabilities, HypervisorDriver, VmRef } from '../driver.ts';
import { createKeyedQueue } from '../keyed-queue.ts';
import { deleteSnapshot, listSnapshots, restoreSnapshot, setCable, setSshPort, takeSnapshot } from './change.ts';
import type { DriverContext } from './context.ts';
import { compactDisk } from './compact.ts';
import { createBase, sealBase } from './create-base.ts';
import { createNode } from './create-node.ts';
import { driverDevice, locateVBoxManage } from './detect.ts';
import type { DetectionSetup } from './detect.ts';
import { inspectAllVms, inspectVm } from './inspect.ts';
import { listBelow } from './list-below.ts';
import { parseVersionText } from './parse-version.ts';
import { forceStop, requestStop, saveState, startVirtualMachine } from './power.ts';
import { createPreview } from './preview.ts';
import { adoptVm, bringBack, releaseVm } from './relocation.ts';
import { deleteVm } from './removal.ts';
import { createSharedDisk, exportVm } from './shared-disk.ts';
import { createServerKeeper, noServerKeeper } from './server-keeper.ts';
import { createVBoxManage } from './vboxmanage.ts';
import { createExecutionReader } from './vm-log.ts';

/** What the driver stands on. */
export interface VirtualBoxSetup {
  readonly runner: Pick<CommandRunner, 'run'>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** VBoxManage: path, or name in PATH. */
  readonly program: string;
  /** As `--version` tells it. */
  readonly version: string;
  readonly platform: Pick<Platform, 'id' | 'architecture'>;
  /** Default: the device of the Linux kernel driver. */
  readonly driverDevicePath?: string;
  /** Folder in which only this app has disks made. Default: none, and no disk is taken for deleted because its file is missing. */
  readonly dataDir?: string;
  /** Default: where VirtualBox's server ends too early. False: on recordings, which need no server. */
  readonly keepsServer?: boolean;
  /** Default: asks this computer; so do the next ones. */
  readonly readFreeBytes?: (dir: string) => Promise<number>;
  readonly isPortFree?: (port: number) => Promise<boolean>;
}

/** What VirtualBox can do on a PC. */
export const virtualBoxCapabilities: DriverCapabilities = {
  savedState: true,
  snapshots: true,
  groups: true,
  sharedDisk: true,
  cable: true,
  linkedClone: true,
  console: true,
  exportAppliance: true,
};

/** On Macs with ARM chips guests lose their network, or freeze, when they go on from a saved state (VirtualBox issue 788, 7.2.14). */
function capabilitiesOn({ id, architecture }: Pick<Platform, 'id' | 'architecture'>): DriverCapabilities {
  return { ...virtualBoxCapabilities, savedState: !(id === 'macos' && architecture === 'arm64') };
}

// The internal network exists as long as a VM is attached to it: there is nothing to start and nothing to end.
function noNetworkWork(): Promise<void> {
  return Promise.resolve();
}

function refuseSavedState(): Promise<never> {
  const params = { what: 'savedState', hypervisor: 'VirtualBox' };
  return Promise.reject(new LabError('not-supported', 'no saved state on Macs with ARM chips', { params }));
}

/** What every part works with; nothing of it is shared with another context. */
export function createContext(setup: VirtualBoxSetup): DriverContext {
  const { runner, clock, logger, program } = setup;
  const { keepsServer = setup.platform.id !== 'windows' } = setup;
  return {
    vbox: createVBoxManage({ runner, program, clock, logger }),
    server: keepsServer ? createServerKeeper({ runner, program, logger }) : noServerKeeper,
    version: parseVersionText(setup.version) ?? { major: 7, minor: 0, patch: 0 },
    platformId: setup.platform.id,
    architecture: setup.platform.architecture,
    driverDevicePath: setup.driverDevicePath ?? driverDevice,
    dataDir: setup.dataDir ?? null,
    clock,
    logger,
    vms: createKeyedQueue(),
    media: createKeyedQueue(),
    readExecution: createExecutionReader(),
    readFreeBytes: setup.readFreeBytes ?? readFreeBytes,
    isPortFree: setup.isPortFree ?? isPortFree,
  };
}

/** The driver for VirtualBox 7 on x86 hosts. Starts no process before it is asked for something. */
export function createVirtualBoxDriver(setup: VirtualBoxSetup): HypervisorDriver {
  const context = createContext(setup);
  const held = <T>({ vmId }: VmRef, work: () => Promise<T>): Promise<T> => context.server.hold(vmId, work);
  const baseSizes = new Map<string, number>();
  return {
    id: 'virtualbox',
    capabilities: capabilitiesOn(setup.platform),
    preview: createPreview(setup.program, context.version),
    createBase: (definition, options) => createBase(context, definition, options),
    sealBase: (ref, options) => sealBase(context, ref, options),
    createNode: (definition, options) => createNode(context, definition, { ...options, baseSizes }),
    deleteVm: (ref, options) => deleteVm(context, ref, options),
    releaseVm: (ref, options) => releaseVm(context, ref, options),
    adoptVm: (ref, options) => adoptVm(context, ref, options),
    bringBack: (ref, options) => held(ref, () => bringBack(context, ref, options)),
    createSharedDisk: (path, sizeMiB, options) => createSharedDisk(context, { path, sizeMiB }, options),
    compactDisk: (ref, options) => compactDisk(context, ref, options),
    exportVm: (ref, targetPath, options) => held(ref, () => exportVm(context, { ref, targetPath }, options)),
    start: (ref, options) => startVirtualMachine(context, ref, options),
    requestStop: (ref, options) => requestStop(context, ref, options),
    forceStop: (ref, options) => forceStop(context, ref, options),
    saveState: (ref, options) =>
      capabilitiesOn(setup.platform).savedState ? saveState(context, ref, options) : refuseSavedState(),
    takeSnapshot: (ref, name, options) => takeSnapshot(context, { ref, name }, options),
    restoreSnapshot: (ref, snapshotId, options) => restoreSnapshot(context, { ref, snapshotId }, options),
    deleteSnapshot: (ref, snapshotId, options) => deleteSnapshot(context, { ref, snapshotId }, options),
    listSnapshots: (ref, options) => listSnapshots(context, ref, options),
    setSshPort: (ref, sshPort, options) => setSshPort(context, { ref, sshPort }, options),
    setCable: (...[ref, adapter, connected, options]) => setCable(context, { ref, adapter, connected }, options),
    inspect: (ref, options) => inspectVm(context, ref, options),
    inspectAll: (refs, options) => inspectAllVms(context, refs, options),
    listBelow: (dir, options) => listBelow(context, dir, options),
    ensureNetwork: noNetworkWork,
    releaseNetwork: noNetworkWork,
  };
}

/** VBoxManage of this computer, whether its VMs can start or not. Throws `hypervisor-missing`. */
export async function requireVBoxManage(
  setup: DetectionSetup,
): Promise<{ readonly program: string; readonly version: string }> {
  const found = await locateVBoxManage(setup);
  if ('tried' in found)
    throw new LabError('hypervisor-missing', 'VBoxManage was not found', {
      params: { hypervisor: 'VirtualBox' },
      evidence: found.tried,
    });
  return { program: found.program, version: found.answer?.version ?? '' };
}

/** Finds VBoxManage on this computer and builds the driver for it. Throws `hypervisor-missing`. */
export async function openVirtualBoxDriver(
  setup: Omit<VirtualBoxSetup, 'program' | 'version'> & Omit<DetectionSetup, 'signal'>,
): Promise<HypervisorDriver> {
  const { runner, clock, platform } = setup;
  const found = await requireVBoxManage({ runner, clock, platform, signal: new AbortController().signal });
  return createVirtualBoxDriver({ ...setup, ...found });
}
