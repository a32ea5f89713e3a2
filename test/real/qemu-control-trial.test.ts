import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { HypervisorFinding } from '../../src-main/hypervisors/driver.ts';
import { createTrialHandlers } from '../../src-main/host/trial-service.ts';
import type { OperationInfo } from '../../src-main/domain/operation.ts';
import type { Trial } from '../../src-main/domain/trial.ts';
import { createHypervisorRegistry, type HypervisorRegistry } from '../../src-main/hypervisors/detect.ts';
import { detectQemu, probeQemu, qemuTrialWays } from '../../src-main/hypervisors/qemu/index.ts';
import { systemClock } from '../../src-main/platform/clock.ts';
import { silentLogger } from '../../src-main/platform/logger.ts';
import { systemRandom } from '../../src-main/platform/random.ts';
import { ensureRuntimeDir } from '../../src-main/platform/runtime-dir.ts';
import { createProcessTable } from '../../src-main/process/process-table.ts';
import { createCommandRunner } from '../../src-main/process/runner.ts';
import { createPaths } from '../../src-main/store/file-names.ts';
import { createTrialStore } from '../../src-main/store/trial-store.ts';
import { processesNaming } from './support/host.ts';

const platform = { id: 'linux', architecture: 'amd64', env: {} } as const;

describe('a trial of the real QEMU', () => {
  let root: string;
  let runtimeDir: string;

  beforeAll(async () => {
    root = await mkdtemp('/tmp/bdl-t-');
    runtimeDir = join(root, 'run');
  });
  afterEach(() => {
    expect(processesNaming(root)).toEqual([]);
  });
  afterAll(() => rm(root, { recursive: true, force: true }));

  /** The real handlers on a data folder of their own; `accelerator` in place of the one that would be chosen. */
  async function createTrial(accelerator?: 'kvm') {
    const paths = createPaths(await mkdtemp(join(root, 'Žofie Novák, (Gäste) ')));
    const runner = createCommandRunner({ platformId: 'linux', baseEnv: process.env });
    const processes = createProcessTable({ platformId: 'linux', runner, clock: systemClock });
    const trials = createTrialStore(paths.trialsFile, silentLogger);
    const prepareRuntimeDir = (): Promise<void> => ensureRuntimeDir(runtimeDir, process.getuid?.() ?? -1);
    const registry: HypervisorRegistry = createHypervisorRegistry(
      [
        {
          id: 'qemu',
          detect: async (signal): Promise<HypervisorFinding> => {
            const found = await detectQemu({ runner, platform, signal });
            return found.kind === 'usable' && accelerator !== undefined
              ? { ...found, acceleration: accelerator }
              : found;
          },
          create: () => Promise.reject(new Error('nobody asked for a driver')),
          prepareTrial: async (place) => {
            const installation = await probeQemu({ runner, platform });
            const setup = { ...installation, runner, processes, clock: systemClock, logger: silentLogger };
            const chosen = { ...setup, accelerator: accelerator ?? 'tcg', prepareRuntimeDir } as const;
            return qemuTrialWays({ ...chosen, platform: { ...platform, runtimeDir } }, place);
          },
        },
      ],
      { host: { platformId: 'linux', architecture: 'amd64' }, readTrials: trials.list },
    );
    const tools = { processes, clock: systemClock, random: systemRandom };
    const deps = { paths, registry, trials, ...tools, readAvailableMemoryMiB: () => null };
    return { paths, trials, registry, handlers: createTrialHandlers(deps) };
  }

  async function leftIn(dir: string): Promise<readonly string[]> {
    return readdir(join(dir, 'trial')).catch(() => []);
  }

  it('hears the word of the boot sector, and leaves nothing behind', async () => {
    const { paths, handlers } = await createTrial();
    const call = { signal: new AbortController().signal };

    const operation = await handlers['host.trial']({ hypervisor: 'qemu' }, call);
    const [trial] = await handlers['host.trials']({}, call);

    expect(operation).toMatchObject({ state: 'succeeded', error: null });
    expect(trial).toMatchObject({ hypervisor: 'qemu', outcome: { kind: 'ran', mode: 'software', proof: 'word' } });
    expect(trial?.outcome.kind === 'ran' && trial.outcome.evidence).toContain('COM1: BDL-TRIAL-OK');
    expect(await leftIn(paths.dataDir)).toEqual([]);
  });

  it('leaves nothing behind when it is cancelled while the VM is on', async () => {
    const { paths, handlers, trials } = await createTrial();
    const abort = new AbortController();
    const onProgress = ({ steps }: OperationInfo): void => {
      if (steps.some(({ id, state }) => id === 'wait' && state === 'running')) abort.abort();
    };

    const operation = await handlers['host.trial']({ hypervisor: 'qemu' }, { signal: abort.signal, onProgress });

    expect(operation).toMatchObject({ state: 'cancelled', leftBehind: [] });
    expect(await trials.list()).toEqual([]);
    expect(await trials.leftover('qemu')).toBeNull();
    expect(await leftIn(paths.dataDir)).toEqual([]);
  });

  it('takes away what a killed trial left, by its recorded id', async () => {
    const { paths, handlers, trials, registry } = await createTrial();
    const call = { signal: new AbortController().signal };
    const dir = paths.trialDir('qemu');
    const vmId = '6b0e2a52-6f0f-4b6a-9f0e-0d8f3c1c7a11' as never;
    // What is there after `kill -9`: the note, the folder, and a VM that runs.
    await trials.begin('qemu', vmId);
    const [way] = await registry.prepareTrial('qemu', { vmId, dir }, call.signal);
    await way?.create(call);
    await way?.start(call);
    expect(processesNaming(vmId)).toHaveLength(1);

    const operation = await handlers['host.trial']({ hypervisor: 'qemu' }, call);

    expect(operation.state).toBe('succeeded');
    expect(processesNaming(vmId)).toEqual([]);
    expect(await trials.leftover('qemu')).toBeNull();
  });

  it('falls back to software where KVM opens and runs nothing, and the choice follows', async () => {
    const { handlers, registry } = await createTrial('kvm');
    const call = { signal: new AbortController().signal };

    const operation = await handlers['host.trial']({ hypervisor: 'qemu' }, call);
    const [trial] = await handlers['host.trials']({}, call);
    const { choice, findings } = await registry.survey(call.signal);

    expect(operation.state).toBe('succeeded');
    expect(trial).toMatchObject({ outcome: { kind: 'ran' } });
    if (!hasFallback(trial)) return;
    expect(trial).toMatchObject({ outcome: { mode: 'software' } });
    expect(findings).toMatchObject([{ kind: 'usable', acceleration: 'software' }]);
    expect(choice).toMatchObject({ hypervisor: 'qemu', candidates: [{ verdict: 'software', isProved: true }] });
  });
});

/** On a computer with working KVM the first way does, and there is nothing to fall back from. */
function hasFallback(trial: Trial | undefined): boolean {
  return trial?.outcome.kind === 'ran' && trial.outcome.fallback !== null;
}
