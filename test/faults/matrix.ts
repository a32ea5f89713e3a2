import { faultIds, type FaultId } from './faults.ts';
import type { FaultCase, Verdict } from './run-case.ts';
import { operationNames, type OperationName } from './operations.ts';

/** One case and how it ended. */
export interface JudgedCase {
  readonly fault: FaultCase;
  readonly verdict: Verdict;
}

/** A case as one line: enough to run it again. */
export function describeCase({ fault, verdict }: JudgedCase): string {
  const where = verdict.point === null ? '-' : `${verdict.point.kind} ${verdict.point.what}`;
  const name = `${fault.operation} / ${fault.fault} at ${String(fault.at)}, then ${fault.ending}, seed ${String(fault.seed)}`;
  return `${verdict.kind.padEnd(7)} ${name} (${where})`;
}

function cellOf(cases: readonly JudgedCase[]): string {
  const count = (kind: Verdict['kind']): number => cases.filter(({ verdict }) => verdict.kind === kind).length;
  const failed = count('failed');
  const shown = [
    ...(count('ready') > 0 ? [`${String(count('ready'))} ready`] : []),
    ...(count('undone') > 0 ? [`${String(count('undone'))} undone`] : []),
    ...(failed > 0 ? [`**${String(failed)} failed**`] : []),
  ];
  return shown.join(', ') || '-';
}

/** Operation x fault as a table in Markdown: how many cases ended ready and how many undone; `-`: the fault has no point there. */
export function printMatrix(cases: readonly JudgedCase[]): string {
  const of = (operation: OperationName, fault: FaultId): readonly JudgedCase[] =>
    cases.filter((one) => one.fault.operation === operation && one.fault.fault === fault);
  const faults = faultIds.filter((fault) => cases.some((one) => one.fault.fault === fault));
  const names = operationNames.filter((name) => cases.some(({ fault }) => fault.operation === name));
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    row(['operation', ...faults]),
    row(['---', ...faults.map(() => '---')]),
    ...names.map((name) => row([name, ...faults.map((fault) => cellOf(of(name, fault)))])),
  ].join('\n');
}
