import { isCancelled, LabError, type ErrorCode } from '../domain/failure.ts';
import type { HypervisorId } from '../domain/ids.ts';
import { memoryLimitsMiB } from '../domain/lab-spec.ts';
import type { TextRef } from '../domain/operation.ts';
import { refuseShortMemory } from '../domain/short-memory.ts';
import type { TrialOutcome } from '../domain/trial.ts';
import { trialWord } from '../hypervisors/boot-sector.ts';
import type { TrialSight, TrialWay } from '../hypervisors/trial-vm.ts';
import { describeFailure } from '../operations/describe-failure.ts';
import type { Step, StepContext, Work } from '../operations/step.ts';
import type { Clock } from '../platform/clock.ts';
import { waitFor } from '../platform/wait-for.ts';

const lookEveryMs = 200;
/** A look may start a program on a computer that is busy with the VM. */
const pausePerLook = 2;
/** Where nothing but "it runs" can be seen, it has to stay so for this long. */
const staysOnMs = 5_000;
const evidenceLines = 20;
const vmName = 'big-data-lab-trial';
/** They say something about the moment and nothing about the hypervisor: it must not be passed over for them later. */
const passingCodes: readonly ErrorCode[] = ['host-memory-short', 'disk-full'];

/** What a trial works with. */
export interface TrialRun {
  readonly hypervisor: HypervisorId;
  /** Not empty; the best first. */
  readonly ways: readonly TrialWay[];
  readonly clock: Clock;
  /** Null: nobody can tell. */
  readonly readAvailableMemoryMiB: () => number | null;
  /** Takes away what an interrupted trial left, and writes down the id of the new VM. */
  readonly begin: (context: StepContext) => Promise<void>;
  /** The VM is gone. */
  readonly end: () => Promise<void>;
  readonly keep: (outcome: TrialOutcome) => Promise<void>;
}

/** How far the trial is, over its steps. */
interface Progress {
  way: TrialWay;
  later: readonly TrialWay[];
  /** Why an earlier way was given up. */
  fallback: LabError | null;
  startedAt: number;
}

/**
 * The steps of a trial. A hypervisor that does not run the VM fails the operation with its reason, which is kept as outcome; a VM
 * that gives no sign in time is no failure. However it ends, the VM is taken away.
 */
export function trialWork(run: TrialRun): Work {
  const [first, ...later] = run.ways;
  if (first === undefined) throw new Error('a trial without a way to try');
  const progress: Progress = { way: first, later, fallback: null, startedAt: 0 };
  const step = (id: string, weight: number, work: Step['run']): Step => ({
    id,
    title: { key: `steps.trial-${id}`, params: { hypervisor: run.hypervisor } },
    weight,
    run: work,
  });
  const judgedStep: typeof step = (id, weight, work) => step(id, weight, (context) => judged(run, () => work(context)));
  const removal: Pick<Step, 'undo' | 'undoOnFailure'> = {
    undoOnFailure: true,
    undo: async ({ signal }) => {
      await removeVm(run, progress.way, signal);
      return [];
    },
  };
  return [
    {
      ...judgedStep('create', 2, async (context) => {
        await run.begin(context);
        refuseTooLittleMemory(run);
        await progress.way.create(context);
      }),
      ...removal,
    },
    judgedStep('start', 2, (context) => startOneWay(run, progress, context)),
    judgedStep('wait', 6, (context) => awaitSign(run, progress, context)),
    step('stop', 1, ({ signal }) => progress.way.stop({ signal })),
    step('remove', 1, ({ signal }) => removeVm(run, progress.way, signal)),
  ];
}

async function removeVm(run: TrialRun, way: TrialWay, signal: AbortSignal): Promise<void> {
  await way.stop({ signal });
  await way.remove({ signal });
  await run.end();
}

/** Whatever fails in between is what came out of the trial, unless it passes with the moment. */
async function judged(run: TrialRun, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const passes = error instanceof LabError && passingCodes.includes(error.code);
    if (!isCancelled(error) && !passes) await run.keep({ kind: 'failed', failure: describeFailure(error) });
    throw error;
  }
}

/** The VM of a trial runs with less memory than any node may have; where no node could start, nothing would be proved. */
function refuseTooLittleMemory({ readAvailableMemoryMiB }: TrialRun): void {
  const availableMiB = readAvailableMemoryMiB();
  refuseShortMemory({ name: vmName, memoryMiB: memoryLimitsMiB.min, availableMiB });
}

