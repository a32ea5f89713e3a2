import type { HostCheck } from '../../../../src-main/contract/host-views.ts';
import type { LabView } from '../../../../src-main/contract/lab-views.ts';
import { diskNeededBytes, hostReserveMiB } from '../../../../src-main/domain/sizing.ts';
import type { LabPlan } from '../../../../src-main/domain/plan-types.ts';

/** A resource of this computer, in one unit: what the host keeps, what running labs use, what the new lab wants. */
export interface Budget {
  readonly total: number;
  readonly reserved: number;
  readonly used: number;
  readonly wanted: number;
}

export interface Budgets {
  readonly memoryMiB: Budget;
  readonly diskBytes: Budget;
  readonly cores: Budget;
}

function numberParam(check: HostCheck, id: string, name: string): number | null {
  const value = check.checks.find((found) => found.id === id)?.params[name];
  return typeof value === 'number' ? value : null;
}

/** How the new lab fits beside what runs already; null while this computer could not say what it has. */
export function budgetsOf(check: HostCheck, labs: readonly Pick<LabView, 'nodes'>[], plan: LabPlan): Budgets | null {
  const memoryTotalMiB = numberParam(check, 'memory', 'totalMiB');
  const freeGiB = numberParam(check, 'disk', 'freeGiB');
  const cores = numberParam(check, 'cpu', 'cores');
  if (memoryTotalMiB === null || freeGiB === null || cores === null) return null;
  const running = labs.flatMap(({ nodes }) => nodes).filter(({ state }) => state === 'running');
  const sharedMiB = plan.sharedDisks.reduce((sum, { sizeMiB }) => sum + sizeMiB, 0);
  return {
    memoryMiB: {
      total: memoryTotalMiB,
      reserved: hostReserveMiB({ memoryTotalMiB }),
      used: sum(running.map(({ memoryMiB }) => memoryMiB)),
      wanted: sum(plan.nodes.map(({ memoryMiB }) => memoryMiB)),
    },
    diskBytes: {
      total: freeGiB * 1024 ** 3,
      reserved: 0,
      used: 0,
      wanted: diskNeededBytes(plan.nodes.length, sharedMiB),
    },
    cores: {
      total: cores,
      reserved: 0,
      used: sum(running.map(({ cpus }) => cpus)),
      wanted: sum(plan.nodes.map(({ cpus }) => cpus)),
    },
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** True when it does not fit all at once; cores may be shared, memory may not. */
export function isOver({ total, reserved, used, wanted }: Budget): boolean {
  return reserved + used + wanted > total;
}
