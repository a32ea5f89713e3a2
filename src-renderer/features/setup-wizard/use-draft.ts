import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Draft } from '../../../src-main/contract/app-views.ts';
import { useApiQuery, useClient, useLabs, useOperations } from '../../api/index.ts';
import { useWords } from '../../lib/i18n.tsx';
import { newDraft, withBegunBuild } from './model/draft.ts';
import { useKeeper } from './use-keeper.ts';

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
  const client = useClient();
  const { keep, error: keepError } = useKeeper((next: Draft | null) => client.call('draft.set', { draft: next }));
  const fresh = (): Draft =>
    newDraft({
      language,
      timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      takenNames: (labs?.labs ?? []).map(({ name }) => name),
    });
  const stored = data === undefined || labs === undefined ? null : (data.draft ?? fresh());
  const known = own ?? stored;
  const draft = known === null ? null : withBegunBuild(known, labs?.labs ?? [], operations);
  function change(next: Draft): void {
    setOwn(next);
    queries.setQueryData(['draft.get', {}], { draft: next });
    keep(next);
  }
  useEffect(() => {
    if (draft !== null && draft !== known) change(draft);
  });
  return {
    draft,
    change,
    forget: () => {
      setOwn(null);
      queries.setQueryData(['draft.get', {}], { draft: null });
      queries.setQueryData(['draft.hasPassword', {}], { isSet: false });
      keep(null);
    },
    error: readError ?? keepError,
  };
}
