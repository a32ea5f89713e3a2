import type { Logger } from '../../platform/logger.ts';
import { isOwnUrl } from './app-scheme.ts';
import type { Electron } from './electron-api.ts';

/** Copying what a terminal or a line shows; reading the clipboard is left to the keys of the system. */
const grantedPermission = 'clipboard-sanitized-write';

type Guarded = Pick<
  Electron.Session,
  | 'on'
  | 'setPermissionRequestHandler'
  | 'setPermissionCheckHandler'
  | 'setDevicePermissionHandler'
  | 'setDisplayMediaRequestHandler'
  | 'webRequest'
>;

/** Takes away from every page what ours does not need: permissions, devices, the screen, downloads from elsewhere, the network. */
export function guardSession(session: Guarded, logger: Logger): void {
  session.setPermissionRequestHandler((contents, permission, answer) => {
    answer(permission === grantedPermission && isOwnUrl(contents.getURL()));
  });
  session.setPermissionCheckHandler((_, permission, origin) => permission === grantedPermission && isOwnUrl(origin));
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_, answer) => {
    answer({});
  });
  session.on('will-download', (event, item) => {
    // A text that our own page made, as a script or a lab file: the system asks the user where it goes.
    if (isMadeByOwnPage(item.getURL())) return;
    logger.warn({ url: item.getURL().slice(0, 200) }, 'a download was refused');
    event.preventDefault();
  });
  session.webRequest.onBeforeRequest(({ url }, answer) => {
    const isAllowed = isLocal(url);
    if (!isAllowed) logger.warn({ url: url.slice(0, 200) }, 'a request to another place was refused');
    answer({ cancel: !isAllowed });
  });
}

/** `blob:` is followed by the address of the page whose content it is. */
function isMadeByOwnPage(url: string): boolean {
  return url.startsWith('blob:') && isOwnUrl(url.slice('blob:'.length));
}

/** `data:` and `blob:` carry their content with them; the developer tools are in pages of their own. */
function isLocal(url: string): boolean {
  return isOwnUrl(url) || /^(?:data|blob|devtools):/.test(url);
}
