import type { InstallPlan } from '../../contract/install-views.ts';
import type { ApiHandlers, CallContext } from '../../contract/methods.ts';
import { LabError, throwIfCancelled } from '../../domain/failure.ts';
import { operationIdSchema, type HypervisorId } from '../../domain/ids.ts';
import type { OperationInfo } from '../../domain/operation.ts';
import { uuidFromHex } from '../../domain/plan-nodes.ts';
import type { HypervisorFinding } from '../../hypervisors/driver.ts';
import { runOperation } from '../../operations/runner.ts';
import type { Step, StepContext } from '../../operations/step.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Random } from '../../platform/random.ts';
import type { CommandRunner } from '../../process/command.ts';
import { isThereAlready, toInstallFailure } from './installer-failures.ts';
import { planInstall, type InstallDecision, type InstallSituation, type InstallStep } from './plan-install.ts';

/** What installing hypervisors stands on. */
export interface InstallSetup {
  /** What decides how it is done here, read anew at each call. */
  readonly readSituation: (hypervisor: HypervisorId, signal: AbortSignal) => Promise<InstallSituation>;
  readonly runner: Pick<CommandRunner, 'run'>;
  readonly clock: Clock;
  readonly random: Random;
  readonly detect: (signal: AbortSignal) => Promise<readonly HypervisorFinding[]>;
}

/** Offers to install a hypervisor, says before what will be run, and proves afterwards that it can be run. */
export function createInstallHandlers(
  setup: InstallSetup,
): Pick<ApiHandlers, 'host.installPlan' | 'host.installHypervisor'> {
  return {
    'host.installPlan': async ({ hypervisor }, { signal }) => (await decide(setup, hypervisor, signal)).view,
    'host.installHypervisor': async ({ hypervisor }, options) => {
      const { view, steps } = await decide(setup, hypervisor, options.signal);
      if (view.kind === 'by-hand') {
        throw new LabError('installation-by-hand', `${hypervisor} is not installed from here: ${view.reason}`, {
          params: { hypervisor, url: view.url },
          evidence: view.commands,
        });
      }
      return runInstallation(setup, { view, steps, options });
    },
  };
}

async function decide(
  { readSituation }: InstallSetup,
  hypervisor: HypervisorId,
  signal: AbortSignal,
): Promise<InstallDecision> {
  return planInstall(hypervisor, await readSituation(hypervisor, signal));
}

interface Installation {
  readonly view: Extract<InstallPlan, { readonly kind: 'offered' }>;
  readonly steps: readonly InstallStep[];
  readonly options: CallContext;
}

/** An operation without a lab: nothing is kept in a journal, as running it again finds what is there. */
function runInstallation(setup: InstallSetup, { view, steps, options }: Installation): Promise<OperationInfo> {
  const work: Step[] = [
    ...steps.map((step) => ({
      id: `install/${step.id}`,
      title: { key: `steps.install-${step.id}`, params: { hypervisor: view.hypervisor } },
      weight: step.id === 'runtime' ? 30 : 120,
      run: (context: StepContext) => install(setup, { step, view, context }),
    })),
    {
      id: 'install/prove',
      title: { key: 'steps.install-prove', params: { hypervisor: view.hypervisor } },
      weight: 5,
      run: ({ signal }: StepContext) => prove(setup, view.hypervisor, signal),
    },
  ];
  return runOperation({
    id: operationIdSchema.parse(uuidFromHex(setup.random.hex(16))),
    kind: 'install-hypervisor',
    target: view.hypervisor,
    work,
    signal: options.signal,
    clock: setup.clock,
    journal: () => Promise.resolve(),
    publish: options.onProgress ?? (() => undefined),
  });
}

interface Installing {
  readonly step: InstallStep;
  readonly view: Installation['view'];
  readonly context: StepContext;
}

/** Cancelling takes effect between the commands: a package manager that is cut off leaves half of a package behind. */
async function install({ runner }: InstallSetup, { step, view, context }: Installing): Promise<void> {
  throwIfCancelled(context.signal);
  const { manager, hypervisor } = view;
  function onLine(line: string): void {
    const shown = line.replaceAll(/[^\P{C}]/gu, '').trim();
    if (shown !== '') context.report(null, { key: 'progress.installer-says', params: { line: shown.slice(0, 120) } });
  }
  if (view.asksAdministrator) context.report(null, { key: 'progress.installer-asks', params: {} });
  try {
    // No limit: a person may be asked, and how long a download takes nobody knows.
    await runner.run({ ...step.command, timeoutMs: null, onLine }, { signal: new AbortController().signal });
  } catch (error) {
    if (isThereAlready(error, manager)) return;
    throw toInstallFailure(error, { manager, hypervisor, isElevated: view.asksAdministrator });
  }
}

/** By running it, not by a file being there. What is still wrong with it the check of the computer tells. */
async function prove({ detect }: InstallSetup, hypervisor: HypervisorId, signal: AbortSignal): Promise<void> {
  const found = (await detect(signal)).find(({ id }) => id === hypervisor);
  if (found !== undefined && found.kind !== 'missing') return;
  throw new LabError('installation-not-proved', `${hypervisor} was installed, and is not found`, {
    params: { hypervisor },
    evidence: found?.evidence ?? [],
  });
}
