import { casesOf, chooseCases, type Choice } from './choose-cases.ts';
import type { JudgedCase } from './matrix.ts';
import type { OperationName } from './operations.ts';
import { runCase, runClean, type CleanRun, type FaultCase, type Verdict } from './run-case.ts';
import type { World } from './world.ts';

export interface MatrixRun {
  readonly world: World;
  readonly operations: readonly OperationName[];
  readonly choice: Choice;
  /** Told of each case once it is judged. */
  readonly onCase?: (judged: JudgedCase) => void;
  /** Told of each clean run. */
  readonly onClean?: (operation: OperationName, clean: CleanRun) => void;
}

/** Runs each operation once without a fault, chooses cases from its points, and judges them one after another. */
export async function runMatrix({ world, operations, choice, ...told }: MatrixRun): Promise<readonly JudgedCase[]> {
  const cleanRuns = new Map<OperationName, CleanRun>();
  for (const operation of operations) {
    const clean = await cleanOnce(world, operation);
    cleanRuns.set(operation, clean);
    told.onClean?.(operation, clean);
  }
  const all = [...cleanRuns].flatMap(([operation, clean]) => casesOf(operation, clean, choiceOn(world, choice)));
  const judged: JudgedCase[] = [];
  // Cases of one start state after each other: going over to another one may take long.
  const chosen = chooseCases(all, choice).toSorted(
    (a, b) => operations.indexOf(a.operation) - operations.indexOf(b.operation),
  );
  for (const fault of chosen) {
    const clean = cleanRuns.get(fault.operation);
    if (clean === undefined) continue;
    const one = { fault, verdict: await judge(world, clean, fault) };
    judged.push(one);
    told.onCase?.(one);
  }
  return judged;
}

async function judge(world: World, clean: CleanRun, fault: FaultCase): Promise<Verdict> {
  try {
    return await runCase(world, clean, fault);
  } catch (error) {
    const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { kind: 'failed', point: null, reasons: [`the case could not be carried out: ${reason}`] };
  }
}

function choiceOn(world: World, choice: Choice): Choice {
  return { ...choice, faults: world.faults.filter((fault) => choice.faults?.includes(fault) ?? true) };
}

/** Once more where the world itself was not at rest yet: a program of the run before may still have been ending. */
async function cleanOnce(world: World, operation: OperationName): Promise<CleanRun> {
  try {
    return await runClean(world, operation);
  } catch (error) {
    if (world.hypervisor !== 'virtualbox') throw error;
    console.error(`the clean run of ${operation} is repeated: ${String(error)}`);
    return runClean(world, operation);
  }
}
