import type { AppHandlers } from '../../contract/app-methods.ts';
import { settingsSchema, type AppInfo, type Settings } from '../../contract/app-views.ts';
import type { ApiHandlers } from '../../contract/methods.ts';
import { LabError } from '../../domain/failure.ts';
import type { FileTransfers } from '../../labs/file-transfers.ts';
import { createTranslator, type Language, type Translate } from '../../locales/translate.ts';
import { createOperationRegistry, type OperationRegistry } from '../../operations/registry.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Awakening, SleepWatch } from '../../platform/host-sleep.ts';
import type { Logger } from '../../platform/logger.ts';
import type { Platform } from '../../platform/platform.ts';
import { uuidFrom, type Random } from '../../platform/random.ts';
import { ensureDataFolder } from '../../store/data-folder.ts';
import { createDraftStore, type DraftStore } from '../../store/draft-store.ts';
import type { DataPaths } from '../../store/file-names.ts';
import { createSettingsStore, type SettingsStore } from '../../store/settings-store.ts';
import { watchFolders } from '../../store/watch-folders.ts';
import type { TerminalService } from '../../terminals/terminal-service.ts';
import { mendAfterSleep } from './after-sleep.ts';
import { withChosenPassword } from './chosen-password.ts';
import { createDispatch, type Dispatch } from './dispatch.ts';
import { createEventHub, type EventHub } from './event-hub.ts';
import { openLabFile } from './lab-file.ts';
import { createReceiveFile, type ReceiveFile } from './receive-file.ts';

/** What a core with screens is made of. */
export interface ScreenCoreParts {
  readonly api: ApiHandlers;
  readonly paths: DataPaths;
  readonly platform: Pick<Platform, 'id' | 'language' | 'homeDir' | 'userName' | 'hostName'>;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly version: string;
  readonly mode: AppInfo['mode'];
  /** Null where there are none: asking for one is refused. */
  readonly terminals: TerminalService | null;
  /** Watches for sleeps of this computer; left out where nothing is done about them. */
  readonly watchSleep?: (onAwake: (awakening: Awakening) => void) => SleepWatch;
  /** Null where no files are taken. */
  readonly files: FileTransfers | null;
}

/** The core as a shell with screens uses it; the same behind a browser and behind a window. */
export interface ScreenCore {
  readonly dispatch: Dispatch;
  readonly receiveFile: ReceiveFile;
  readonly events: EventHub;
  readonly operations: OperationRegistry;
  readonly terminals: TerminalService | null;
  /** The system says that this computer has woken up; where it does not say so, it is noticed all the same. */
  readonly noteResume: () => void;
  /** Words in the language of the moment. */
  readonly words: () => Translate;
  readonly language: () => Language;
  /** Says goodbye to the screens and ends the terminals. Operations are not cancelled: they end with the process. */
  readonly close: () => Promise<void>;
}

const rememberedOperations = 50;

