import { canStrike, faultIds, type FaultId, type Point } from './faults.ts';
import type { CleanRun, FaultCase } from './run-case.ts';
import { operationNames, type OperationName } from './operations.ts';
import { mulberry32Fractions } from '../../scripts/lib/mulberry32.ts';

export interface Choice {
  readonly seed: number;
  /** Left out: every case. */
  readonly count?: number;
  /** Default: all. */
  readonly faults?: readonly FaultId[];
  /** Only these points; default: all. */
  readonly where?: (point: Point) => boolean;
}

/** Every case of one operation: each fault at each point where it can strike, with both endings. */
export function casesOf(operation: OperationName, { points }: CleanRun, choice: Choice): readonly FaultCase[] {
  const { seed, faults = faultIds, where = () => true } = choice;
  return faults.flatMap((fault) => {
    const struck = points.filter((point) => canStrike(fault, point));
    return struck.flatMap((point, index) =>
      where(point)
        ? (['again', 'delete'] as const).map((ending) => ({
            operation,
            fault,
            at: index + 1,
            ending,
            seed: seed + index,
          }))
        : [],
    );
  });
}

/** `count` of the cases, spread over all cells: each operation and fault has its turn before one has a second. */
export function chooseCases(all: readonly FaultCase[], { seed, count }: Choice): readonly FaultCase[] {
  if (count === undefined || count >= all.length) return all;
  const random = mulberry32Fractions(seed);
  const cells = operationNames.flatMap((operation) =>
    faultIds.map((fault) =>
      shuffle(
        all.filter((one) => one.operation === operation && one.fault === fault),
        random,
      ),
    ),
  );
  const order = shuffle(
    cells.filter((cell) => cell.length > 0),
    random,
  );
  const deepest = Math.max(...order.map((cell) => cell.length));
  const rounds = Array.from({ length: deepest }, (_, round) => order.flatMap((cell) => cell.slice(round, round + 1)));
  return rounds.flat().slice(0, count);
}

function shuffle<T>(items: readonly T[], random: () => number): readonly T[] {
  return items
    .map((item) => ({ item, rank: random() }))
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ item }) => item);
}
