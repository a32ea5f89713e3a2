import { basename, dirname } from 'node:path';
import type { CheckView, HypervisorView } from '../../src-main/contract/host-views.ts';
import type { ApiHandlers } from '../../src-main/contract/methods.ts';
import { LabError } from '../../src-main/domain/failure.ts';
import type { HostFacts } from '../../src-main/domain/host-facts.ts';
import { createFirmwareHandlers } from '../../src-main/host/firmware/firmware-service.ts';
import type { FirmwareSituation } from '../../src-main/host/firmware/firmware-guide.ts';
import type { HypervisorId } from '../../src-main/domain/ids.ts';
import { createTrialHandlers } from '../../src-main/host/trial-service.ts';
import type { HypervisorRegistry, HypervisorSurvey } from '../../src-main/hypervisors/detect.ts';
import type { HypervisorFinding } from '../../src-main/hypervisors/driver.ts';
import { createBrowseHandlers } from '../../src-main/images/browse.ts';
import { createAccessHandlers } from '../../src-main/labs/access-service.ts';
import { findActiveLabs } from '../../src-main/labs/active-labs.ts';
import { createCareHandlers } from '../../src-main/labs/care-service.ts';
import type { LabDeps } from '../../src-main/labs/context.ts';
import { createFileTransfers, type FileTransfers } from '../../src-main/labs/file-transfers.ts';
import { createHistoryHandlers } from '../../src-main/labs/history-service.ts';
import { createImageHandlers } from '../../src-main/labs/image-handlers.ts';
import { createLabHandlers } from '../../src-main/labs/lab-service.ts';
import { createLabStore } from '../../src-main/labs/lab-store.ts';
import { createMetricsService } from '../../src-main/labs/metrics-service.ts';
import { createTrashHandlers } from '../../src-main/labs/trash-service.ts';
import type { Clock } from '../../src-main/platform/clock.ts';
import { silentLogger, type Logger } from '../../src-main/platform/logger.ts';
import { toPlatformId } from '../../src-main/platform/platform-id.ts';
import type { Random } from '../../src-main/platform/random.ts';
import type { ProcessTable } from '../../src-main/process/command.ts';
import { createForecastStore } from '../../src-main/store/forecast-store.ts';
import type { DataPaths } from '../../src-main/store/file-names.ts';
import { createTrialStore } from '../../src-main/store/trial-store.ts';
import { fakeInstallHandlers } from './fake-install.ts';
import { createFakeDriver, type FakeDriver, type FakeDriverOptions } from './fake-driver.ts';
import { createFakeGuests, type FakeGuestControls, type FakeGuestsOptions } from './fake-guest.ts';
import { createFakeImages, type FakeImageControls } from './fake-images.ts';
import { createFakeWay, fakeSurvey, type FakeObstacle, type FakeWay } from './fake-trial.ts';

/** A computer on which everything fits. */
export const roomyHost: Omit<HostFacts, 'choice'> = {
  architecture: 'amd64',
  cpuCores: 8,
  memoryTotalMiB: 32_768,
  memoryAvailableMiB: 24_576,
  diskFreeBytes: 500 * 1024 ** 3,
  routes: [],
  busyPorts: [],
  hypervisors: [{ id: 'qemu', version: '7.2.22', acceleration: 'kvm' }],
};

/** A laptop of a maker that has a guide of its own, on Linux. */
const ordinaryLaptop: FirmwareSituation = {
  platformId: 'linux',
  maker: {
    maker: 'LENOVO',
    model: '21AH00CXGE',
    version: 'ThinkPad T14 Gen 3',
    family: 'ThinkPad T14 Gen 3',
    boardMaker: 'LENOVO',
    boardModel: '21AH00CXGE',
  },
  cpuMaker: 'intel',
  isInsideVm: false,
  isUefi: true,
  isAdministrator: false,
  evidence: ['/sys/class/dmi/id/sys_vendor: LENOVO'],
};

