import { createCore, type CoreSetup } from '../../compose.ts';
import { hasDisplay } from '../../platform/display.ts';
import { createSleepWatcher } from '../../platform/host-sleep.ts';
import { openUrl } from '../../process/open-url.ts';
import { openScreenCore } from '../screen/screen-core.ts';
import type { ServeOptions } from './serve-options.ts';
import { runWebShell, type WebShellOptions } from './run-web-shell.ts';

/** What an entry passes in to serve the screens of this computer's labs. */
export interface ServeSetup extends CoreSetup, Pick<WebShellOptions, 'terminal' | 'onSignal' | 'rendererDir'> {
  readonly version: string;
}

/** Serves until a signal ends it; answers the exit code. The caller then leaves the process, as operations may be under way. */
export async function serve(setup: ServeSetup, { port, open, json }: ServeOptions): Promise<number> {
  const { platform, version } = setup;
  const { api, paths, terminals, files, close } = createCore(setup);
  const watchSleep = createSleepWatcher(setup);
  const core = await openScreenCore({ ...setup, api, paths, terminals, files, version, watchSleep, mode: 'web' });
  const openBrowser = open && hasDisplay(platform) ? (url: string) => openUrl(platform.id, url) : null;
  return runWebShell({ ...setup, core, port, json, openBrowser }).finally(close);
}
