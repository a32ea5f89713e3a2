import { labSpecSchema, type LabSpec } from '../../src-main/domain/lab-spec.ts';
import { LabError } from '../../src-main/domain/failure.ts';
import { createDice, type Dice } from '../fuzz/dice.ts';
import { createInjector, type Injector } from './injector.ts';
import { afterFault, takeAway } from './run-case.ts';
import { compareLedgers, type App, type World } from './world.ts';

/** How far the making of a lab came before everything was deleted. */
export type Reached = 'refused' | 'killed' | 'cancelled' | 'made';

export interface Undone {
  readonly reached: Reached;
  /** The wish, and where it was cut off. */
  readonly what: string;
  /** What is not as before; empty when all of it is. */
  readonly left: readonly string[];
}

/** More points than most of these labs have, so that some are made to their end. */
const lastPoint = 420;

function inventSpec(dice: Dice, image: string): LabSpec {
  const nodes = 1 + dice.below(4);
  const namePrefix = dice.pick(['pi-', 'node-', 'a', 'hadoop-worker-1-']);
  const firstNumber = dice.pick([2, 99, 200, 250]);
  const names = Array.from({ length: nodes }, (_, index) => `${namePrefix}${String(firstNumber + index)}`);
  return labSpecSchema.parse({
    name: dice.pick(['Labor', 'Übung (2. Teil)', 'a', 'X.Y_Z']),
    ...{ image, nodes, namePrefix, firstNumber },
    memoryMiB: dice.pick([512, 1024, 2048]),
    diskGiB: dice.pick([4, 25]),
    cpus: 1 + dice.below(3),
    user: dice.pick(['pi', 'anna_2']),
    upgrade: dice.once(2),
    sharedDisks: ['daten', 'quorum'].slice(dice.below(3)).map((name) => ({ name, sizeMiB: 16 })),
    ...(dice.once(3) ? { network: 'other', subnet: '172.20.1.0/24', firstSshPort: 40_000 } : {}),
    ...(dice.once(3) ? { startStages: [names.slice(0, 1), names.slice(1)].filter((stage) => stage.length > 0) } : {}),
  });
}

interface Cut {
  readonly fault: 'killed' | 'cancelled';
  readonly at: number;
}

function inventCut(dice: Dice): Cut | null {
  if (dice.once(6)) return null;
  const fault = dice.pick(['killed', 'cancelled'] as const);
  // Only what is outside of the app can hang and be cancelled, which is every sixth point or so.
  return { fault, at: 1 + dice.below(fault === 'killed' ? lastPoint : lastPoint / 6) };
}

interface CutOff {
  readonly injector: Injector;
  readonly first: App;
  readonly cut: Cut | null;
  readonly seed: number;
}

/** The app that the user goes on with. */
function goOn(world: World, { injector, first, cut, seed }: CutOff): Promise<App> {
  const { fault, at } = cut ?? { fault: 'killed', at: 0 };
  return afterFault(world, { injector, first, fault: { fault, at, operation: 'create', ending: 'delete', seed } });
}

/** Makes a lab of an invented wish up to where it is cut off, cancelled or done, deletes everything, and says what is not as before. */
export async function undoPlan(world: World, seed: number): Promise<Undone> {
  const dice = createDice(seed);
  await world.begin('empty', () => Promise.resolve());
  const before = await world.ledger();
  const spec = inventSpec(dice, world.image);
  const cut = inventCut(dice);
  const injector = createInjector(cut);
  const first = world.open(injector);
  const run = first.api['lab.create'](spec, { signal: injector.user.signal });
  const refusal = await run.then(
    () => null,
    (error: unknown) => error,
  );
  const struck = injector.struck();
  const isRefused = refusal instanceof LabError && struck === null;
  // A cut that lies behind the end of the making must not come while all is taken away.
  const app = struck === null ? world.open(createInjector()) : await goOn(world, { injector, first, cut, seed });
  const untouched = isRefused ? compareLedgers(before, await world.ledger()) : [];
  const left = [...untouched, ...(await takeAway(world, app, before))];
  const reached = isRefused ? 'refused' : struck === null || cut === null ? 'made' : cut.fault;
  return { reached, what: `${JSON.stringify(spec)} at ${struck?.what ?? 'its end'}`, left };
}
