import type { OperationRecord } from '../../contract/app-views.ts';
import type { Translate } from '../../locales/translate.ts';
import type { Electron, ElectronApi } from './electron-api.ts';
import { specFileExtension, type Asking } from './spec-files.ts';

/** Questions of the system, over the window where there is one. */
export interface Dialogs extends Asking {
  readonly confirmLink: (url: string) => Promise<boolean>;
  readonly chooseFile: () => Promise<string | null>;
  /** What to do with operations that have not ended. */
  readonly askToQuit: (busy: readonly OperationRecord[]) => Promise<'background' | 'quit' | 'stay'>;
  /** The page has crashed. False: the user wants to quit. */
  readonly offerReload: (reason: string) => Promise<boolean>;
}

export interface DialogParts {
  readonly dialog: Pick<ElectronApi['dialog'], 'showMessageBox' | 'showOpenDialog'>;
  readonly words: () => Translate;
  /** Null when it is not there or cannot be seen. */
  readonly window: () => Electron.BrowserWindow | null;
}

const quitAnswers = ['background', 'quit', 'stay'] as const;

export function createDialogs({ dialog, words, window }: DialogParts): Dialogs {
  async function ask(options: Electron.MessageBoxOptions): Promise<number> {
    const parent = window();
    const box = { noLink: true, ...options };
    const { response } = await (parent === null ? dialog.showMessageBox(box) : dialog.showMessageBox(parent, box));
    return response;
  }
  async function confirm(message: string, detail: string, agree: string): Promise<boolean> {
    const buttons = [agree, words()('desktop.cancel')];
    return (await ask({ type: 'question', message, detail, buttons, defaultId: 1, cancelId: 1 })) === 0;
  }
  return {
    confirm,
    tell: async (message, detail) => {
      await ask({ type: 'warning', message, detail, buttons: [words()('desktop.close')] });
    },
    confirmLink: (url) => {
      const t = words();
      return confirm(t('desktop.link-title'), t('desktop.link-more', { url }), t('desktop.link-open'));
    },
    chooseFile: async () => {
      const t = words();
      const options: Electron.OpenDialogOptions = {
        title: t('desktop.open-title'),
        properties: ['openFile'],
        filters: [{ name: t('desktop.file-type'), extensions: [specFileExtension, 'yaml', 'yml'] }],
      };
      const parent = window();
      const { filePaths } = await (parent === null
        ? dialog.showOpenDialog(options)
        : dialog.showOpenDialog(parent, options));
      return filePaths[0] ?? null;
    },
    askToQuit: async (busy) => {
      const t = words();
      const lines = busy.map(({ kind, target }) => `• ${target}: ${t(`words.purpose.${kind}`)}`);
      const response = await ask({
        type: 'question',
        message: t('desktop.quit-busy', { count: busy.length }),
        detail: [...lines, '', t('desktop.quit-busy-more')].join('\n'),
        buttons: [t('desktop.quit-background'), t('desktop.quit-now'), t('desktop.cancel')],
        defaultId: 0,
        cancelId: 2,
      });
      return quitAnswers[response] ?? 'stay';
    },
    offerReload: async (reason) => {
      const t = words();
      const detail = t('desktop.page-gone-more', { reason });
      const buttons = [t('desktop.page-reload'), t('desktop.quit-now')];
      return (await ask({ type: 'error', message: t('desktop.page-gone'), detail, buttons, cancelId: 0 })) === 0;
    },
  };
}