export interface FakeCoreOptions {
  readonly paths: DataPaths;
  readonly clock: Clock;
  /** Default: nothing is kept. */
  readonly logger?: Logger;
  /** Told everything that the services hand to the hypervisor. */
  readonly onDriverCall?: (method: string, args: readonly unknown[]) => void;
  /** Default: one that repeats in every run of a test. */
  readonly random?: Random;
  readonly host?: Omit<HostFacts, 'choice'>;
  readonly driver?: Omit<FakeDriverOptions, 'clock'>;
  readonly guests?: Pick<FakeGuestsOptions, 'answer' | 'bootMs' | 'skewSeconds' | 'vitals'>;
  /** Time a guest is given for its own shutdown; default 60 s. */
  readonly stopGraceMs?: number;
  /** Where the search for an image begins; default: the data folder. */
  readonly homeDir?: string;
  /** Folders that are sticks. */
  readonly sticks?: readonly string[];
  /** What `host.check` finds; default: a good CPU. */
  readonly checks?: readonly CheckView[];
  /** What the guide to the firmware is made from; default: an ordinary laptop. */
  readonly firmware?: FirmwareSituation;
  /** Hypervisors that are there and cannot be used. */
  readonly obstacles?: readonly FakeObstacle[];
  /** What happens when a hypervisor is tried, way by way; default: it runs at once. */
  readonly ways?: Readonly<Partial<Record<HypervisorId, readonly FakeWay[]>>>;
}

/** The real services, with invented hypervisor, guests and images. */
export interface FakeCore {
  readonly deps: LabDeps;
  readonly api: ApiHandlers;
  readonly driver: FakeDriver;
  readonly guests: FakeGuestControls;
  readonly images: FakeImageControls;
  readonly files: FileTransfers;
}

let processesStarted = 0;

/** The table in which this process lives and every earlier one is gone. */
function createProcessTable(): ProcessTable {
  processesStarted += 1;
  const startTime = `start ${String(processesStarted)} in process ${String(process.pid)}`;
  return {
    identify: (pid) => Promise.resolve({ pid, startTime }),
    isAlive: (identity) => Promise.resolve(identity.startTime === startTime),
    end: () => Promise.resolve(),
  };
}

let hexCount = 0;

/** Never the same twice, in whichever trial; random enough for passwords that show every digit. */
const countingRandom: Random = {
  hex: (bytes) => {
    hexCount += 1;
    return Array.from({ length: bytes }, (_, index) => ((hexCount * 7919 + index * 104_729) % 256).toString(16))
      .map((byte) => byte.padStart(2, '0'))
      .join('')
      .replace(/.{1,6}$/, (end) => hexCount.toString(16).padStart(end.length, '0').slice(-end.length));
  },
};

/** Composes it as `createCore` composes the real ones. */
export function createFakeCore(options: FakeCoreOptions): FakeCore {
  const { paths, clock } = options;
  const hypervisors = [...(options.host ?? roomyHost).hypervisors];
  const host: Omit<HostFacts, 'choice'> = { ...(options.host ?? roomyHost), hypervisors };
  const random = options.random ?? countingRandom;
  const logger = options.logger ?? silentLogger;
  const driver = createFakeDriver({ id: host.hypervisors[0]?.id ?? 'qemu', ...options.driver, clock });
  const guests = createFakeGuests(guestsOptions(options, driver));
  const images = createFakeImages(paths.imagesDir);
  const trials = createTrialStore(paths.trialsFile, logger);
  const obstacles = options.obstacles ?? [];
  const survey = async (): Promise<HypervisorSurvey> => {
    const left = obstacles.filter(({ id }) => !hypervisors.some((found) => found.id === id));
    return fakeSurvey(host, left, await trials.list());
  };
  const deps: LabDeps = {
    paths,
    store: createLabStore(paths),
    drivers: {
      driver: (id) =>
        host.hypervisors.some((found) => found.id === id)
          ? Promise.resolve(overheard(driver, options.onDriverCall))
          : Promise.reject(new LabError('hypervisor-missing', `no ${id}`, { params: { hypervisor: id } })),
    },
    images,
    guests,
    isVmFile: (path) => /^fake-(?:vm\.json|disk\.img|clones\/[^/]+\.json)$/.test(path),
    host: {
      readFacts: async () => ({ ...host, choice: (await survey()).choice }),
      readCpuCores: () => host.cpuCores,
      readAvailableMemoryMiB: () => host.memoryAvailableMiB,
      readBootTimeMs: () => 0,
      readTotalMemoryMiB: () => host.memoryTotalMiB,
      readFreeDiskBytes: () => host.diskFreeBytes,
    },
    processes: createProcessTable(),
    clock,
    random,
    logger,
    timings: { stopGraceMs: options.stopGraceMs ?? 60_000, pollMs: 500 },
    forecasts: createForecastStore(paths.forecastFile, logger),
  };
  const metrics = createMetricsService(deps);
  const labHandlers = createLabHandlers(deps);
  const api: ApiHandlers = {
    ...createFirmwareHandlers({
      // Nothing of a test restarts a computer.
      runner: { run: () => Promise.resolve({ exitCode: 0, stdout: '', stderr: '', durationMs: 0 }) },
      readSituation: () => Promise.resolve(options.firmware ?? ordinaryLaptop),
      findActiveLabs: async (signal) => findActiveLabs(deps, (await labHandlers['lab.list']({}, { signal })).labs),
    }),
    ...fakeInstallHandlers({ clock, random, hypervisors }),
    'updates.look': () => Promise.resolve({ kind: 'newer', version: '99.0.0', url: 'https://example.org/new' }),
    ...labHandlers,
    'host.check': async () => {
      const { findings, choice } = await survey();
      return { checks: [...(options.checks ?? [goodCpu(host)])], hypervisors: findings.map(viewOf), choice };
    },
    ...createTrialHandlers({ ...deps, ...deps.host, trials, registry: fakeRegistry(options, survey) }),
    ...createAccessHandlers(deps),
    ...metrics.handlers,
    ...createHistoryHandlers(deps),
    ...createTrashHandlers(deps),
    ...createCareHandlers(deps, {
      version: '0.0.0',
      runtime: 'linux amd64',
      personal: { homeDir: '/home/anna', userName: 'anna', hostName: 'annas-laptop' },
      images,
      emptyTrash: (request, call) => api['trash.empty'](request, call),
      check: (request, call) => api['host.check'](request, call),
    }),
    ...createImageHandlers(deps, images, host.architecture),
    ...browseHandlers(options),
  };
  return { deps, api, driver, guests, images, files: createFileTransfers(deps) };
}

