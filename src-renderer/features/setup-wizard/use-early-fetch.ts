import type { OperationRecord } from '../../../src-main/contract/app-views.ts';
import { isRunning, useApiMutation, useApiQuery, useOperations } from '../../api/index.ts';

export interface EarlyFetch {
  /** True while it is not known yet whether the image can be had. */
  readonly isProbing: boolean;
  /** Begins the download where there is one to begin: not twice, and not of what is there already. */
  readonly fetchEarly: () => void;
  /** The download that runs, or that was begun here and ended badly. */
  readonly shown: OperationRecord | undefined;
  readonly error: Error | null;
}

/** Gets an image of the catalogue while the user goes on with the wizard; null for none. */
export function useEarlyFetch(image: string | null): EarlyFetch {
  const request = { image: image ?? '' };
  const { data: probe, isLoading } = useApiQuery('images.probe', request, { isEnabled: image !== null });
  const { mutate, data: begun, error, isPending } = useApiMutation('images.fetch');
  const operations = useOperations().filter(({ kind }) => kind === 'fetch-image');
  const shown = operations.find((operation) => operation.id === begun?.id || isRunning(operation));
  return {
    isProbing: isLoading,
    fetchEarly: () => {
      if (image !== null && probe?.status === 'reachable' && shown === undefined && !isPending) mutate(request);
    },
    shown,
    error,
  };
}
