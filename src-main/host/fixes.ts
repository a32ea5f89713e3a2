import type { Fix, CheckFixAction } from '../contract/host-views.ts';

type Params = Fix['params'];

/** To be done by hand. */
export function byHand(id: string, params: Params = {}): Fix {
  return { kind: 'text', id, params };
}

/** A line for a terminal, by an administrator: on Linux and macOS it begins with `sudo`, on Windows it wants a terminal of theirs. */
export function byAdministrator(id: string, command: string, params: Params = {}): Fix {
  return { kind: 'command', id, command, params, needsAdministrator: true };
}

/** A page on the Internet. */
export function byPage(id: string, url: string, params: Params = {}): Fix {
  return { kind: 'page', id, url, params };
}

/** Something a screen offers as a button. */
export function byAction(id: string, action: CheckFixAction, params: Params = {}): Fix {
  return { kind: 'action', id, action, params };
}
