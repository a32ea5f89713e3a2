import type { UseQueryResult } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { OperationRecord } from '../../src-main/contract/app-views.ts';
import type { LabList, LabView, PlanPreview } from '../../src-main/contract/lab-views.ts';
import type { NodeMetrics } from '../../src-main/contract/node-views.ts';
import type { DraftSpec } from '../../src-main/contract/app-views.ts';
import { useApiQuery } from './use-api.ts';

const labsRefetchMs = 10_000;
const planDelayMs = 250;
/** Nodes tell of themselves every 5 s. */
const metricsRefetchMs = 5000;

/** Every lab. Asked again now and then while the page is seen: nodes can also change outside of this app. */
export function useLabs(): UseQueryResult<LabList> {
  return useApiQuery('lab.list', {}, { refetchMs: labsRefetchMs });
}

/** One lab by its id: undefined while it is not known, null when there is none. */
export function useLab(labId: string): LabView | null | undefined {
  const { data } = useLabs();
  return data === undefined ? undefined : (data.labs.find((lab) => lab.labId === labId) ?? null);
}

/** How the nodes of a lab are, anew every few seconds while the page is seen; the core stops to measure when nobody asks. */
export function useMetrics(labId: string, { isEnabled }: { readonly isEnabled: boolean }): readonly NodeMetrics[] {
  return useApiQuery('lab.metrics', { lab: labId }, { refetchMs: metricsRefetchMs, isEnabled }).data ?? [];
}

/** Running operations and the last that ended, newest first; kept current by events. */
export function useOperations(): readonly OperationRecord[] {
  return useApiQuery('operations.list', {}).data ?? [];
}

/** True while the operation goes on. */
export function isRunning({ endedAt }: Pick<OperationRecord, 'endedAt'>): boolean {
  return endedAt === null;
}

/** What would be built from a spec as it stands; asked for shortly after the last change. */
export function usePlan(spec: DraftSpec & { readonly name: string }): UseQueryResult<PlanPreview> {
  const settled = useSettled(spec, planDelayMs);
  return useApiQuery('lab.plan', settled, { keepPrevious: true });
}

/** The value as it was when it last stood still for that long. */
function useSettled<T>(value: T, delayMs: number): T {
  const [settled, setSettled] = useState(value);
  const key = JSON.stringify(value);
  useEffect(() => {
    const timer = setTimeout(() => {
      setSettled(value);
    }, delayMs);
    return () => {
      clearTimeout(timer);
    };
    // The content counts, not the object that carries it.
  }, [key, delayMs]);
  return settled;
}
