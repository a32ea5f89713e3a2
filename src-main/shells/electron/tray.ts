import { labListSchema, type LabView } from '../../contract/lab-views.ts';
import { hasEnded } from '../../operations/registry.ts';
import type { Logger } from '../../platform/logger.ts';
import type { ScreenCore } from '../screen/screen-core.ts';
import type { ElectronApi } from './electron-api.ts';
import { trayItems, type PowerMethod, type TrayActions } from './tray-items.ts';

export interface TrayShellParts {
  readonly electron: Pick<ElectronApi, 'Tray' | 'Menu'>;
  readonly core: ScreenCore;
  readonly iconPath: string;
  readonly actions: Pick<TrayActions, 'show' | 'goTo' | 'quit'>;
  /** Told when a click beside the clock came to nothing. */
  readonly onFailure: (message: string, hint: string) => void;
  readonly logger: Logger;
}

/** The icon beside the clock, kept as current as what it shows; resolves when it is there. Answers how to take it away. */
export async function openTray(parts: TrayShellParts): Promise<() => void> {
  const { electron, core, iconPath, actions, logger } = parts;
  const tray = new electron.Tray(iconPath);
  let labs: readonly LabView[] = [];

  function draw(): void {
    const running = core.operations.list().filter((operation) => !hasEnded(operation));
    const power = (method: PowerMethod, lab: string): void => runPower(parts, method, lab);
    const items = trayItems({ t: core.words(), labs, running, actions: { ...actions, power } });
    tray.setToolTip(core.words()('desktop.app-name'));
    tray.setContextMenu(electron.Menu.buildFromTemplate([...items]));
  }
  async function readLabs(): Promise<void> {
    const answer = await core.dispatch({ method: 'lab.list', body: {}, signal: new AbortController().signal });
    if (answer.ok) labs = labListSchema.parse(answer.value).labs;
    else logger.warn({ code: answer.error.code }, 'the labs beside the clock are not known');
    draw();
  }
  const refresh = oneAtATime(readLabs);
  const stop = core.events.watch((event) => {
    if (event.type === 'labs-changed') refresh().catch((error: unknown) => logger.error({ error }, 'tray'));
    else if (event.type === 'settings-changed' || event.type === 'operation') draw();
  });
  tray.on('click', actions.show);
  draw();
  await refresh();
  return () => {
    stop();
    tray.destroy();
  };
}

/** Does the work now, or once more after what is under way: whoever asks gets what was true after asking. */
function oneAtATime(work: () => Promise<void>): () => Promise<void> {
  let current: Promise<void> | null = null;
  let next: Promise<void> | null = null;
  function begin(): Promise<void> {
    next = null;
    current = work().finally(() => {
      current = null;
    });
    return current;
  }
  return () => (current === null ? begin() : (next ??= current.then(begin, begin)));
}

function runPower({ core, onFailure, logger }: TrayShellParts, method: PowerMethod, lab: string): void {
  core.dispatch({ method, body: { lab }, signal: new AbortController().signal }).then(
    (answer) => {
      if (!answer.ok) onFailure(answer.error.message, answer.error.hint);
    },
    (error: unknown) => logger.error({ error }, 'a click beside the clock came to nothing'),
  );
}
