/**
 * How a window's page and its core speak: the object that the preload script gives the page, and the channels behind it. Only
 * constants and types, so that the preload script stays as small as it looks.
 */

/** Name of the object in the page's `window`. */
export const desktopBridgeKey = 'bigDataLab';

/** The only channels there are. Requests and lines go from page to core; events and frames of lines come back. */
export const desktopChannels = {
  request: 'bdl:request',
  abort: 'bdl:abort',
  listen: 'bdl:listen',
  event: 'bdl:event',
  openLine: 'bdl:open-line',
  sendLine: 'bdl:send-line',
  closeLine: 'bdl:close-line',
  line: 'bdl:line',
  filePart: 'bdl:file-part',
} as const;

/** One request; `body` is JSON, as in browser mode, so that both shells measure and parse the same. */
export interface DesktopCall {
  /** Unique in its page; names the request when nobody waits for its answer any more. */
  readonly callId: number;
  readonly method: string;
  readonly body: string;
}

/** What comes on a line: the same frames as over a WebSocket of browser mode. `closed` is the last one. */
export type DesktopFrame =
  | { readonly kind: 'open' }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'closed'; readonly code: number };

/**
 * A part of a file that `files.begin` has announced; the next one is sent when the answer is null. `dropped`: the user wants it no
 * more, and its bytes do not count.
 */
export interface DesktopFilePart {
  readonly transferId: string;
  /** At most 1 MiB. */
  readonly bytes: Uint8Array;
  readonly end: 'more' | 'last' | 'dropped';
}

/** A line to a terminal, as the page holds it. */
export interface DesktopLine {
  readonly send: (data: string | Uint8Array) => void;
  readonly close: () => void;
}

/** Everything a page in a window can reach besides itself. */
export interface DesktopBridge {
  /** Answers the envelope, still to be parsed. Rejects when the core is gone. */
  readonly request: (call: DesktopCall) => Promise<unknown>;
  readonly abort: (callId: number) => void;
  /** Hears events, `welcome` first; answers how to stop. One listener: the last one. */
  readonly listen: (onEvent: (event: unknown) => void) => () => void;
  readonly openLine: (terminalId: string, onFrame: (frame: DesktopFrame) => void) => DesktopLine;
  /** Answers null, or the envelope of the receipt when it is over, still to be parsed. Rejects when the core is gone. */
  readonly sendFilePart: (part: DesktopFilePart) => Promise<unknown>;
}

/** Bytes of one part of a file. */
export const filePartBytes = 1024 * 1024;

/** Codes with which a line is closed, as in browser mode. */
export const lineCloseCodes = {
  normal: 1000,
  /** The page sent what it must not send. */
  refused: 1008,
  /** There is no such terminal, or not any more. */
  noTerminal: 4404,
} as const;
