import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useApiQuery, useClient } from '../../api/index.ts';
import type { Strength } from './model/password-strength.ts';
import { useKeeper } from './use-keeper.ts';

const stateKey = ['draft.hasPassword', {}];

export interface PasswordState {
  /** Whether the core keeps one for the next lab; undefined while that is not known. */
  readonly isSet: boolean | undefined;
  /** Null leaves it to the app. The core keeps it right after; it cannot be read back. */
  readonly keep: (password: string | null) => void;
  /** Why it could not be kept; null when all is well. */
  readonly error: unknown;
}

/** The password for the user of the next lab. */
export function usePassword(): PasswordState {
  const client = useClient();
  const queries = useQueryClient();
  const { data, error: readError } = useApiQuery('draft.hasPassword', {});
  const { keep, error } = useKeeper(async (password: string | null) => {
    queries.setQueryData(stateKey, await client.call('draft.setPassword', { password }));
  });
  return { isSet: data?.isSet, keep, error: readError ?? error };
}

/** How good it is; null while nothing is typed or what judges it is still being loaded. */
export function useStrength(password: string, known: readonly string[]): Strength | null {
  const { data: judge } = useQuery({
    queryKey: ['judge of passwords'],
    queryFn: () => import('./model/password-strength.ts'),
    enabled: password !== '',
    staleTime: Infinity,
  });
  return password === '' || judge === undefined ? null : judge.strengthOf(password, known);
}
