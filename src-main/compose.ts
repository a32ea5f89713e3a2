import type { ApiHandlers } from './contract/methods.ts';
import { createGuests, stallMs } from './guest/guests.ts';
import { createFirmwareHandlers } from './host/firmware/firmware-service.ts';
import { situationOf } from './host/firmware/situation-of.ts';
import { readComputer } from './host/facts/read-computer.ts';
import { createHostHandlers } from './host/host-service.ts';
import { createInstallHandlers } from './host/install/install-service.ts';
import { readInstallSituation } from './host/install/read-situation.ts';
import { readAvailableMemoryMiB, readCpuCores, readHostFacts, readTotalMemoryMiB } from './host/read-facts.ts';
import { createTrialHandlers } from './host/trial-service.ts';
import type { Trial } from './domain/trial.ts';
import { createHypervisorRegistry, type HypervisorEntry, type HypervisorRegistry } from './hypervisors/detect.ts';
import {
  detectParallels,
  isParallelsFile,
  openParallelsDriver,
  prepareParallelsTrial,
} from './hypervisors/parallels/index.ts';
import {
  createQemuDriver,
  detectQemu,
  isQemuFile,
  probeQemu,
  qemuTrialWays,
  type QemuDriverSetup,
} from './hypervisors/qemu/index.ts';
import {
  detectVirtualBox,
  isVirtualBoxFile,
  openVirtualBoxDriver,
  prepareVirtualBoxTrial,
} from './hypervisors/virtualbox/index.ts';
import { createBrowseHandlers } from './images/browse.ts';
import { createHttpClient } from './images/http-client.ts';
import { createImageService } from './images/image-service.ts';
import { createListVolumes } from './images/volumes.ts';
import { createAccessHandlers } from './labs/access-service.ts';
import { findActiveLabs } from './labs/active-labs.ts';
import { createCareHandlers } from './labs/care-service.ts';
import { createConsoleLogs } from './labs/console-logs.ts';
import type { LabDeps } from './labs/context.ts';
import { createFileTransfers, type FileTransfers } from './labs/file-transfers.ts';
import { createHistoryHandlers } from './labs/history-service.ts';
import { createImageHandlers } from './labs/image-handlers.ts';
import { createLabHandlers } from './labs/lab-service.ts';
import { createLabStore } from './labs/lab-store.ts';
import { createMetricsService } from './labs/metrics-service.ts';
import { createTrashHandlers } from './labs/trash-service.ts';
import { readBootTimeMs } from './platform/boot-time.ts';
import type { Clock } from './platform/clock.ts';
import { readFreeBytesNow } from './platform/disk.ts';
import type { Logger } from './platform/logger.ts';
import type { Platform } from './platform/platform.ts';
import type { Random } from './platform/random.ts';
import { ensureRuntimeDir } from './platform/runtime-dir.ts';
import type { CommandRunner, ProcessTable } from './process/command.ts';
import { createCommandRunner } from './process/runner.ts';
import { createProcessTable } from './process/process-table.ts';
import { createForecastStore } from './store/forecast-store.ts';
import { createPaths, type DataPaths } from './store/file-names.ts';
import { createTrialStore } from './store/trial-store.ts';
import { createTerminalService } from './terminals/create-terminal-service.ts';
import { createOpenConsole } from './terminals/open-console.ts';
import { createSshTargets, type TerminalLab } from './terminals/ssh-command.ts';
import { createStartPty } from './terminals/start-pty.ts';
import type { TerminalService } from './terminals/terminal-service.ts';
import { createUpdateHandlers } from './updates/update-service.ts';
import { version } from './version.ts';

/** Time a guest has for its own shutdown; under software emulation it needs most of it. */
const stopGraceMs = 180_000;
const pollMs = 500;

