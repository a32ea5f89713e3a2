import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { LabError } from '../../domain/failure.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Logger } from '../../platform/logger.ts';
import type { Random } from '../../platform/random.ts';
import { fileErrorCode } from '../../store/file-error.ts';
import type { ScreenCore } from '../screen/screen-core.ts';
import { readStaticFiles } from '../screen/static-files.ts';
import { addressOf, foreignness, parseTarget, type Address } from './guard.ts';
import { createRequestHandler } from './handle-request.ts';
import { createSession, type Session } from './session.ts';
import { createSockets, type Sockets } from './sockets.ts';

/** What browser mode is opened with. */
export interface WebServerOptions {
  readonly core: ScreenCore;
  /** Holds the built screens. */
  readonly rendererDir: string;
  /** Null: any free one. */
  readonly port: number | null;
  readonly random: Random;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** A running server. */
export interface WebServer {
  /** Opens the screens in any browser of this computer, as long as the server runs. A secret. */
  readonly startUrl: string;
  /** Opens them once, and soon; may be seen by others. */
  readonly createOneTimeUrl: () => string;
  /** Lets the screens know and closes every connection; resolves when the port is free again. */
  readonly close: () => Promise<void>;
}

const headersTimeoutMs = 10_000;
/** Node looks every 30 s for connections that are too slow, unless it is told otherwise. */
const checkingIntervalMs = 2_000;
/** Browsers open a few connections a page; a terminal each comes on top. */
const maxConnections = 500;
const patienceMs = 1000;

/** Listens on 127.0.0.1 only. Throws `screens-not-built`, or `port-taken` when a port was asked for and somebody has it. */
export async function openWebServer(options: WebServerOptions): Promise<WebServer> {
  const { core, clock } = options;
  const files = await readStaticFiles(options.rendererDir);
  // How long a body may take depends on what it is: `read-body.ts` limits calls, files take as long as they take.
  const timeouts = { headersTimeout: headersTimeoutMs, requestTimeout: 0 };
  const server = createServer({ ...timeouts, connectionsCheckingInterval: checkingIntervalMs });
  server.maxConnections = maxConnections;
  const port = await listen(server, options.port);
  const address = addressOf(port);
  const session = createSession(port, options);
  const sockets = createSockets(core.events, core.terminals);
  server.on('request', createRequestHandler({ ...options, address, session, files }));
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    // Whoever goes away while being refused is no failure of ours.
    socket.on('error', () => undefined);
    const path = parseTarget(request.url, address)?.pathname ?? '';
    const refused = refuseUpgrade(request, { session, address });
    if (refused === null && sockets.upgrade(path, request, { socket, head })) return;
    options.logger.warn({ path, refused }, 'a connection was refused');
    socket.end(`HTTP/1.1 ${refused ?? '404 Not Found'}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
  });
  return {
    startUrl: `${address.origin}/?token=${session.token}`,
    createOneTimeUrl: () => `${address.origin}/?ticket=${session.createTicket()}`,
    close: async () => {
      await core.close();
      await closeServer(server, sockets, clock);
    },
  };
}

async function listen(server: Server, port: number | null): Promise<number> {
  try {
    server.listen({ host: '127.0.0.1', port: port ?? 0, exclusive: true });
    await once(server, 'listening');
  } catch (error) {
    if (port === null || !['EADDRINUSE', 'EACCES'].includes(fileErrorCode(error))) throw error;
    throw new LabError('port-taken', `port ${String(port)} is taken`, { params: { port }, cause: error });
  }
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a listening server has no port');
  return address.port;
}

function refuseUpgrade(
  request: IncomingMessage,
  { session, address }: { readonly session: Session; readonly address: Address },
): string | null {
  const strictness = { needsOrigin: true, allowsLinks: false };
  if (foreignness(request.headers, address, strictness) !== null) return '403 Forbidden';
  return session.isKnown(request.headers.cookie) ? null : '401 Unauthorized';
}

async function closeServer(server: Server, sockets: Sockets, clock: Clock): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  const allClosed = new AbortController();
  const patience = clock.sleep(patienceMs, allClosed.signal);
  await sockets.close(patience.catch(() => undefined));
  allClosed.abort();
  server.closeAllConnections();
  await closed;
}
