import { rm } from 'node:fs/promises';
import { z } from 'zod';
import { draftSchema, type Draft } from '../contract/app-views.ts';
import { translateFileError } from './file-error.ts';
import { inTurn } from './in-turn.ts';
import { readJsonFile, writeJsonFile } from './json-file.ts';

/** Where the wizard stands, kept in `draft.json`. */
export interface DraftStore {
  /** Null when there is none. Throws what `readJsonFile` throws. */
  readonly read: () => Promise<Draft | null>;
  /** Null forgets it, also one that is damaged. Throws what `writeJsonFile` throws. */
  readonly write: (draft: Draft | null) => Promise<void>;
}

const storedSchema = z.strictObject({ schemaVersion: z.literal(1), draft: draftSchema });

/** One draft: there is one wizard. */
export function createDraftStore(path: string): DraftStore {
  async function forget(): Promise<void> {
    try {
      await rm(path, { force: true });
    } catch (error) {
      throw translateFileError(error, path);
    }
  }
  return {
    read: async () => (await readJsonFile(path, storedSchema))?.draft ?? null,
    write: (draft) =>
      inTurn(`${path} as draft`, () =>
        draft === null ? forget() : writeJsonFile(path, storedSchema, { schemaVersion: 1, draft }),
      ),
  };
}
