import type { ApiHandlers, CallContext } from '../../src-main/contract/methods.ts';
import { LabError } from '../../src-main/domain/failure.ts';
import type { HostFacts } from '../../src-main/domain/host-facts.ts';
import { labSpecSchema } from '../../src-main/domain/lab-spec.ts';
import type { OperationInfo } from '../../src-main/domain/operation.ts';
import type { Clock } from '../../src-main/platform/clock.ts';
import { systemRandom } from '../../src-main/platform/random.ts';
import type { DataPaths } from '../../src-main/store/file-names.ts';
import { createFakeCore, roomyHost, type FakeCore } from './fake-core.ts';
import type { Scenario, ScenarioFailure } from './scenario.ts';

/** What a scenario can change while the app runs. */
interface Pace {
  readonly driver: Record<string, number>;
  bootMs: number;
}

/** Composes a core on fakes, prepares its labs, and lets happen from then on what the scenario says. */
export async function playScenario(paths: DataPaths, scenario: Scenario, clock: Clock): Promise<FakeCore> {
  const pace: Pace = { driver: {}, bootMs: 0 };
  const core = createFakeCore({
    paths,
    clock,
    // Another run on the same data folder must not choose the same ids.
    random: systemRandom,
    host: hostOf(scenario),
    driver: {
      delaysMs: pace.driver,
      ...(scenario.slowness === undefined ? {} : { execution: { mode: scenario.slowness, evidence: [] } }),
    },
    guests: {
      get bootMs() {
        return pace.bootMs;
      },
      vitals: (node) => scenario.vitals[node] ?? scenario.vitals['*'] ?? {},
      skewSeconds: (node) => scenario.slept?.skewSeconds[node] ?? 0,
      answer: () => ({ exitCode: 0, stdout: scenario.output, stderr: '' }),
    },
    ...(scenario.homeDir === undefined ? {} : { homeDir: scenario.homeDir }),
    sticks: scenario.sticks,
    obstacles: scenario.obstacles,
    ways: scenario.ways,
    ...(scenario.checks === undefined ? {} : { checks: scenario.checks }),
  });
  for (const lab of scenario.labs) await prepareLab(core, lab);
  await pauseNodes(core, paths, scenario);
  Object.assign(pace.driver, scenario.delaysMs.driver);
  pace.bootMs = scenario.delaysMs.boot;
  planFailures(core, scenario, clock);
  for (const node of scenario.strangers) core.guests.forgeHostKey(node);
  core.driver.setSilent(scenario.silent);
  return { ...core, api: slowAndFailing(core.api, scenario, clock) };
}

function hostOf({ host }: Scenario): Omit<HostFacts, 'choice'> {
  return {
    ...roomyHost,
    cpuCores: host.cpuCores ?? roomyHost.cpuCores,
    memoryTotalMiB: host.memoryTotalMiB ?? roomyHost.memoryTotalMiB,
    memoryAvailableMiB: host.memoryAvailableMiB ?? roomyHost.memoryAvailableMiB,
    diskFreeBytes: host.diskFreeGiB === undefined ? roomyHost.diskFreeBytes : host.diskFreeGiB * 1024 ** 3,
    hypervisors: host.hypervisors ?? roomyHost.hypervisors,
  };
}

async function pauseNodes({ deps, driver }: FakeCore, paths: DataPaths, { slept }: Scenario): Promise<void> {
  const { labs } = await deps.store.listLabs();
  for (const { plan } of labs)
    for (const { vmId, name } of plan.nodes) {
      const by = slept?.paused[name];
      if (by !== undefined) driver.pauseVm({ vmId, name, dir: paths.nodeDir(plan.labId, name) }, by);
    }
}

/** A lab that an earlier run on the same data folder left is taken as it is. */
async function prepareLab({ api }: FakeCore, { state, ...spec }: Scenario['labs'][number]): Promise<void> {
  const options = { signal: new AbortController().signal };
  const { labs } = await api['lab.list']({}, options);
  if (labs.some(({ name }) => name === spec.name)) return;
  const given = Object.fromEntries(Object.entries(spec).filter(([, value]) => value !== undefined));
  mustSucceed(await api['lab.create'](labSpecSchema.parse(given), options));
  if (state === 'stopped') mustSucceed(await api['lab.stop']({ lab: spec.name }, options));
  if (state === 'suspended') mustSucceed(await api['lab.save']({ lab: spec.name }, options));
}

function mustSucceed(operation: OperationInfo): void {
  if (operation.state !== 'succeeded')
    throw new Error(`a lab could not be prepared: ${JSON.stringify(operation.error)}`);
}

function errorOf({ at, code, params, evidence }: ScenarioFailure): Error {
  if (code === undefined) return new Error(`the scenario wants a bug at ${at}`);
  return new LabError(code, `the scenario wants ${code} at ${at}`, { params, evidence });
}

const guestMethods = [
  'waitUntilReady',
  'reachPeers',
  'run',
  'checkClock',
  'followVitals',
  'storeFile',
  'watchBase',
] as const;

function planFailures(core: FakeCore, scenario: Scenario, clock: Clock): void {
  for (const [image, probe] of Object.entries(scenario.probes)) core.images.setProbe(image, probe);
  for (const failure of scenario.failures) {
    const guestMethod = guestMethods.find((method) => method === failure.at);
    if (guestMethod === undefined) continue;
    const { node, times } = failure;
    for (let count = 0; count < times; count += 1) {
      core.guests.failNext({ method: guestMethod, error: errorOf(failure), ...(node === undefined ? {} : { node }) });
    }
  }
  const take = createTaker(scenario.failures);
  core.driver.onCall(({ method, target }) => {
    take(method, target);
  });
  core.images.onFetch(async () => {
    await clock.sleep(scenario.delaysMs.image);
    take('fetchImage', null);
  });
}

/** Throws the first planned failure that fits, as often as it is to happen. */
function createTaker(failures: readonly ScenarioFailure[]): (at: string, node: string | null) => void {
  const left = new Map(failures.map((failure) => [failure, failure.times]));
  return (at, node) => {
    const found = [...left.keys()].find(
      (failure) =>
        failure.at === at && (failure.node === undefined || failure.node === node) && (left.get(failure) ?? 0) > 0,
    );
    if (found === undefined) return;
    left.set(found, (left.get(found) ?? 0) - 1);
    throw errorOf(found);
  };
}

/** The same API, its methods as slow and as faulty as the scenario says. */
function slowAndFailing(api: ApiHandlers, scenario: Scenario, clock: Clock): ApiHandlers {
  const take = createTaker(scenario.failures);
  return new Proxy(api, {
    get: (target, method, receiver): unknown => {
      const handler: unknown = Reflect.get(target, method, receiver);
      if (typeof handler !== 'function' || typeof method !== 'string') return handler;
      return async (request: unknown, options: CallContext): Promise<unknown> => {
        const delayMs = scenario.delaysMs.api[method] ?? 0;
        if (delayMs > 0) await clock.sleep(delayMs, options.signal);
        take(method, null);
        return Reflect.apply(handler, target, [request, options]) as unknown;
      };
    },
  });
}
