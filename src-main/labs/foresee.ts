import type { OperationInfo } from '../domain/operation.ts';
import type { HypervisorDriver } from '../hypervisors/driver.ts';
import { createForecaster, estimateWholeMs, outlineOf, type Outline } from '../operations/forecast.ts';
import type { Work } from '../operations/step.ts';
import type { MeasuredStep } from '../store/forecast-store.ts';
import { bootBudget } from './boot-budget.ts';
import type { LabDeps } from './context.ts';
import { cloneLimit } from './create-work.ts';

/** What durations depend on besides the kind of step. */
function circumstancesOf({ id, acceleration }: Pick<HypervisorDriver, 'id' | 'acceleration'>): string {
  return `${id}/${acceleration ?? 'native'}`;
}

/** Adds to each picture of an operation how long it still takes. */
export async function foresee(
  { forecasts, clock }: Pick<LabDeps, 'forecasts' | 'clock'>,
  driver: HypervisorDriver,
  work: Work,
): Promise<(info: OperationInfo) => OperationInfo> {
  const usual = await forecasts.usual(circumstancesOf(driver));
  const forecast = createForecaster(outlineOf(work), usual, () => clock.now());
  return (info) => ({ ...info, forecast: forecast(info) });
}

/** Remembers how long the steps took that had something to do. */
export async function learnFrom(
  { forecasts }: Pick<LabDeps, 'forecasts'>,
  driver: HypervisorDriver,
  { steps }: OperationInfo,
): Promise<void> {
  const measured = steps.flatMap(({ state, title, durationMs }): readonly MeasuredStep[] =>
    state === 'done' && durationMs !== null ? [{ kind: title.key, durationMs }] : [],
  );
  await forecasts.learn(circumstancesOf(driver), measured);
}

interface PlannedBuild {
  readonly needsImage: boolean;
  /** Kind of the step that makes the base; null when there is one. */
  readonly base: 'base' | 'base-install' | null;
  readonly nodes: number;
}

/** How long making a lab will take, by what was measured here before; null on a first run. */
export async function expectBuildMs(
  { forecasts, host }: Pick<LabDeps, 'forecasts' | 'host'>,
  driver: HypervisorDriver,
  { needsImage, base, nodes }: PlannedBuild,
): Promise<number | null> {
  const step = (name: string) => ({ id: name, kind: `steps.${name}`, weight: 1 });
  const each = (...names: readonly string[]) => Array.from({ length: nodes }, () => names.map(step));
  const outline: Outline = [
    step('lab'),
    ...(needsImage ? [step('image')] : []),
    ...(base === null ? [] : [step(base)]),
    { limit: cloneLimit, branches: each('node-create') },
    step('network'),
    { limit: bootBudget(host.readCpuCores()), branches: each('node-start', 'node-ready') },
    step('mesh'),
    step('finish'),
  ];
  return estimateWholeMs(outline, await forecasts.usual(circumstancesOf(driver)));
}
