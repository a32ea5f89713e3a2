import { randomBytes } from 'node:crypto';
import { appendFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { journalEntrySchema } from '../../src-main/operations/journal-entry.ts';
import { readJournal } from '../../src-main/store/journal.ts';
import type { BdlEnd } from './bdl.ts';
import { argsOf, isCommand, saysAlreadyDone } from './commands.ts';
import type { Command, LabWish } from './commands.ts';
import type { Step } from './choices.ts';
import { digestOfFile } from './file-tree.ts';
import { afterCancelled, afterDeed, afterDeedAgain } from './model.ts';
import type { Deed, DeedKind, WorldModel } from './model.ts';
import type { Place } from './place.ts';
import { killHard, processesIn } from './processes.ts';

/** What came of a step. */
export interface Performed {
  /** For the log. */
  readonly outcome: string;
  /** What the world may be now; empty when something was said that must not be. */
  readonly worlds: readonly WorldModel[];
  /** What the command lines printed. */
  readonly output: string;
}

/** How long deeds took here, which decides when they are cut off. */
export type Durations = Map<DeedKind, number>;

export interface Performer {
  readonly place: Place;
  readonly wish: LabWish;
  readonly durations: Durations;
}

const firstGuessMs = 4_000;
const earliestCutMs = 250;
/** Most of the time it took the last time: what comes too late cuts nothing off. */
const cutShare = 0.9;

/** Does it. */
export async function perform(performer: Performer, world: WorldModel, { deed, manner }: Step): Promise<Performed> {
  if (!isCommand(deed)) return performBehindItsBack(performer, world, deed);
  if (manner.kind === 'together' && isCommand(manner.other)) {
    return performTogether(performer, world, [deed, manner.other]);
  }
  const command = await withContent(performer, deed);
  if (manner.kind === 'plain' || manner.kind === 'together') {
    const end = await runToEnd(performer, command);
    const worlds = end.code === 'ok' ? [afterDeed(world, command)] : [];
    return { outcome: end.code, worlds, output: end.output };
  }
  return performCutOff(performer, world, { command, ...manner });
}

/** A file to copy gets its content now. */
async function withContent({ wish }: Performer, deed: Command): Promise<Command> {
  if (deed.kind !== 'copy') return deed;
  await rm(wish.filesDir, { recursive: true, force: true });
  await mkdir(wish.filesDir);
  const path = join(wish.filesDir, deed.name);
  await writeFile(path, randomBytes(2 * 1024 ** 2));
  return { ...deed, digest: await digestOfFile(path) };
}

async function runToEnd({ place, wish, durations }: Performer, command: Command): Promise<BdlEnd> {
  const startedAt = performance.now();
  const end = await place.bdl.run(argsOf(command, wish));
  durations.set(command.kind, performance.now() - startedAt);
  return end;
}

interface CutOff {
  readonly command: Command;
  readonly kind: 'killed' | 'cancelled';
  readonly at: number;
}

async function performCutOff(performer: Performer, world: WorldModel, cut: CutOff): Promise<Performed> {
  const { place, wish, durations } = performer;
  const { command, kind, at } = cut;
  const startedAt = performance.now();
  const run = place.bdl.start(argsOf(command, wish));
  const waitMs = Math.max(earliestCutMs, at * cutShare * (durations.get(command.kind) ?? firstGuessMs));
  const early = await Promise.race([run.ended, sleep(waitMs).then(() => null)]);
  if (early === null) run.signal(kind === 'killed' ? 'SIGKILL' : 'SIGINT');
  const first = await run.ended;
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  if (first.code === 'ok') {
    return { outcome: `ok before it was ${kind}`, worlds: [afterDeed(world, command)], output: first.output };
  }
  if (first.code !== 'killed' && first.code !== 'cancelled') {
    return { outcome: first.code, worlds: [], output: first.output };
  }
  const undone = kind === 'cancelled' ? afterCancelled(world, command) : null;
  if (undone !== null) return { outcome: `cancelled after ${seconds} s, undone`, worlds: undone, output: first.output };
  return performAgain(performer, world, { command, said: `${kind} after ${seconds} s`, first });
}

interface Again {
  readonly command: Command;
  readonly said: string;
  readonly first: BdlEnd;
}

/** What was cut off is done again, unless it had come to its end and only not said so. */
async function performAgain(
  performer: Performer,
  world: WorldModel,
  { command, said, first }: Again,
): Promise<Performed> {
  const { place } = performer;
  if (first.code === 'killed' && command.kind === 'add' && (await lastEnd(place)) === 'add') {
    return { outcome: `${said}, done`, worlds: [afterDeed(world, command)], output: first.output };
  }
  const second = await runToEnd(performer, command);
  const output = `${first.output}\n--- again ---\n${second.output}`;
  const worlds = afterDeedAgain(world, command);
  if (second.code === 'ok') return { outcome: `${said}, again ok`, worlds, output };
  if (!saysAlreadyDone(command, second.code)) return { outcome: `${said}, again ${second.code}`, worlds: [], output };
  if (command.kind !== 'take-back') return { outcome: `${said}, again: ${second.code}`, worlds, output };
  // Its folder was back already: what is missing then is a repair.
  const repaired = await runToEnd(performer, { kind: 'repair' });
  return {
    outcome: `${said}, again: ${second.code}, repair ${repaired.code}`,
    worlds: repaired.code === 'ok' ? worlds : [],
    output: `${output}\n--- repair ---\n${repaired.output}`,
  };
}

/** Kind of the last operation in the journal when that ended well, else null. */
async function lastEnd({ labDir }: Place): Promise<string | null> {
  const entries = await readJournal(join(labDir, 'journal.jsonl'), journalEntrySchema);
  const last = entries.at(-1);
  if (last?.event !== 'end' || last.state !== 'succeeded') return null;
  const begin = entries.findLast((entry) => entry.event === 'begin');
  return begin?.event === 'begin' ? begin.kind : null;
}

async function performTogether(
  { place, wish }: Performer,
  world: WorldModel,
  commands: readonly [Command, Command],
): Promise<Performed> {
  const [one, other] = await Promise.all([
    place.bdl.run(argsOf(commands[0], wish)),
    place.bdl.run(argsOf(commands[1], wish)),
  ]);
  const output = `${one.output}\n--- beside it ---\n${other.output}`;
  const outcome = `${one.code} and ${other.code}`;
  const codes = [one.code, other.code];
  if (codes.every((code) => code === 'ok')) {
    const inOrder = (deeds: readonly Command[]): WorldModel => deeds.reduce(afterDeed, world);
    return { outcome, output, worlds: [inOrder(commands), inOrder(commands.toReversed())] };
  }
  const isFair = codes.includes('ok') && codes.includes('lab-busy');
  const winner = one.code === 'ok' ? commands[0] : commands[1];
  return { outcome, output, worlds: isFair ? [afterDeed(world, winner)] : [] };
}

async function performBehindItsBack(performer: Performer, world: WorldModel, deed: Deed): Promise<Performed> {
  const { place } = performer;
  const worlds = [afterDeed(world, deed)];
  switch (deed.kind) {
    case 'kill-node':
      await killQemu(place, `/nodes/${deed.node}/qemu.pid`);
      return { outcome: 'killed', worlds, output: '' };
    case 'kill-hub':
      await killQemu(place, '/network/qemu.pid');
      return { outcome: 'killed', worlds, output: '' };
    case 'torn-journal':
      await appendFile(join(place.labDir, 'journal.jsonl'), '{"at":"2026-01-01T00:00:00.000Z","opera');
      break;
    default:
      await leaveLock(place);
  }
  const end = await runToEnd(performer, { kind: 'repair' });
  return { outcome: `repair ${end.code}`, worlds: end.code === 'ok' ? worlds : [], output: end.output };
}

async function killQemu({ rootDir, labDir }: Place, pidFile: string): Promise<void> {
  const found = processesIn(rootDir).find(({ argv }) => argv.includes(`${labDir}${pidFile}`));
  if (found === undefined) throw new Error(`no process with ${pidFile}`);
  await killHard(found.pid);
}

/** A lock as a run leaves it that was killed: its process is gone, and another one has the pid by now. */
async function leaveLock({ labDir }: Place): Promise<void> {
  const lock = { pid: process.pid, startTime: '1', purpose: 'save', token: 'abcdef012345' };
  await writeFile(`${labDir}.lock`, JSON.stringify(lock));
  await readFile(`${labDir}.lock`);
}
