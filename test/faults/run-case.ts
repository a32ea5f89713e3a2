import { LabError, type ErrorCode } from '../../src-main/domain/failure.ts';
import type { OperationInfo } from '../../src-main/domain/operation.ts';
import { createInjector, type Injector, type PlannedFault } from './injector.ts';
import type { Point } from './faults.ts';
import { deleteEverything } from './delete-everything.ts';
import { operations, type OperationName } from './operations.ts';
import { mulberry32Fractions } from '../../scripts/lib/mulberry32.ts';
import { compareLedgers, type App, type Ledger, type World } from './world.ts';

/** What the user does after the fault: asks for the same again, or takes everything away. */
export type Ending = 'again' | 'delete';

export interface FaultCase extends PlannedFault {
  readonly operation: OperationName;
  readonly ending: Ending;
  /** For what a power cut takes. */
  readonly seed: number;
}

/**
 * How a case ended. `ready`: all that was asked for is there and proved, and the ledger is that of a run without a fault. `undone`: the
 * ledger is that from before. `nothing`: there were fewer points than the case wanted. Whatever was `ready` was also taken away, down
 * to the ledger of the empty world.
 */
export type Verdict =
  | { readonly kind: 'ready' | 'undone' | 'nothing'; readonly point: Point | null }
  | { readonly kind: 'failed'; readonly point: Point | null; readonly reasons: readonly string[] };

/** An operation without a fault: what every case is held against. */
export interface CleanRun {
  readonly points: readonly Point[];
  readonly before: Ledger;
  readonly after: Ledger;
  readonly empty: Ledger;
}

async function begin(world: World, name: OperationName): Promise<void> {
  const { state, prepare } = operations[name];
  await world.begin(state, (app) => prepare({ app, image: world.image }));
}

/** Runs the operation without a fault, and takes all away again. Throws when even that leaves something. */
export async function runClean(world: World, name: OperationName): Promise<CleanRun> {
  await world.begin('empty', () => Promise.resolve());
  const empty = await world.ledger();
  await begin(world, name);
  const before = await world.ledger();
  const injector = createInjector();
  const app = world.open(injector);
  const asked = { app, image: world.image };
  const { state, error } = await operations[name].run({ ...asked, signal: injector.user.signal });
  const points = [...injector.points];
  const missing = await operations[name].missing(asked);
  const after = await world.ledger();
  const wrong = [...(state === 'succeeded' ? [] : [JSON.stringify(error)]), ...missing];
  if (wrong.length > 0) throw new Error(`${name} does not even go well without a fault: ${wrong.join('; ')}`);
  const left = await takeAway(world, app, empty);
  if (left.length > 0) throw new Error(`${name} leaves something even without a fault:\n${left.join('\n')}`);
  return { points, before, after, empty };
}

/** How it ended, or what it threw, for the report of a case that failed. */
async function outcomeOf(run: Promise<OperationInfo>, refused?: ErrorCode): Promise<string> {
  try {
    const { state, error, steps } = await run;
    const last = steps.filter((step) => step.state !== 'waiting').at(-1);
    return state === 'succeeded' ? state : `${state} at ${last?.id ?? '?'}: ${JSON.stringify(error)}`;
  } catch (error) {
    if (error instanceof LabError && error.code === refused) return 'there already';
    return error instanceof Error ? `threw ${error.name}: ${error.message}` : String(error);
  }
}

/** Runs one case on the world and judges what is there in the end. */
export async function runCase(world: World, clean: CleanRun, fault: FaultCase): Promise<Verdict> {
  await begin(world, fault.operation);
  const injector = createInjector(fault);
  const first = world.open(injector);
  const { image } = world;
  const asked = { app: first, image, signal: injector.user.signal };
  const outcome = await outcomeOf(operations[fault.operation].run(asked));
  const point = injector.struck();
  if (point === null) return { kind: 'nothing', point };
  const app = await afterFault(world, { injector, first, fault });
  const verdict = await judge(world, { app, fault, clean });
  const reasons = verdict.reasons.length === 0 ? [] : [`first run: ${outcome}`, ...verdict.reasons];
  return reasons.length > 0 ? { kind: 'failed', point, reasons } : { kind: verdict.kind, point };
}

interface Struck {
  readonly injector: Injector;
  readonly first: App;
  readonly fault: FaultCase;
}

/** The app that the user goes on with: the same, or a new one where it ended. */
export async function afterFault(world: World, { injector, first, fault }: Struck): Promise<App> {
  injector.heal();
  if (fault.fault === 'power-cut') await world.loseUnsynced(mulberry32Fractions(fault.seed));
  const app = injector.isEnded() || injector.user.signal.aborted ? world.open(createInjector()) : first;
  // Whose lab ran switches it on again; what is only half there may refuse that.
  if (fault.fault === 'power-cut' && operations[fault.operation].runsBefore === true) await startAgain(app);
  return app;
}

async function startAgain(app: App): Promise<void> {
  const { signal } = new AbortController();
  for (const { name } of (await app.api['lab.list']({}, { signal })).labs)
    await outcomeOf(app.api['lab.start']({ lab: name }, { signal }));
}

interface Judged {
  readonly app: App;
  readonly fault: FaultCase;
  readonly clean: CleanRun;
}

async function judge(
  world: World,
  { app, fault, clean }: Judged,
): Promise<{ readonly kind: 'ready' | 'undone'; readonly reasons: readonly string[] }> {
  const asked = { app, image: world.image };
  if (fault.ending === 'delete') return { kind: 'undone', reasons: await takeAway(world, app, clean.empty) };
  const { run, missing, refusedAgain, addsUp } = operations[fault.operation];
  const isEnough = addsUp === true && (await missing(asked)).length === 0;
  const { signal } = new AbortController();
  // Whoever finds all of it there goes on with something else.
  if (isEnough) await startAgain(app);
  const again = isEnough ? 'there already' : await outcomeOf(run({ ...asked, signal }), refusedAgain);
  const isOff = fault.fault === 'power-cut' && (await missing(asked)).length > 0;
  if (isOff) await startAgain(app);
  const reasons = [
    ...(['succeeded', 'there already'].includes(again) ? [] : [`again: ${again}`]),
    ...(await missing(asked)).map((what) => `missing after ${again}: ${what}`),
    ...compareLedgers(clean.after, await world.ledger()).map((line) => `not as without a fault: ${line}`),
    ...(await takeAway(world, app, clean.empty)),
  ];
  return { kind: 'ready', reasons };
}

/**
 * Takes away what the app shows. Of an image that it does not show yet, as its download was cut off, the next download takes up the parts:
 * they are a cache.
 */
export async function takeAway(world: World, app: App, empty: Ledger): Promise<readonly string[]> {
  const refused = await deleteEverything({ app, image: world.image });
  const now = await world.ledger();
  const left = compareLedgers(empty, { ...now, files: now.files.filter((path) => !path.startsWith('images/')) });
  return [...refused.map((line) => `not taken away: ${line}`), ...left.map((line) => `after taking away: ${line}`)];
}
