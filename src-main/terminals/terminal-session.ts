import { terminalRequestSchema, type TerminalRequest, type TerminalSize } from '../contract/terminal-views.ts';
import { createOutputFlow } from './output-flow.ts';
import type { Pty, PtyEnd } from './pty.ts';
import { createRelay } from './relay.ts';
import type { TerminalAttachment, TerminalChannel } from './terminal-service.ts';

/** One program in a terminal, and the screen that shows it. */
export interface TerminalSession {
  readonly attach: (channel: TerminalChannel) => TerminalAttachment;
  readonly size: () => TerminalSize;
  /** Null while the program runs. */
  readonly end: () => PtyEnd | null;
  /** Calls back when the program has ended, each time where it was started again. */
  readonly onEnd: (listener: () => void) => void;
  /** Goes on with another program where the last one has ended: in the same text, below a line, on the same screen. */
  readonly goOn: (next: Pty) => void;
  /** Hangs up and lets the screen go. What the program still says is dropped. Idempotent. */
  readonly close: () => void;
  /** Ends the program whatever it does. */
  readonly force: () => void;
  /** Resolves when the program has ended that runs now. */
  readonly ended: () => Promise<void>;
}

/** Between what two programs said, one after the other. */
const dividingLine = Buffer.from('\r\n\u2500\u2500\u2500\u2500\u2500\u2500\r\n');

/** Connects a program that was just started with the screens that come and go. */
export function createTerminalSession(first: Pty, startSize: TerminalSize): TerminalSession {
  const pty = createRelay(first);
  const flow = createOutputFlow(pty);
  let size = startSize;
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
  pty.onEnd(flow.finish);
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
    end: pty.end,
    onEnd: pty.onEnd,
    goOn: (next) => {
      flow.goOn(dividingLine);
      pty.handOver(next);
      if (isClosed) next.kill(false);
      else next.resize(size);
    },
    ended: pty.ended,
    close: () => {
      if (isClosed) return;
      isClosed = true;
      shown?.close();
      show(null);
      flow.discard();
      if (pty.end() === null) pty.kill(false);
    },
    force: () => pty.kill(true),
  };
}
