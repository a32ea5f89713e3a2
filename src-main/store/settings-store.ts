import { z } from 'zod';
import { settingsSchema, type Settings, type SettingsChange } from '../contract/app-views.ts';
import { inTurn } from './in-turn.ts';
import { readJsonFile, writeJsonFile } from './json-file.ts';

/** The choices of the user, kept in `settings.json`. */
export interface SettingsStore {
  /** Defaults where nothing was chosen. Throws what `readJsonFile` throws. */
  readonly read: () => Promise<Settings>;
  /** Changes some choices and answers them all. Throws what `writeJsonFile` throws; then nothing has changed. */
  readonly change: (change: SettingsChange) => Promise<Settings>;
}

const storedSchema = settingsSchema.extend({ schemaVersion: z.literal(1) });

/** Reads and writes the file each time: another process may have the same data folder. */
export function createSettingsStore(path: string): SettingsStore {
  async function read(): Promise<Settings> {
    return settingsSchema.parse((await readJsonFile(path, storedSchema)) ?? {});
  }
  return {
    read,
    change: (change) =>
      // Reading, changing and writing are one: two changes at once must both be there in the end.
      inTurn(`${path} as settings`, async () => {
        const settings = settingsSchema.parse({ ...(await read()), ...change });
        await writeJsonFile(path, storedSchema, { schemaVersion: 1, ...settings });
        return settings;
      }),
  };
}