/** Opens the data folder and starts to listen. Throws `data-folder-not-writable` or `disk-full`. */
export async function openScreenCore(parts: ScreenCoreParts): Promise<ScreenCore> {
  const { api, paths, platform, clock, logger, terminals, files } = parts;
  await ensureDataFolder(paths);
  const coreId = uuidFrom(parts.random);
  const store = createSettingsStore(paths.settingsFile);
  let settings = await readSettings(store, logger);
  const languageNow = (): Language => (settings.language === 'system' ? platform.language : settings.language);
  const translators = { de: createTranslator('de'), en: createTranslator('en') };
  const words = (): Translate => translators[languageNow()];
  const operations = createOperationRegistry({ clock, logger, keep: rememberedOperations });
  const events = createEventHub({ coreId, operations, settings: () => settings, clock });
  const drafts = createDraftStore(paths);
  const app = createAppHandlers({
    info: () => {
      const { version, mode } = parts;
      const { id, homeDir, userName, hostName } = platform;
      const personal = { homeDir, userName, hostName };
      return { version, mode, language: languageNow(), platform: id, dataDir: paths.dataDir, personal, coreId };
    },
    settings: {
      read: () => Promise.resolve(settings),
      change: async (change) => {
        settings = await store.change(change);
        events.settingsChanged(settings);
        return settings;
      },
    },
    drafts,
    operations,
    terminals,
    files,
  });
  const stopWatching = watchFolders([paths.labsDir, paths.trashDir], { logger, onChange: events.labsChanged });
  const sleeps = mendSleeps(parts, operations);
  const stopTerminalEvents = terminals?.onChange(events.terminalsChanged);
  return {
    dispatch: createDispatch({
      handlers: { ...api, 'lab.create': withChosenPassword(api['lab.create'], drafts, logger), ...app },
      operations,
      logger,
      words,
      onChanged: events.labsChanged,
    }),
    receiveFile: createReceiveFile({ files, operations, logger, words }),
    events,
    operations,
    terminals,
    noteResume: sleeps.noteResume,
    words,
    language: languageNow,
    close: async () => {
      sleeps.stop();
      stopWatching();
      stopTerminalEvents?.();
      events.close();
      await terminals?.closeAll();
    },
  };
}

/** Mends labs after each sleep of this computer until it is stopped. */
function mendSleeps(
  { watchSleep, api, terminals, clock, logger }: ScreenCoreParts,
  operations: OperationRegistry,
): SleepWatch {
  const over = new AbortController();
  const watch = watchSleep?.((awakening) => {
    mendAfterSleep(awakening, { api, operations, terminals, clock, logger, signal: over.signal }).catch(
      (error: unknown) => logger.error({ error }, 'labs were not mended after a sleep'),
    );
  });
  return {
    noteResume: () => watch?.noteResume(),
    stop: () => {
      over.abort();
      watch?.stop();
    },
  };
}

/** A file that cannot be read must not keep the app from starting; a change says why it is refused and leaves the file alone. */
async function readSettings(store: SettingsStore, logger: Logger): Promise<Settings> {
  try {
    return await store.read();
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    logger.warn({ error }, 'the settings cannot be read: their defaults are used');
    return settingsSchema.parse({});
  }
}

interface AppParts {
  readonly info: () => AppInfo;
  readonly settings: SettingsStore;
  readonly drafts: DraftStore;
  readonly operations: OperationRegistry;
  readonly terminals: TerminalService | null;
  readonly files: FileTransfers | null;
}

function createAppHandlers({ info, settings, drafts, operations, terminals, files }: AppParts): AppHandlers {
  return {
    'app.info': async () => info(),
    'settings.get': () => settings.read(),
    'settings.set': (change) => settings.change(change),
    'draft.get': async () => ({ draft: await drafts.read() }),
    'draft.set': async ({ draft }) => {
      await drafts.write(draft);
      return {};
    },
    'draft.open': async ({ text, fileName }) => ({ draft: await openLabFile(text, fileName, drafts) }),
    'draft.setPassword': async ({ password }) => {
      await drafts.writePassword(password);
      return { isSet: password !== null };
    },
    'draft.hasPassword': async () => ({ isSet: (await drafts.readPassword()) !== null }),
    'operations.list': async () => [...operations.list()],
    'operations.cancel': async ({ operationId }) => operations.cancel(operationId),
    'files.begin': (request) => {
      if (files === null) throw new LabError('not-supported', 'no files', { params: { what: 'files' } });
      return files.begin(request);
    },
    'terminals.open': (request) => needTerminals(terminals).open(request),
    'terminals.close': async ({ terminalId }) => {
      terminals?.close(terminalId);
      return {};
    },
    'terminals.list': async () => [...(terminals?.list() ?? [])],
  };
}

function needTerminals(terminals: TerminalService | null): TerminalService {
  if (terminals === null) throw new LabError('not-supported', 'no terminals', { params: { what: 'terminals' } });
  return terminals;
}
