import { useEffect, useState } from 'react';
import type { BrowseAnswer, BrowsePlace } from '../../../../src-main/contract/browse-views.ts';
import { useApiQuery } from '../../../api/index.ts';

/** A stick that is plugged in while the dialog is open shows up by itself. */
const lookForSticksMs = 3000;
/** The folder that was shown last, for as long as the page lives. */
const session: { lastFolder: string | null } = { lastFolder: null };

/** The folder that is shown, and the way to others. */
export interface ShownFolder {
  /** Undefined while it is read, and when it cannot be. */
  readonly folder: BrowseAnswer | undefined;
  readonly error: Error | null;
  readonly places: readonly BrowsePlace[];
  /** Null is where to begin. */
  readonly goTo: (path: string | null) => void;
}

/** Follows the user through the folders; begins where the last visit ended. */
export function useFolder(): ShownFolder {
  const [path, setPath] = useState(session.lastFolder);
  const { data: start } = useApiQuery('images.browse', { path: null }, { refetchMs: lookForSticksMs });
  const { data: folder, error } = useApiQuery('images.browse', { path });
  useEffect(() => {
    // One that cannot be shown is no place to come back to.
    if (error !== null) session.lastFolder = null;
    else if (folder !== undefined) session.lastFolder = folder.path;
  }, [folder, error]);
  return { folder: error === null ? folder : undefined, error, places: start?.places ?? [], goTo: setPath };
}