/** What an entry passes in; nothing below reads the process by itself. */
export interface CoreSetup {
  readonly platform: Platform;
  /** User id; -1 where there is none. */
  readonly uid: number;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

/** Everything a shell needs. */
export interface Core {
  readonly api: ApiHandlers;
  readonly paths: DataPaths;
  readonly terminals: TerminalService;
  readonly files: FileTransfers;
  /** Lets go of what is held open beyond a request; without it a process may not end by itself. */
  readonly close: () => void;
}

/** Builds every service from plain parameters. No rule lives here. */
export function createCore(setup: CoreSetup): Core {
  const { platform, clock, random, logger } = setup;
  const runner = createCommandRunner({ platformId: platform.id, baseEnv: platform.env, logger });
  const processes = createProcessTable({ platformId: platform.id, runner, clock });
  const paths = createPaths(platform.dataDir);
  const trials = createTrialStore(paths.trialsFile, logger);
  const registry = createRegistry(setup, { runner, processes, readTrials: trials.list });
  const images = createImageService({ paths, runner, clock, platform, processes });
  const deps: LabDeps = {
    paths,
    store: createLabStore(paths),
    drivers: registry,
    images,
    guests: createGuests(clock, { stallMs }),
    host: createHostReading(platform, runner, registry),
    isVmFile: (path) => [isVirtualBoxFile, isQemuFile, isParallelsFile].some((isOwn) => isOwn(path)),
    processes,
    clock,
    random,
    logger,
    timings: { stopGraceMs, pollMs },
    forecasts: createForecastStore(paths.forecastFile, logger),
  };
  const metrics = createMetricsService(deps);
  const labHandlers = createLabHandlers(deps);
  const survey = (signal: AbortSignal): ReturnType<HypervisorRegistry['survey']> => registry.survey(signal);
  const host = createHostHandlers({ platform, runner, survey, readTrials: trials.list });
  const trash = createTrashHandlers(deps);
  const api: ApiHandlers = {
    ...host,
    ...createFirmwareHandlers({
      runner,
      readSituation: async (signal) => situationOf(await readComputer({ platform, runner, signal })),
      findActiveLabs: async (signal) => findActiveLabs(deps, (await labHandlers['lab.list']({}, { signal })).labs),
    }),
    ...createInstall(setup, runner, registry),
    ...createUpdateHandlers({ http: createHttpClient(platform.proxy), clock, version }),
    ...labHandlers,
    ...createTrialHandlers({ ...deps, ...deps.host, registry, trials }),
    ...createAccessHandlers(deps),
    ...metrics.handlers,
    ...createHistoryHandlers(deps),
    ...trash,
    ...createCareHandlers(deps, {
      ...ownerOf(platform),
      images,
      check: host['host.check'],
      emptyTrash: trash['trash.empty'],
    }),
    ...createImageHandlers(deps, images, platform.architecture),
    ...createBrowseHandlers({ platform, listVolumes: createListVolumes(platform) }),
  };
  return {
    api,
    paths,
    terminals: createTerminals(setup, deps),
    files: createFileTransfers(deps),
    close: metrics.close,
  };
}

function createHostReading(
  platform: Platform,
  ...[runner, registry]: readonly [CommandRunner, HypervisorRegistry]
): LabDeps['host'] {
  const { signal } = new AbortController();
  return {
    readFacts: async () => readHostFacts({ platform, runner }, await registry.survey(signal), signal),
    readCpuCores,
    readAvailableMemoryMiB: () => readAvailableMemoryMiB(platform.id),
    readTotalMemoryMiB,
    readBootTimeMs,
    readFreeDiskBytes: () => readFreeBytesNow(platform.dataDir),
  };
}

/** Whose computer it is, for texts that others read. */
function ownerOf({ id, architecture, homeDir, userName, hostName }: Platform) {
  const runtime = `${id} ${architecture}, Node ${process.version}`;
  return { version, runtime, personal: { homeDir, userName, hostName } };
}

function createInstall(
  { platform, clock, random }: CoreSetup,
  ...[runner, registry]: readonly [CommandRunner, HypervisorRegistry]
): ReturnType<typeof createInstallHandlers> {
  return createInstallHandlers({
    readSituation: (hypervisor, signal) => readInstallSituation(hypervisor, { platform, runner, signal }),
    runner,
    clock,
    random,
    detect: async (signal) => (await registry.survey(signal)).findings,
  });
}

function createTerminals({ platform, clock, random, logger }: CoreSetup, deps: LabDeps): TerminalService {
  const { store, paths } = deps;
  async function findLab(nameOrId: string): Promise<TerminalLab> {
    const { labId, nodes } = (await store.findLab(nameOrId)).plan;
    return { labId, nodes: nodes.map(({ name }) => name), sshConfigFile: paths.sshConfigFile(labId) };
  }
  const startPty = createStartPty({ platformId: platform.id, clock, logger });
  return createTerminalService({
    findTarget: createSshTargets(findLab, platform),
    startPty,
    openConsole: createOpenConsole(createConsoleLogs(deps), {
      clock,
      logger,
      isWatchable: platform.id !== 'windows',
    }),
    random,
    clock,
    logger,
  });
}

interface RegistryParts {
  readonly runner: CommandRunner;
  readonly processes: ProcessTable;
  readonly readTrials: () => Promise<readonly Trial[]>;
}

function createRegistry(setup: CoreSetup, { runner, processes, readTrials }: RegistryParts): HypervisorRegistry {
  const { platform, clock, logger, uid } = setup;
  const virtualBox = { runner, clock, logger, platform };
  const prepareRuntimeDir = (): Promise<void> => ensureRuntimeDir(platform.runtimeDir, uid);
  const openQemu = async (): Promise<QemuDriverSetup> => {
    const installation = await probeQemu({ runner, platform });
    return { ...installation, runner, processes, clock, logger, platform, prepareRuntimeDir };
  };
  const entries: readonly HypervisorEntry[] = [
    // There is no Parallels Desktop for other systems.
    ...(platform.id === 'macos' ? [parallelsEntry(setup, runner)] : []),
    {
      id: 'virtualbox',
      detect: (signal) => detectVirtualBox({ ...virtualBox, signal }),
      create: () => openVirtualBoxDriver({ ...virtualBox, dataDir: platform.dataDir }),
      prepareTrial: (place, signal) =>
        prepareVirtualBoxTrial({ ...virtualBox, signal, architecture: platform.architecture }, place),
    },
    {
      id: 'qemu',
      detect: (signal) => detectQemu({ runner, platform, signal }),
      create: async ({ acceleration }) => {
        const qemu = await openQemu();
        return createQemuDriver(acceleration === 'software' ? { ...qemu, accelerator: 'tcg' } : qemu);
      },
      prepareTrial: async (place) => qemuTrialWays(await openQemu(), place),
    },
  ];
  const { id: platformId, architecture } = platform;
  return createHypervisorRegistry(entries, { host: { platformId, architecture }, readTrials });
}

function parallelsEntry({ platform, clock, logger }: CoreSetup, runner: CommandRunner): HypervisorEntry {
  const setup = { runner, clock, logger, platform };
  return {
    id: 'parallels',
    detect: (signal) => detectParallels({ runner, platform, signal }),
    create: () => openParallelsDriver(setup),
    prepareTrial: (place) => prepareParallelsTrial(setup, place),
  };
}
