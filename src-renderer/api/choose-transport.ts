import { desktopBridgeKey } from '../../src-main/contract/desktop-bridge.ts';
import { createElectronTransport } from './transport-electron.ts';
import { createWebTransport } from './transport-web.ts';
import type { Transport } from './transport.ts';

/** In a window the way its preload script gives, in a browser the server that delivered the page. */
export function chooseTransport(page: Window): Transport {
  const bridge = page[desktopBridgeKey];
  return bridge === undefined ? createWebTransport(page.location) : createElectronTransport(bridge);
}
