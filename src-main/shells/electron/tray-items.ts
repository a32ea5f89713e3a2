import type { OperationRecord } from '../../contract/app-views.ts';
import type { LabView } from '../../contract/lab-views.ts';
import type { Translate } from '../../locales/translate.ts';
import type { Electron } from './electron-api.ts';

type Item = Electron.MenuItemConstructorOptions;

/** Methods that one click beside the clock calls. */
export type PowerMethod = 'lab.start' | 'lab.stop' | 'lab.save';

export interface TrayActions {
  readonly show: () => void;
  readonly goTo: (place: string) => void;
  readonly power: (method: PowerMethod, labId: string) => void;
  readonly quit: () => void;
}

export interface TrayParts {
  readonly t: Translate;
  readonly labs: readonly LabView[];
  /** Those that have not ended. */
  readonly running: readonly OperationRecord[];
  readonly actions: TrayActions;
}

/** The menu beside the clock: each lab with its state and what can be done with it now. */
export function trayItems(parts: TrayParts): readonly Item[] {
  const { t, labs, actions } = parts;
  const none: Item = { label: t('desktop.tray-no-labs'), enabled: false };
  return [
    { label: t('desktop.tray-show'), click: actions.show },
    { type: 'separator' },
    ...(labs.length === 0 ? [none] : labs.map((lab) => labItem(lab, parts))),
    { type: 'separator' },
    { label: t('desktop.menu-quit'), click: actions.quit },
  ];
}

function labItem(lab: LabView, { t, running, actions }: TrayParts): Item {
  const work = running.find(({ target }) => target === lab.labId || target === lab.name);
  const name = lab.name;
  const label =
    work === undefined
      ? t('desktop.tray-lab', { name, state: t(`states.${lab.state}`) })
      : t('desktop.tray-lab-busy', { name, work: t(`labs.kind-${work.kind}`) });
  function power(method: PowerMethod, text: string, states: readonly LabView['state'][]): Item {
    const enabled = work === undefined && states.includes(lab.state);
    return { label: t(text), enabled, click: () => actions.power(method, lab.labId) };
  }
  return {
    // A single & is the sign of a key in a menu.
    label: label.replaceAll('&', '&&'),
    submenu: [
      { label: t('desktop.tray-open'), click: () => actions.goTo(`/labs/${lab.labId}`) },
      power('lab.start', 'labs.start', ['stopped', 'suspended', 'partly-running']),
      power('lab.stop', 'labs.stop', ['running', 'partly-running']),
      power('lab.save', 'labs.save', ['running', 'partly-running']),
    ],
  };
}