/** The driver, told on. */
function overheard(driver: FakeDriver, tell: FakeCoreOptions['onDriverCall']): FakeDriver {
  if (tell === undefined) return driver;
  return new Proxy(driver, {
    get: (target, method, receiver) => {
      const member: unknown = Reflect.get(target, method, receiver);
      if (typeof member !== 'function') return member;
      return (...args: readonly unknown[]): unknown => {
        tell(String(method), args);
        return Reflect.apply(member, target, args);
      };
    },
  });
}

function browseHandlers({ homeDir, sticks = [], paths }: FakeCoreOptions): Pick<ApiHandlers, 'images.browse'> {
  const volumes = sticks.map((path) => ({ kind: 'removable' as const, path, label: basename(path) }));
  return createBrowseHandlers({
    platform: { id: toPlatformId(process.platform), homeDir: homeDir ?? dirname(paths.imagesDir), language: 'en' },
    listVolumes: () => Promise.resolve(volumes),
  });
}

/** Asked for each time, so that the pace can be changed while the guests run. */
function guestsOptions({ guests, clock }: FakeCoreOptions, driver: FakeDriver): FakeGuestsOptions {
  return {
    driver,
    clock,
    get bootMs() {
      return guests?.bootMs ?? 0;
    },
    ...(guests?.answer === undefined ? {} : { answer: guests.answer }),
    ...(guests?.vitals === undefined ? {} : { vitals: guests.vitals }),
    ...(guests?.skewSeconds === undefined ? {} : { skewSeconds: guests.skewSeconds }),
  };
}

function goodCpu({ cpuCores }: Pick<HostFacts, 'cpuCores'>): CheckView {
  const params = { model: 'Test CPU', cores: cpuCores };
  return { id: 'cpu', status: 'ok', finding: 'enough', params, evidence: [], fixes: [] };
}

function viewOf(finding: HypervisorFinding): HypervisorView {
  const { id, kind, evidence } = finding;
  return {
    id,
    kind,
    version: finding.kind === 'missing' ? null : finding.version,
    acceleration: finding.kind === 'usable' ? finding.acceleration : null,
    evidence: [...evidence],
  };
}

function fakeRegistry(
  { ways, clock }: FakeCoreOptions,
  survey: () => Promise<HypervisorSurvey>,
): Pick<HypervisorRegistry, 'survey' | 'prepareTrial' | 'forget'> {
  return {
    survey,
    prepareTrial: (id) => Promise.resolve((ways?.[id] ?? [{}]).map((way) => createFakeWay(way, clock))),
    forget: () => undefined,
  };
}
