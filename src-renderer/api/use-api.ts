import {
  keepPreviousData,
  useMutation,
  useQuery,
  useQueryClient,
  type UseMutationResult,
  type UseQueryResult,
} from '@tanstack/react-query';
import type { ScreenMethodName, ScreenRequestOf, ScreenResponseOf } from '../../src-main/contract/app-methods.ts';
import { operationRecordSchema } from '../../src-main/contract/app-views.ts';
import { useClient } from './api-context.tsx';
import { mergeOperation, operationsKey } from './core.ts';

export interface QueryOptions {
  readonly isEnabled?: boolean;
  /** Asks again after this time, while the page can be seen. */
  readonly refetchMs?: number;
  /** Shows the last answer while another request is under way. */
  readonly keepPrevious?: boolean;
  /** False: asked anew whenever somebody begins to want it, and never answered from before. */
  readonly isKept?: boolean;
}

/** Asks a method and keeps the answer; the same question from several places is asked once. */
export function useApiQuery<M extends ScreenMethodName>(
  method: M,
  request: ScreenRequestOf<M>,
  { isEnabled = true, refetchMs, keepPrevious = false, isKept = true }: QueryOptions = {},
): UseQueryResult<ScreenResponseOf<M>> {
  const client = useClient();
  return useQuery<ScreenResponseOf<M>>({
    queryKey: [method, request],
    queryFn: ({ signal }) => client.call(method, request, signal),
    enabled: isEnabled,
    ...(refetchMs === undefined ? {} : { refetchInterval: refetchMs }),
    ...(isKept ? {} : { gcTime: 0, staleTime: 0 }),
    ...(keepPrevious ? { placeholderData: keepPreviousData } : {}),
  });
}

/** A method that changes something, called by `mutate`. An operation it starts is known at once. */
export function useApiMutation<M extends ScreenMethodName>(
  method: M,
): UseMutationResult<ScreenResponseOf<M>, Error, ScreenRequestOf<M>> {
  const client = useClient();
  const queries = useQueryClient();
  return useMutation<ScreenResponseOf<M>, Error, ScreenRequestOf<M>>({
    mutationFn: (request) => client.call(method, request),
    onSuccess: (answer) => {
      const operation = operationRecordSchema.safeParse(answer);
      if (!operation.success) return;
      queries.setQueryData<readonly (typeof operation.data)[]>(operationsKey, (known) =>
        (known ?? []).some(({ id }) => id === operation.data.id) ? known : mergeOperation(known ?? [], operation.data),
      );
    },
  });
}
