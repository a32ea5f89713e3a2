import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import type { TerminalAttachment, TerminalService } from '../../terminals/terminal-service.ts';
import type { EventHub } from '../screen/event-hub.ts';
import { maxTerminalRequestBytes } from '../screen/parse-body.ts';

/** Why a WebSocket was closed, beyond the codes of the protocol (RFC 6455). */
export const closeCodes = {
  goingAway: 1001,
  /** The screen sent what it must not send. */
  refused: 1008,
  /** There is no such terminal, or not any more. */
  noTerminal: 4404,
} as const;

/** A screen says nothing longer over `/events`. */
const maxEventRequestBytes = 1024;

/** A screen that has this much unread is gone or stuck; it gets everything anew when it comes back. */
const maxUnreadBytes = 16 * 1024 * 1024;

/** The connections that stay open: events, and one for each terminal on a screen. */
export interface Sockets {
  /** Takes over a connection that was checked. False: there is nothing at this path. */
  readonly upgrade: (path: string, request: IncomingMessage, connection: Connection) => boolean;
  /** Closes them all; resolves when they are closed, or after `patience` those that do not answer are cut. */
  readonly close: (patience: Promise<void>) => Promise<void>;
}

export interface Connection {
  readonly socket: Duplex;
  readonly head: Buffer;
}

const terminalPath = /^\/terminals\/([0-9a-f-]{36})$/;

export function createSockets(events: EventHub, terminals: TerminalService | null): Sockets {
  // Compression would cost more than loopback does.
  const common = { noServer: true, perMessageDeflate: false } as const;
  const eventServer = new WebSocketServer({ ...common, maxPayload: maxEventRequestBytes });
  const terminalServer = new WebSocketServer({ ...common, maxPayload: maxTerminalRequestBytes });
  const open = new Set<WebSocket>();

  function accept(server: WebSocketServer, arrived: Connection & { request: IncomingMessage }, use: Use): true {
    server.handleUpgrade(arrived.request, arrived.socket, arrived.head, (socket) => {
      open.add(socket);
      socket.on('close', () => open.delete(socket));
      // A frame that breaks the protocol, or a connection that broke: `close` follows and is what matters.
      socket.on('error', () => undefined);
      use(socket);
    });
    return true;
  }
  return {
    upgrade: (path, request, connection) => {
      const arrived = { ...connection, request };
      if (path === '/events') return accept(eventServer, arrived, (socket) => serveEvents(socket, events));
      const [, terminalId] = terminalPath.exec(path) ?? [];
      if (terminalId === undefined || terminals === null) return false;
      return accept(terminalServer, arrived, (socket) => serveTerminal(socket, terminals, terminalId));
    },
    close: async (patience) => {
      const closed = [...open].map((socket) => {
        socket.close(closeCodes.goingAway);
        return new Promise((resolve) => socket.on('close', resolve));
      });
      await Promise.race([Promise.all(closed), patience]);
      for (const socket of open) socket.terminate();
    },
  };
}

type Use = (socket: WebSocket) => void;

function serveEvents(socket: WebSocket, events: EventHub): void {
  const disconnect = events.connect((event) => {
    if (socket.bufferedAmount > maxUnreadBytes) socket.terminate();
    else socket.send(JSON.stringify(event));
  });
  socket.on('close', disconnect);
  socket.on('message', () => {
    socket.close(closeCodes.refused);
  });
}

function serveTerminal(socket: WebSocket, terminals: TerminalService, terminalId: string): void {
  const attachment = terminals.attach(terminalId, {
    bytes: (bytes) => {
      socket.send(bytes);
    },
    notice: (notice) => {
      socket.send(JSON.stringify(notice));
    },
    close: () => {
      socket.close();
    },
  });
  if (attachment === null) {
    socket.close(closeCodes.noTerminal);
    return;
  }
  socket.on('close', attachment.detach);
  socket.on('message', (data, isBinary) => {
    if (isBinary) attachment.write(toBytes(data));
    else if (!obey(attachment, data)) socket.close(closeCodes.refused);
  });
}

function obey(attachment: TerminalAttachment, data: RawData): boolean {
  try {
    const frame: unknown = JSON.parse(toBytes(data).toString('utf8'));
    return attachment.request(frame);
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

function toBytes(data: RawData): Buffer {
  if (Array.isArray(data)) return Buffer.concat(data);
  return data instanceof ArrayBuffer ? Buffer.from(data) : data;
}
