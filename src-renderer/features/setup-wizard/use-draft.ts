import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { Draft } from '../../../src-main/contract/app-views.ts';
import { useApiQuery, useClient, useLabs, useOperations } from '../../api/index.ts';
import { useWords } from '../../lib/i18n.tsx';
import { newDraft, withBegunBuild } from './model/draft.ts';

export interface DraftState {
  /** Null while it is not known whether there is one. */
  readonly draft: Draft | null;
  /** Changes it here at once and in the data folder right after. */
  readonly change: (draft: Draft) => void;
  /** Begins anew. */
  readonly forget: () => void;
  /** Why it could not be read or kept; null when all is well. */
  readonly error: unknown;
}

/** The wizard's draft, kept in the data folder after each change, so that closing the window loses nothing. */
export function useDraft(): DraftState {
  const { language } = useWords();
  const { data, error: readError } = useApiQuery('draft.get', {});
  const { data: labs } = useLabs();
  const operations = useOperations();
  const [own, setOwn] = useState<Draft | null>(null);
  const queries = useQueryClient();
  const { keep, error: keepError } = useKeeper();
  const fresh = (): Draft =>
    newDraft({
      language,
      timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      takenNames: (labs?.labs ?? []).map(({ name }) => name),
    });
  const stored = data === undefined || labs === undefined ? null : (data.draft ?? fresh());
  const known = own ?? stored;
  return {
    draft: known === null ? null : withBegunBuild(known, labs?.labs ?? [], operations),
    change: (draft) => {
      setOwn(draft);
      queries.setQueryData(['draft.get', {}], { draft });
      keep(draft);
    },
    forget: () => {
      setOwn(null);
      queries.setQueryData(['draft.get', {}], { draft: null });
      keep(null);
    },
    error: readError ?? keepError,
  };
}

/** Keeps drafts in order: one request at a time, and of those that wait only the newest. */
function useKeeper(): { readonly keep: (draft: Draft | null) => void; readonly error: unknown } {
  const client = useClient();
  const [error, setError] = useState<unknown>(null);
  const waiting = useRef<{ readonly draft: Draft | null } | null>(null);
  const isBusy = useRef(false);

  async function work(): Promise<void> {
    if (isBusy.current) return;
    isBusy.current = true;
    try {
      for (let next = waiting.current; next !== null; next = waiting.current) {
        waiting.current = null;
        await client.call('draft.set', next);
      }
      setError(null);
    } catch (failure) {
      setError(failure);
    } finally {
      isBusy.current = false;
    }
  }
  return {
    keep: (draft) => {
      waiting.current = { draft };
      work().catch(setError);
    },
    error,
  };
}
