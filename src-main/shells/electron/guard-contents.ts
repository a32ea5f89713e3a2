import type { Logger } from '../../platform/logger.ts';
import { isOwnUrl } from './app-scheme.ts';
import type { Electron } from './electron-api.ts';
import { ruleOnLink } from './external-links.ts';

export interface ContentsGuard {
  /** Opens an address in the system's browser. */
  readonly open: (url: string) => void;
  /** Asks the user first. */
  readonly ask: (url: string) => void;
  readonly logger: Logger;
}

/** Keeps a page where it is: no other page in its window, no second window, no page within the page. */
export function guardContents(
  contents: Pick<Electron.WebContents, 'on' | 'setWindowOpenHandler'>,
  { open, ask, logger }: ContentsGuard,
): void {
  function stay(event: { readonly url: string; readonly preventDefault: () => void }): void {
    if (isOwnUrl(event.url)) return;
    logger.warn({ url: event.url.slice(0, 200) }, 'a way to another page was refused');
    event.preventDefault();
  }
  contents.on('will-navigate', stay);
  contents.on('will-frame-navigate', stay);
  contents.on('will-redirect', stay);
  contents.on('will-attach-webview', (event) => {
    event.preventDefault();
  });
  contents.setWindowOpenHandler(({ url }) => {
    const ruling = ruleOnLink(url);
    if (ruling === 'open') open(url);
    else if (ruling === 'ask') ask(url);
    else logger.warn({ url: url.slice(0, 200) }, 'an address was not opened');
    return { action: 'deny' };
  });
}
