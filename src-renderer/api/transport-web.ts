import { coreEventSchema, type CoreEvent } from '../../src-main/contract/events.ts';
import { ConnectionLostError, RefusedError } from './failures.ts';
import type { TerminalLine, TerminalLineListener, Transport, TransportListener } from './transport.ts';

const firstRetryMs = 500;
const lastRetryMs = 5000;
const refusedStatus = [401, 403];

/** The core behind the web server that delivered this page. */
export function createWebTransport(location: Location): Transport {
  return {
    request: (method, body, signal) =>
      post(`/api/${method}`, { type: 'application/json', body: JSON.stringify(body), signal }),
    upload: (transferId, file, { signal }) =>
      post(`/files/${transferId}`, { type: 'application/octet-stream', body: file, signal }),
    subscribe: (listener) => subscribe(new URL('/events', location.href.replace(/^http/, 'ws')), listener),
    connectTerminal: (terminalId, listener) =>
      connectTerminal(new URL(`/terminals/${terminalId}`, location.href.replace(/^http/, 'ws')), listener),
  };
}

interface Sent {
  readonly type: string;
  readonly body: string | Blob;
  readonly signal: AbortSignal | undefined;
}

async function post(path: string, sent: Sent): Promise<unknown> {
  const response = await send(path, sent);
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  if (isJson) return response.json();
  if (refusedStatus.includes(response.status)) throw new RefusedError();
  throw new ConnectionLostError({ cause: new Error(`HTTP ${String(response.status)}`) });
}

async function send(path: string, { type, body, signal }: Sent): Promise<Response> {
  try {
    return await fetch(path, {
      method: 'POST',
      headers: { 'content-type': type },
      body,
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (error) {
    if (signal?.aborted === true) throw error;
    throw new ConnectionLostError({ cause: error });
  }
}

/** Keeps one connection for events, with longer and longer pauses between attempts, until told to stop or to go. */
function subscribe(url: URL, listener: TransportListener): () => void {
  let socket: WebSocket | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let retryMs = firstRetryMs;
  let isOver = false;

  function end(): void {
    isOver = true;
    clearTimeout(timer);
    socket?.close();
  }
  function receive(event: CoreEvent): void {
    if (event.type === 'welcome') {
      retryMs = firstRetryMs;
      listener.onConnection('open');
    }
    listener.onEvent(event);
    if (event.type === 'goodbye') {
      listener.onConnection('ended');
      end();
    }
  }
  function retry(): void {
    if (isOver) return;
    listener.onConnection('lost');
    timer = setTimeout(open, retryMs);
    retryMs = Math.min(lastRetryMs, retryMs * 2);
  }
  function open(): void {
    socket = new WebSocket(url);
    socket.addEventListener('message', ({ data }) => {
      const event = parseEvent(data);
      if (event !== null) {
        receive(event);
        return;
      }
      listener.onConnection('foreign');
      end();
    });
    socket.addEventListener('close', retry);
  }

  open();
  return end;
}

/** Null for what this page does not understand: it is of another version than the core. */
function parseEvent(data: unknown): CoreEvent | null {
  try {
    return coreEventSchema.parse(JSON.parse(String(data)));
  } catch {
    return null;
  }
}

function connectTerminal(url: URL, listener: TerminalLineListener): TerminalLine {
  const socket = new WebSocket(url);
  socket.binaryType = 'arraybuffer';
  socket.addEventListener('open', listener.onOpen);
  socket.addEventListener('message', ({ data }) => {
    if (data instanceof ArrayBuffer) listener.onBytes(new Uint8Array(data));
    else listener.onText(String(data));
  });
  socket.addEventListener('close', ({ code }) => {
    listener.onClose(code);
  });
  return {
    sendBytes: (bytes) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(bytes);
    },
    sendText: (text) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(text);
    },
    close: () => {
      socket.close();
    },
  };
}
