import { rm } from 'node:fs/promises';
import { z } from 'zod';
import { draftSchema, type Draft } from '../contract/app-views.ts';
import { chosenPasswordSchema } from '../domain/chosen-password.ts';
import { translateFileError } from './file-error.ts';
import type { DataPaths } from './file-names.ts';
import { inTurn } from './in-turn.ts';
import { readJsonFile, writeJsonFile } from './json-file.ts';

/** Where the wizard stands, kept in `draft.json`, and beside it the password that was chosen there. */
export interface DraftStore {
  /** Null when there is none. Throws what `readJsonFile` throws. */
  readonly read: () => Promise<Draft | null>;
  /** Null forgets it with its password, also one that is damaged. Throws what `writeJsonFile` throws. */
  readonly write: (draft: Draft | null) => Promise<void>;
  /** Null when none was chosen. Throws what `readJsonFile` throws. */
  readonly readPassword: () => Promise<string | null>;
  /** Null forgets it, also one that is damaged. The file is for its user alone. Throws what `writeJsonFile` throws. */
  readonly writePassword: (password: string | null) => Promise<void>;
}

const storedSchema = z.strictObject({ schemaVersion: z.literal(1), draft: draftSchema });
const storedPasswordFormat = {
  schema: z.strictObject({ schemaVersion: z.literal(1), password: chosenPasswordSchema }),
  mode: 0o600,
};

async function forget(path: string): Promise<void> {
  try {
    await rm(path, { force: true });
  } catch (error) {
    throw translateFileError(error, path);
  }
}

/** One draft: there is one wizard. */
export function createDraftStore(paths: Pick<DataPaths, 'draftFile' | 'draftPasswordFile'>): DraftStore {
  const { draftFile, draftPasswordFile } = paths;
  const writePassword: DraftStore['writePassword'] = (password) =>
    inTurn(`${draftPasswordFile} as password`, () =>
      password === null
        ? forget(draftPasswordFile)
        : writeJsonFile(draftPasswordFile, storedPasswordFormat, { schemaVersion: 1, password }),
    );
  const writeDraft = (draft: Draft | null): Promise<void> =>
    inTurn(`${draftFile} as draft`, () =>
      draft === null ? forget(draftFile) : writeJsonFile(draftFile, storedSchema, { schemaVersion: 1, draft }),
    );
  return {
    read: async () => (await readJsonFile(draftFile, storedSchema))?.draft ?? null,
    write: async (draft) => {
      // The secret goes first: what stays when something fails in between is the draft alone.
      if (draft === null) await writePassword(null);
      await writeDraft(draft);
    },
    readPassword: async () => (await readJsonFile(draftPasswordFile, storedPasswordFormat))?.password ?? null,
    writePassword,
  };
}
