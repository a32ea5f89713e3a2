import { filePartBytes, type desktopBridgeKey, type DesktopBridge } from '../../src-main/contract/desktop-bridge.ts';
import { coreEventSchema, type CoreEvent } from '../../src-main/contract/events.ts';
import { ConnectionLostError } from './failures.ts';
import type { TerminalLine, TerminalLineListener, Transport, TransportListener } from './transport.ts';

declare global {
  interface Window {
    /** Given by the preload script of a window; absent in a browser. */
    readonly [desktopBridgeKey]?: DesktopBridge;
  }
}

/** The core behind the window of this page. */
export function createElectronTransport(bridge: DesktopBridge): Transport {
  let lastCallId = 0;
  return {
    request: (method, body, signal) => {
      lastCallId += 1;
      return request(bridge, { callId: lastCallId, method, body: JSON.stringify(body) }, signal);
    },
    upload: (transferId, file, { signal }) => upload(bridge, { transferId, file, signal }),
    subscribe: (listener) => subscribe(bridge, listener),
    connectTerminal: (terminalId, listener) => connectTerminal(bridge, terminalId, listener),
  };
}

async function request(
  bridge: DesktopBridge,
  call: Parameters<DesktopBridge['request']>[0],
  signal: AbortSignal | undefined,
): Promise<unknown> {
  signal?.throwIfAborted();
  const abort = (): void => bridge.abort(call.callId);
  signal?.addEventListener('abort', abort, { once: true });
  try {
    return await bridge.request(call);
  } catch (error) {
    throw new ConnectionLostError({ cause: error });
  } finally {
    signal?.removeEventListener('abort', abort);
  }
}

interface Upload {
  readonly transferId: string;
  readonly file: Blob;
  readonly signal: AbortSignal;
}

/** Part by part, no faster than the nodes take them. */
async function upload(bridge: DesktopBridge, { transferId, file, signal }: Upload): Promise<unknown> {
  for (let at = 0; ; at += filePartBytes) {
    const bytes = new Uint8Array(await file.slice(at, at + filePartBytes).arrayBuffer());
    const isLast = at + filePartBytes >= file.size;
    const end = signal.aborted ? 'dropped' : isLast ? 'last' : 'more';
    const answer = await sendPart(bridge, { transferId, bytes, end });
    signal.throwIfAborted();
    if (answer !== null) return answer;
  }
}

async function sendPart(bridge: DesktopBridge, part: Parameters<DesktopBridge['sendFilePart']>[0]): Promise<unknown> {
  try {
    return await bridge.sendFilePart(part);
  } catch (error) {
    throw new ConnectionLostError({ cause: error });
  }
}

/** The core lives as long as the window: there is nothing to lose and to find again. */
function subscribe(bridge: DesktopBridge, listener: TransportListener): () => void {
  const stop = bridge.listen((received) => {
    const event = parseEvent(received);
    if (event === null) {
      listener.onConnection('foreign');
      stop();
      return;
    }
    if (event.type === 'welcome') listener.onConnection('open');
    listener.onEvent(event);
    if (event.type === 'goodbye') listener.onConnection('ended');
  });
  return stop;
}

/** Null for what this page does not understand: it is of another version than the core. */
function parseEvent(received: unknown): CoreEvent | null {
  const event = coreEventSchema.safeParse(received);
  return event.success ? event.data : null;
}

function connectTerminal(bridge: DesktopBridge, terminalId: string, listener: TerminalLineListener): TerminalLine {
  let isOpen = false;
  const line = bridge.openLine(terminalId, (frame) => {
    isOpen = frame.kind !== 'closed';
    if (frame.kind === 'open') listener.onOpen();
    else if (frame.kind === 'bytes') listener.onBytes(frame.bytes);
    else if (frame.kind === 'text') listener.onText(frame.text);
    else listener.onClose(frame.code);
  });
  return {
    sendBytes: (bytes) => {
      if (isOpen) line.send(bytes);
    },
    sendText: (text) => {
      if (isOpen) line.send(text);
    },
    close: line.close,
  };
}
