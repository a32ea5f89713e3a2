import { setTimeout as sleep } from 'node:timers/promises';
import type { Chance } from './chance.ts';
import { chooseStep } from './choices.ts';
import type { Limits, Step } from './choices.ts';
import { wordsOf } from './commands.ts';
import { readGuest, reaches, writeGuest } from './guests.ts';
import type { GuestContent } from './guests.ts';
import { baseMark, ledgerDifferences } from './ledger.ts';
import { afterWriting, emptyWorld, reachableNodes } from './model.ts';
import type { WorldModel } from './model.ts';
import { perform } from './perform.ts';
import type { Performer } from './perform.ts';
import type { Tally } from './tally.ts';
import { readView, viewDifferences } from './view.ts';

export interface Walk {
  readonly performer: Performer;
  readonly chance: Chance;
  readonly limits: Limits;
  readonly tally: Tally;
  readonly print: (line: string) => void;
  readonly signal: AbortSignal;
}

/** The world is not what it must be. */
export class DifferenceError extends Error {
  override readonly name = 'DifferenceError';
}

/** What a step needs a moment for: a process that was killed is still seen, a guest that was told to go is on its way. */
const settleLooks = 8;
const settleMs = 2_000;
/** The content of the base is looked at as a whole now and then: it takes a second. */
const thoroughEvery = 20;

/** Walks until the time is over, then through the end of the lab. Throws `DifferenceError`. */
export async function walk(walk: Walk, endsAt: number): Promise<void> {
  let world = emptyWorld;
  let base = '';
  for (let number = 1; performance.now() < endsAt; number += 1) {
    walk.signal.throwIfAborted();
    world = await writeSomething(walk, world, number);
    const step = chooseStep(world, walk.chance, { ...walk.limits, number });
    world = await takeStep(walk, world, { step, number });
    const mark = await baseMark(walk.performer.place, number % thoroughEvery === 1);
    if (base === '') await walk.performer.place.keepBases();
    base = checkBase(base, mark);
  }
  await endLab(walk, world);
}

/** The last steps: everything is plugged in, started, read back, and taken away. */
async function endLab(walk: Walk, before: WorldModel): Promise<void> {
  let world = before;
  let number = 0;
  const plain = async (deed: Step['deed']): Promise<void> => {
    number += 1;
    world = await takeStep(walk, world, { step: { deed, manner: { kind: 'plain' } }, number: `end ${number}` });
  };
  if (world.lab === 'in-trash') await plain({ kind: 'take-back' });
  if (world.lab === 'here') {
    if (Object.values(world.nodes).some(({ power }) => power === 'running') && !world.hub)
      await plain({ kind: 'repair' });
    for (const [node, { pulled }] of Object.entries(world.nodes)) {
      for (const adapter of pulled) await plain({ kind: 'plug', node, adapter });
    }
    await plain({ kind: 'start' });
    await plain({ kind: 'purge' });
  }
}

async function writeSomething({ performer, tally }: Walk, world: WorldModel, number: number): Promise<WorldModel> {
  const sshConfig = `${performer.place.labDir}/ssh/config`;
  const nodes = reachableNodes(world);
  const written = await Promise.all(
    nodes.map(async (node) => ({ node, what: await writeGuest(sshConfig, node, `${node}-step-${number}`) })),
  );
  tally.writes += written.length;
  return written.reduce((now, { node, what }) => afterWriting(now, node, what), world);
}

interface NumberedStep {
  readonly step: Step;
  readonly number: number | string;
}

async function takeStep(walk: Walk, world: WorldModel, { step, number }: NumberedStep): Promise<WorldModel> {
  const { performer, tally, print } = walk;
  const words = manneredWords(step);
  const startedAt = performance.now();
  const { outcome, worlds, output } = await perform(performer, world, step);
  walk.signal.throwIfAborted();
  const doneAt = performance.now();
  const found = worlds.length === 0 ? null : await findWorld(walk, worlds, step);
  const seconds = (from: number, to: number): string => ((to - from) / 1000).toFixed(1);
  const times = `${seconds(startedAt, doneAt)} s, looked at for ${seconds(doneAt, performance.now())} s`;
  print(`${number}. ${words} -> ${outcome} (${times})`);
  tally.steps.push({ kind: step.deed.kind, manner: step.manner.kind, outcome });
  if (found === null) throw new DifferenceError(`this must not be the answer\n${output}`);
  if (found.differences.length > 0)
    throw new DifferenceError(`${found.differences.join('\n')}\n\n${describe(found.world, output)}`);
  return found.world;
}

