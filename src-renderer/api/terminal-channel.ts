import {
  terminalNoticeSchema,
  type TerminalNotice,
  type TerminalRequest,
  type TerminalSize,
} from '../../src-main/contract/terminal-views.ts';
import type { ConnectTerminal, TerminalLine } from './transport.ts';

/**
 * How a terminal is seen from here. `lost`: the core does not answer, and the program may well run on; it is tried again.
 * `ended`: its program has; `exitCode` is null when a signal ended it. `taken-over`: another window shows it. `gone`: it was closed.
 */
export type TerminalState =
  | { readonly kind: 'connecting' | 'open' | 'lost' | 'taken-over' | 'gone' }
  | { readonly kind: 'ended'; readonly exitCode: number | null };

export interface TerminalListener {
  /** Output, in order and each byte once, in pieces that may cut a character in two. */
  readonly onBytes: (bytes: Uint8Array) => void;
  /** What comes from now on does not follow what came before: text in between is not kept any more. */
  readonly onFresh: () => void;
  readonly onState: (state: TerminalState) => void;
}

/** One terminal, whatever becomes of the connection to it. */
export interface TerminalChannel {
  /**
   * Types, as soon as it is connected for the first time. When nobody answers any more, what is typed is dropped: nobody wants to
   * see it carried out later.
   */
  readonly send: (bytes: Uint8Array<ArrayBuffer>) => void;
  readonly resize: (size: TerminalSize) => void;
  /** So many more bytes are on the screen; without it no more come after a while. */
  readonly acknowledge: (bytes: number) => void;
  /** Shows it here again after another window took over. */
  readonly takeBack: () => void;
  /** Lets go of it. Its program goes on. */
  readonly close: () => void;
}

/** The core closes a line with this code when there is no such terminal. */
export const noSuchTerminal = 4404;

/** Nothing is to be expected of a connection any more. */
const finalStates: readonly TerminalState['kind'][] = ['ended', 'taken-over', 'gone'];
/** Told at once: well below what the core waits for before it goes on. */
const acknowledgedBytes = 32 * 1024;
const firstRetryMs = 500;
const lastRetryMs = 5000;

/** Opens a terminal, goes on after each lost connection where it broke off, and tells what is the matter. */
export function openTerminalChannel(connect: ConnectTerminal, listener: TerminalListener): TerminalChannel {
  let line: TerminalLine | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let retryMs = firstRetryMs;
  let received = 0;
  let size: TerminalSize | null = null;
  let state: TerminalState = { kind: 'connecting' };
  let typedEarly: Uint8Array<ArrayBuffer>[] = [];

  function become(next: TerminalState): void {
    state = next;
    listener.onState(next);
  }
  function request(message: TerminalRequest): void {
    line?.sendText(JSON.stringify(message));
  }
  const shown = createBatch((bytes) => request({ type: 'ack', bytes }));
  function receive(notice: TerminalNotice | null): void {
    if (notice?.type === 'exit') become({ kind: 'ended', exitCode: notice.exitCode });
    if (notice?.type === 'again') become({ kind: 'open' });
    if (notice?.type === 'taken-over') become({ kind: 'taken-over' });
    if (notice?.type === 'replay') {
      if (notice.from !== received) listener.onFresh();
      received = notice.from;
      retryMs = firstRetryMs;
      become({ kind: 'open' });
      for (const bytes of typedEarly) line?.sendBytes(bytes);
      typedEarly = [];
    }
  }
  function onClose(code: number): void {
    line = null;
    if (code === noSuchTerminal) become({ kind: 'gone' });
    typedEarly = [];
    if (finalStates.includes(state.kind)) return;
    become({ kind: 'lost' });
    timer = setTimeout(open, retryMs);
    retryMs = Math.min(lastRetryMs, retryMs * 2);
  }
  function open(): void {
    const opened = connect({
      onOpen: () => {
        line = opened;
        shown.clear();
        request({ type: 'hello', received });
        if (size !== null) request({ type: 'resize', ...size });
      },
      onBytes: (bytes) => {
        received += bytes.length;
        listener.onBytes(bytes);
      },
      onText: (text) => receive(parseNotice(text)),
      onClose,
    });
    close = () => opened.close();
  }
  let close = (): void => undefined;

  open();
  return {
    send: (bytes) => {
      if (state.kind === 'connecting') typedEarly.push(bytes);
      else if (state.kind === 'open') line?.sendBytes(bytes);
    },
    resize: (next) => {
      size = next;
      request({ type: 'resize', ...next });
    },
    acknowledge: shown.add,
    takeBack: () => {
      if (state.kind !== 'taken-over') return;
      become({ kind: 'connecting' });
      open();
    },
    close: () => {
      clearTimeout(timer);
      // Nothing is told any more, least of all that the connection was lost.
      state = { kind: 'taken-over' };
      close();
    },
  };
}

/** Adds up small numbers of bytes and passes on large ones. */
function createBatch(pass: (bytes: number) => void) {
  let sum = 0;
  return {
    add: (bytes: number): void => {
      sum += bytes;
      if (sum < acknowledgedBytes) return;
      pass(sum);
      sum = 0;
    },
    clear: (): void => {
      sum = 0;
    },
  };
}

/** Null for what this page does not understand: it is of another version than the core, and says so already. */
function parseNotice(text: string): TerminalNotice | null {
  try {
    return terminalNoticeSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
