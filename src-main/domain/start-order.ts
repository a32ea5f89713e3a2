import { z } from 'zod';

/** Names of nodes in the order in which they start: those of one stage together, the next stage when all of it are ready. */
export const startStagesSchema = z.array(z.array(z.string().min(1).max(30)).max(60)).max(60);
export type StartStages = readonly (readonly string[])[];

/**
 * The stages of a lab with exactly these nodes: who is not named joins the last stage, who is not there vanishes, and so does an empty
 * stage. All together when nothing was chosen.
 */
export function completeStages(chosen: StartStages, names: readonly string[]): StartStages {
  const stages = chosen
    .map((stage) => stage.filter((name) => names.includes(name)))
    .filter((stage) => stage.length > 0);
  const missing = names.filter((name) => !stages.some((stage) => stage.includes(name)));
  const last = stages.at(-1);
  if (last === undefined) return missing.length === 0 ? [] : [missing];
  return [...stages.slice(0, -1), [...last, ...missing]];
}

/** Names that are chosen and not there, or chosen twice; empty when the choice can be kept. */
export function refusedNames(chosen: StartStages, names: readonly string[]): readonly string[] {
  const all = chosen.flat();
  return all.filter((name, index) => !names.includes(name) || all.indexOf(name) !== index);
}

/**
 * The stages when one node starts a stage earlier (-1) or later (1). At either end it gets a stage of its own, unless it has that
 * already: then nothing changes.
 */
export function moveInOrder(stages: StartStages, name: string, by: -1 | 1): StartStages {
  const from = stages.findIndex((stage) => stage.includes(name));
  const isAlone = stages[from]?.length === 1;
  const to = from + by;
  if (from === -1 || (isAlone && stages[to] === undefined)) return stages;
  const without = stages.map((stage) => stage.filter((other) => other !== name));
  if (to < 0) return [[name], ...without];
  if (to >= stages.length) return [...without, [name]];
  return without.map((stage, index) => (index === to ? [...stage, name] : stage)).filter((stage) => stage.length > 0);
}

/** True when both start the same nodes in the same order; the order within a stage means nothing. */
export function sameOrder(one: StartStages, other: StartStages): boolean {
  const text = (stages: StartStages): string => JSON.stringify(stages.map((stage) => stage.toSorted()));
  return text(one) === text(other);
}
