import type { z } from 'zod';
import { desktopChannels, lineCloseCodes, type DesktopFrame } from '../../contract/desktop-bridge.ts';
import type { desktopCallSchema, openLineSchema, sendLineSchema } from '../../contract/desktop-messages.ts';
import type { Envelope } from '../../contract/envelope.ts';
import type { TerminalAttachment, TerminalChannel } from '../../terminals/terminal-service.ts';
import { viewOfError } from '../failure-view.ts';
import { bodyTooLarge, maxBodyBytes, maxTerminalRequestBytes, parseBody } from '../screen/parse-body.ts';
import type { ScreenCore } from '../screen/screen-core.ts';
import { createPageFiles, type PageFiles } from './page-files.ts';

/** What is needed of the page's side. */
export interface PageContents {
  readonly id: number;
  readonly send: (channel: string, ...args: readonly unknown[]) => void;
  readonly isDestroyed: () => boolean;
}

/** Everything one page has open. Another page in the same window has a connection of its own. */
export interface PageConnection {
  /** Answers a request that has the shape of one; never throws. */
  readonly call: (call: z.output<typeof desktopCallSchema>) => Promise<Envelope>;
  readonly abort: (callId: number) => void;
  readonly listen: (wanted: boolean) => void;
  readonly openLine: (wanted: z.output<typeof openLineSchema>) => void;
  readonly sendLine: (sent: z.output<typeof sendLineSchema>) => void;
  readonly closeLine: (lineId: number) => void;
  readonly takeFilePart: PageFiles['part'];
  /** The page is gone: nobody waits for answers, and its terminals are free for the next one. */
  readonly end: () => void;
}

/** A person has a terminal a node in view, and there are 55 nodes at most. */
const maxLines = 500;

/** Connects a page to the core. */
export function connectPage(contents: PageContents, core: PageCore): PageConnection {
  function tell(channel: string, ...args: readonly unknown[]): void {
    if (!contents.isDestroyed()) contents.send(channel, ...args);
  }
  const calls = createCalls(core);
  const lines = createLines(core.terminals, (lineId, frame) => tell(desktopChannels.line, lineId, frame));
  const files = createPageFiles(core);
  let stopEvents = (): void => undefined;
  return {
    call: calls.call,
    abort: calls.abort,
    listen: (wanted) => {
      stopEvents();
      stopEvents = wanted ? core.events.connect((event) => tell(desktopChannels.event, event)) : () => undefined;
    },
    openLine: lines.open,
    sendLine: lines.send,
    closeLine: (lineId) => lines.close(lineId, lineCloseCodes.normal),
    takeFilePart: files.part,
    end: () => {
      stopEvents();
      stopEvents = () => undefined;
      calls.end();
      lines.end();
      files.end();
    },
  };
}

type PageCore = Pick<ScreenCore, 'dispatch' | 'events' | 'words' | 'terminals' | 'receiveFile'>;

interface Calls extends Pick<PageConnection, 'call' | 'abort'> {
  readonly end: () => void;
}

function createCalls(core: PageCore): Calls {
  const waiting = new Map<number, AbortController>();
  return {
    call: async ({ callId, method, body }) => {
      const gone = new AbortController();
      waiting.set(callId, gone);
      try {
        return await core.dispatch({ method, body: parseText(body), signal: gone.signal });
      } catch (error) {
        // Only what was no JSON, or too much of it: `dispatch` answers everything else.
        return { ok: false, error: viewOfError(error, core.words()) };
      } finally {
        if (waiting.get(callId) === gone) waiting.delete(callId);
      }
    },
    abort: (callId) => {
      waiting.get(callId)?.abort();
    },
    end: () => {
      for (const gone of waiting.values()) gone.abort();
      waiting.clear();
    },
  };
}

interface Lines {
  readonly open: PageConnection['openLine'];
  readonly send: PageConnection['sendLine'];
  readonly close: (lineId: number, code: number) => void;
  readonly end: () => void;
}

function createLines(terminals: PageCore['terminals'], tell: (lineId: number, frame: DesktopFrame) => void): Lines {
  const lines = new Map<number, TerminalAttachment>();
  function close(lineId: number, code: number): void {
    const attachment = lines.get(lineId);
    if (attachment === undefined) return;
    lines.delete(lineId);
    attachment.detach();
    tell(lineId, { kind: 'closed', code });
  }
  function channelOf(lineId: number): TerminalChannel {
    return {
      // A copy: what is sent takes the whole memory along that the bytes are a part of.
      bytes: (bytes) => tell(lineId, { kind: 'bytes', bytes: new Uint8Array(bytes) }),
      notice: (notice) => tell(lineId, { kind: 'text', text: JSON.stringify(notice) }),
      close: () => close(lineId, lineCloseCodes.normal),
    };
  }
  return {
    open: ({ lineId, terminalId }) => {
      const isFree = !lines.has(lineId) && lines.size < maxLines;
      const attachment = isFree ? (terminals?.attach(terminalId, channelOf(lineId)) ?? null) : null;
      if (attachment === null) {
        tell(lineId, { kind: 'closed', code: isFree ? lineCloseCodes.noTerminal : lineCloseCodes.refused });
        return;
      }
      lines.set(lineId, attachment);
      tell(lineId, { kind: 'open' });
    },
    send: ({ lineId, data }) => {
      const attachment = lines.get(lineId);
      if (attachment !== undefined && !pass(attachment, data)) close(lineId, lineCloseCodes.refused);
    },
    close,
    end: () => {
      for (const attachment of lines.values()) attachment.detach();
      lines.clear();
    },
  };
}

function parseText(body: string): unknown {
  if (Buffer.byteLength(body) > maxBodyBytes) throw bodyTooLarge();
  return parseBody(body);
}

/** False: this is not what a page of ours sends. */
function pass(attachment: TerminalAttachment, data: string | Uint8Array): boolean {
  if (data.length > maxTerminalRequestBytes) return false;
  if (typeof data !== 'string') {
    attachment.write(data);
    return true;
  }
  try {
    const request: unknown = JSON.parse(data);
    return attachment.request(request);
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}
