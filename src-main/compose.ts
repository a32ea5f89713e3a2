import type { ApiHandlers } from './contract/methods.ts';
import { createGuests, stallMs } from './guest/guests.ts';
import { createFirmwareHandlers } from './host/firmware/firmware-service.ts';
import { readFirmwareSituation } from './host/firmware/read-situation.ts';
import { createHostHandlers } from './host/host-service.ts';
import { readCpuCores, readHostFacts } from './host/read-facts.ts';
import { createHypervisorRegistry, type HypervisorRegistry } from './hypervisors/detect.ts';
import { createQemuDriver, detectQemu, probeQemu } from './hypervisors/qemu/index.ts';
import { detectVirtualBox, openVirtualBoxDriver } from './hypervisors/virtualbox/index.ts';
import { createBrowseHandlers } from './images/browse.ts';
import { createImageService } from './images/image-service.ts';
import { createListVolumes } from './images/volumes.ts';
import { createAccessHandlers } from './labs/access-service.ts';
import { findActiveLabs } from './labs/active-labs.ts';
import { createConsoleLogs } from './labs/console-logs.ts';
import type { LabDeps } from './labs/context.ts';
import { createDataHandlers } from './labs/data-service.ts';
import { createFileTransfers, type FileTransfers } from './labs/file-transfers.ts';
import { createHistoryHandlers } from './labs/history-service.ts';
import { createImageHandlers } from './labs/image-handlers.ts';
import { createLabHandlers } from './labs/lab-service.ts';
import { createLabStore } from './labs/lab-store.ts';
import { createMetricsService } from './labs/metrics-service.ts';
import { createTrashHandlers } from './labs/trash-service.ts';
import type { Clock } from './platform/clock.ts';
import type { Logger } from './platform/logger.ts';
import type { Platform } from './platform/platform.ts';
import type { Random } from './platform/random.ts';
import { ensureRuntimeDir } from './platform/runtime-dir.ts';
import type { CommandRunner, ProcessTable } from './process/command.ts';
import { createCommandRunner } from './process/runner.ts';
import { createProcessTable } from './process/process-table.ts';
import { createForecastStore } from './store/forecast-store.ts';
import { createPaths, type DataPaths } from './store/file-names.ts';
import { createTerminalService } from './terminals/create-terminal-service.ts';
import { createOpenConsole } from './terminals/open-console.ts';
import { createSshTargets, type TerminalLab } from './terminals/ssh-command.ts';
import { createStartPty } from './terminals/start-pty.ts';
import type { TerminalService } from './terminals/terminal-service.ts';

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
  const registry = createRegistry(setup, runner, processes);
  const images = createImageService({ paths, runner, clock, platform, processes });
  const deps: LabDeps = {
    paths,
    store: createLabStore(paths),
    drivers: registry,
    images,
    guests: createGuests(clock, { stallMs }),
    host: {
      readFacts: async () => readHostFacts(platform, await registry.detectAll(new AbortController().signal)),
      readCpuCores,
    },
    processes,
    clock,
    random,
    logger,
    timings: { stopGraceMs, pollMs },
    forecasts: createForecastStore(paths.forecastFile, logger),
  };
  const metrics = createMetricsService(deps);
  const labHandlers = createLabHandlers(deps);
  const api: ApiHandlers = {
    ...createHostHandlers({
      platform,
      detect: (signal) => registry.detectAll(signal),
      // Nothing tries yet.
      lastTrial: () => Promise.resolve(null),
    }),
    ...createFirmwareHandlers({
      runner,
      readSituation: () => readFirmwareSituation(platform),
      findActiveLabs: async (signal) => findActiveLabs(deps, (await labHandlers['lab.list']({}, { signal })).labs),
    }),
    ...labHandlers,
    ...createAccessHandlers(deps),
    ...metrics.handlers,
    ...createHistoryHandlers(deps),
    ...createTrashHandlers(deps),
    ...createDataHandlers(deps),
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

function createRegistry(setup: CoreSetup, runner: CommandRunner, processes: ProcessTable): HypervisorRegistry {
  const { platform, clock, logger, uid } = setup;
  return createHypervisorRegistry([
    {
      id: 'virtualbox',
      detect: (signal) => detectVirtualBox({ runner, platform, signal }),
      create: () => openVirtualBoxDriver({ runner, clock, logger, platform }),
    },
    {
      id: 'qemu',
      detect: (signal) => detectQemu({ runner, platform, signal }),
      create: async () => {
        const prepareRuntimeDir = (): Promise<void> => ensureRuntimeDir(platform.runtimeDir, uid);
        const installation = await probeQemu({ runner, platform });
        return createQemuDriver({ ...installation, runner, processes, clock, logger, platform, prepareRuntimeDir });
      },
    },
  ]);
}
