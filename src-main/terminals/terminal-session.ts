import { terminalRequestSchema, type TerminalRequest, type TerminalSize } from '../contract/terminal-views.ts';
import { createOutputFlow } from './output-flow.ts';
import type { Pty, PtyEnd } from './pty.ts';
import type { TerminalAttachment, TerminalChannel } from './terminal-service.ts';

/** One program in a terminal, and the screen that shows it. */
export interface TerminalSession {
  readonly attach: (channel: TerminalChannel) => TerminalAttachment;
  readonly size: () => TerminalSize;
  /** Null while the program runs. */
  readonly end: () => PtyEnd | null;
  /** Calls back once, when the program has ended. */
  readonly onEnd: (listener: () => void) => void;
  /** Hangs up and lets the screen go. What the program still says is dropped. Idempotent. */
  readonly close: () => void;
  /** Ends the program whatever it does. */
  readonly force: () => void;
  /** Resolves when the program has ended. */
  readonly ended: Promise<void>;
}

/** Connects a program that was just started with the screens that come and go. */
export function createTerminalSession(pty: Pty, startSize: TerminalSize): TerminalSession {
  const flow = createOutputFlow(pty);
  const { promise: ended, resolve: resolveEnded } = Promise.withResolvers<undefined>();
  const endListeners: (() => void)[] = [() => resolveEnded(undefined)];
  let size = startSize;
  let end: PtyEnd | null = null;
  let shown: TerminalChannel | null = null;
  let isClosed = false;

  function answer(request: TerminalRequest): void {
    if (request.type === 'hello') flow.greet(request.received);
    else if (request.type === 'ack') flow.acknowledge(request.bytes);
    else if (request.cols !== size.cols || request.rows !== size.rows) {
      size = { cols: request.cols, rows: request.rows };
      pty.resize(size);
    }
  }
  function show(channel: TerminalChannel | null): void {
    shown = channel;
    flow.showOn(channel);
  }

  pty.onOutput(flow.append);
  pty.onEnd((how) => {
    end = how;
    flow.finish(how);
    for (const listener of endListeners) listener();
  });
  return {
    attach: (channel) => {
      shown?.notice({ type: 'taken-over' });
      shown?.close();
      show(channel);
      return {
        write: (bytes) => {
          if (shown === channel) pty.write(bytes);
        },
        request: (frame) => {
          const parsed = terminalRequestSchema.safeParse(frame);
          if (parsed.success && shown === channel) answer(parsed.data);
          return parsed.success;
        },
        detach: () => {
          if (shown === channel) show(null);
        },
      };
    },
    size: () => size,
    end: () => end,
    onEnd: (listener) => endListeners.push(listener),
    ended,
    close: () => {
      if (isClosed) return;
      isClosed = true;
      shown?.close();
      show(null);
      flow.discard();
      if (end === null) pty.kill(false);
    },
    force: () => pty.kill(true),
  };
}