function describe(world: WorldModel, output: string): string {
  return `what must be:\n${JSON.stringify(world, null, 2)}\n\nwhat bdl said:\n${output}`;
}

function manneredWords({ deed, manner }: Step): string {
  const words = wordsOf(deed);
  return manner.kind === 'together' ? `${words} and ${wordsOf(manner.other)} at once` : words;
}

interface Found {
  readonly world: WorldModel;
  readonly differences: readonly string[];
}

/** Which of the worlds that may be is the case; the one that comes nearest with its differences when none is. */
async function findWorld(walk: Walk, worlds: readonly WorldModel[], step: Step): Promise<Found> {
  for (let looks = 1; ; looks += 1) {
    const found = await lookOnce(walk, worlds, step);
    if (found.differences.length === 0 || looks === settleLooks) return found;
    await sleep(settleMs);
  }
}

async function lookOnce({ performer, tally }: Walk, worlds: readonly WorldModel[], step: Step): Promise<Found> {
  const { place } = performer;
  const view = await readView(place);
  const [first, ...others] = worlds
    .map((world) => ({ world, differences: viewDifferences(world, view) }))
    .toSorted((one, other) => one.differences.length - other.differences.length);
  if (first === undefined) throw new Error('no world to compare with');
  if (first.differences.length > 0) return first;
  const seen = [first, ...others].filter(({ differences }) => differences.length === 0).map(({ world }) => world);
  const guests = await readGuests(`${place.labDir}/ssh/config`, first.world);
  tally.reads += guests.size;
  const compared = await Promise.all(
    seen.map(async (world) => {
      const inside = guestDifferences(world, guests);
      return { world, differences: [...inside, ...(await ledgerDifferences(world, place))] };
    }),
  );
  const [best = first] = compared.toSorted((one, other) => one.differences.length - other.differences.length);
  if (best.differences.length > 0) return best;
  return { world: best.world, differences: await networkDifferences(place.labDir, best.world, step) };
}

async function readGuests(sshConfig: string, world: WorldModel): Promise<ReadonlyMap<string, GuestContent | Error>> {
  const entries = reachableNodes(world).map(async (node): Promise<readonly [string, GuestContent | Error]> => {
    try {
      return [node, await readGuest(sshConfig, node)];
    } catch (error) {
      return [node, error instanceof Error ? error : new Error(String(error))];
    }
  });
  return new Map(await Promise.all(entries));
}

function guestDifferences(world: WorldModel, guests: ReadonlyMap<string, GuestContent | Error>): readonly string[] {
  return [...guests].flatMap(([name, content]) => {
    const node = world.nodes[name];
    if (node === undefined) return [];
    if (content instanceof Error) return [`${name} cannot be read: ${content.message}`];
    const names = [...new Set([...Object.keys(node.files), ...Object.keys(content.files)])];
    return [
      ...names
        .filter((file) => node.files[file] !== content.files[file])
        .map(
          (file) => `in ${name}, ${file} must be ${node.files[file] ?? 'gone'} and is ${content.files[file] ?? 'gone'}`,
        ),
      ...(node.memory === content.memory
        ? []
        : [`the memory of ${name} must hold ${node.memory ?? 'nothing'} and holds ${content.memory ?? 'nothing'}`]),
    ];
  });
}

/** After what brings the network up, two nodes reach each other by name. */
async function networkDifferences(labDir: string, world: WorldModel, { deed }: Step): Promise<readonly string[]> {
  if (!['start', 'repair', 'restore', 'plug'].includes(deed.kind)) return [];
  const [one, other] = reachableNodes(world).filter((name) => world.nodes[name]?.pulled.length === 0);
  if (one === undefined || other === undefined) return [];
  return (await reaches(`${labDir}/ssh/config`, one, other)) ? [] : [`${one} does not reach ${other}`];
}

/** The base's disk is read-only once it is sealed: whatever changes it destroys every node. */
function checkBase(before: string, now: string): string {
  const [[, shortBefore], [, shortNow]] = [splitMark(before), splitMark(now)];
  if (before !== '' && shortBefore !== shortNow)
    throw new DifferenceError(`the base changed: was ${before}, is ${now}`);
  const [[digestBefore], [digestNow]] = [splitMark(before), splitMark(now)];
  if (digestBefore !== '' && digestNow !== '' && digestBefore !== digestNow) {
    throw new DifferenceError(`the base's content changed: was ${before}, is ${now}`);
  }
  return digestNow === '' && before !== '' ? before : now;
}

function splitMark(mark: string): readonly [digest: string, rest: string] {
  const at = mark.lastIndexOf(' ');
  return [mark.slice(at + 1), mark.slice(0, at)];
}