/** Starts the way, or the next one that starts. */
async function startOneWay(run: TrialRun, progress: Progress, context: StepContext): Promise<void> {
  const { way } = progress;
  context.report(null, text('trials.starting', way));
  try {
    progress.startedAt = run.clock.now();
    await way.start({ signal: context.signal });
  } catch (error) {
    if (!(error instanceof LabError) || progress.later.length === 0) throw error;
    await fallBack(progress, error, context);
    await startOneWay(run, progress, context);
  }
}

/** Takes the VM of this way away and makes that of the next. */
async function fallBack(progress: Progress, reason: LabError, { signal, report }: StepContext): Promise<void> {
  const [next, ...later] = progress.later;
  if (next === undefined) throw reason;
  report(null, text('trials.falling-back', next));
  await progress.way.stop({ signal });
  await progress.way.remove({ signal });
  Object.assign(progress, { way: next, later, fallback: progress.fallback ?? reason });
  await next.create({ signal });
}

async function awaitSign(run: TrialRun, progress: Progress, context: StepContext): Promise<void> {
  const { way } = progress;
  context.report(null, text('trials.waiting', way));
  const seen: Seen = { sight: null, onSince: null };
  const sign = await waitFor(() => lookForSign(run, { way, seen }, context), {
    timeoutMs: way.patienceMs,
    intervalMs: lookEveryMs,
    pausePerLook,
    signal: context.signal,
    clock: run.clock,
  });
  const waitedMs = run.clock.now() - progress.startedAt;
  const evidence = evidenceOf(seen.sight);
  if (sign === 'ran') {
    const { mode, evidence: told } = await way.readMode();
    const fallback = progress.fallback === null ? null : describeFailure(progress.fallback);
    const outcome = { mode, proof: way.proof, tookMs: waitedMs, fallback };
    await run.keep({ kind: 'ran', ...outcome, evidence: [...told, ...evidence] });
    return;
  }
  const params = {
    hypervisor: run.hypervisor,
    acceleration: way.acceleration,
    seconds: Math.max(1, Math.round(waitedMs / 1000)),
  };
  const failure =
    sign === 'ended'
      ? new LabError('vm-start-failed', 'the throw-away VM went off by itself', { params: vmParams(run), evidence })
      : new LabError('trial-silent', 'the throw-away VM gave no sign', { params, evidence });
  if (progress.later.length > 0) {
    await fallBack(progress, failure, context);
    await startOneWay(run, progress, context);
    await awaitSign(run, progress, context);
    return;
  }
  if (sign === 'ended') throw failure;
  await run.keep({ kind: 'cannot-tell', waitedMs, evidence });
}

function vmParams({ hypervisor }: TrialRun): Record<string, string> {
  return { name: vmName, node: vmName, hypervisor };
}

interface Seen {
  sight: TrialSight | null;
  /** Since when it was seen running without a break. */
  onSince: number | null;
}

/** `ran` on a sign of life, `ended` when the hypervisor says that it is off, nothing while nobody can tell. */
async function lookForSign(
  { clock }: TrialRun,
  { way, seen }: { readonly way: TrialWay; readonly seen: Seen },
  { signal }: StepContext,
): Promise<'ran' | 'ended' | undefined> {
  const sight = await way.look({ signal });
  seen.sight = sight;
  if (way.proof === 'word' && sight.serial.includes(trialWord)) return 'ran';
  if (way.proof === 'firmware' && sight.serial.trim() !== '') return 'ran';
  if (sight.runs === false) return 'ended';
  if (sight.runs === null) seen.onSince = null;
  else seen.onSince ??= clock.now();
  const isOnLongEnough = seen.onSince !== null && clock.now() - seen.onSince >= staysOnMs;
  return way.proof === 'running' && isOnLongEnough ? 'ran' : undefined;
}

function evidenceOf(sight: TrialSight | null): string[] {
  if (sight === null) return [];
  const serial = sight.serial.split(/\r?\n/).filter((line) => line.trim() !== '');
  return [...serial.slice(-3).map((line) => `COM1: ${line}`), ...sight.log.slice(-evidenceLines)];
}

function text(key: string, { acceleration, patienceMs }: TrialWay): TextRef {
  return { key, params: { acceleration, seconds: patienceMs / 1000 } };
}
