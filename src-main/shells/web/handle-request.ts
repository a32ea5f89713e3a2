import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { Envelope } from '../../contract/envelope.ts';
import { LabError, type ErrorCode } from '../../domain/failure.ts';
import type { Logger } from '../../platform/logger.ts';
import type { Random } from '../../platform/random.ts';
import { viewOfError } from '../failure-view.ts';
import { commonHeaders, contentSecurityPolicy, inertPolicy } from '../screen/headers.ts';
import type { ScreenCore } from '../screen/screen-core.ts';
import type { StaticFile, StaticFiles } from '../screen/static-files.ts';
import { foreignness, parseTarget, type Address } from './guard.ts';
import { readJsonBody } from './read-body.ts';
import type { Session } from './session.ts';
import { forwardPage, signInPage } from './sign-in-page.ts';

export interface RequestParts {
  readonly core: Pick<ScreenCore, 'dispatch' | 'receiveFile' | 'words' | 'language'>;
  readonly address: Address;
  readonly session: Session;
  readonly files: StaticFiles;
  readonly random: Random;
  readonly logger: Logger;
}

interface Answer {
  readonly status: number;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string | Buffer;
}

const apiPrefix = '/api/';
const filePath = /^\/files\/([0-9a-f-]{36})$/;
const fileType = 'application/octet-stream';
const neverKept = { 'Cache-Control': 'no-store' };

/** Everything but WebSockets. Nothing is done for a request before it is known that it comes from the user's own page. */
export function createRequestHandler(
  parts: RequestParts,
): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    answer(parts, request, response).then(
      (given) => {
        send(response, given, request.method === 'HEAD');
      },
      (error: unknown) => {
        // Mostly a browser that went away in the middle of its request.
        parts.logger.warn({ error }, 'a request could not be answered');
        response.destroy();
      },
    );
  };
}

async function answer(parts: RequestParts, request: IncomingMessage, response: ServerResponse): Promise<Answer> {
  const url = parseTarget(request.url, parts.address);
  if (url === null) return { status: 400 };
  const path = url.pathname;
  try {
    if (path.startsWith(apiPrefix)) return await answerCall(parts, path.slice(apiPrefix.length), { request, response });
    const [, transferId] = filePath.exec(path) ?? [];
    if (transferId !== undefined) return await answerFileContent(parts, transferId, { request, response });
    if (request.method !== 'GET' && request.method !== 'HEAD') return { status: 405, headers: { Allow: 'GET, HEAD' } };
    return path === '/' ? answerPage(parts, request, url.searchParams) : answerFile(parts, request, path);
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    parts.logger.warn({ path, method: request.method, code: error.code }, 'a request was refused');
    const body: Envelope = { ok: false, error: viewOfError(error, parts.core.words()) };
    return toJson(body, statusOf(error.code));
  }
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

async function answerCall(parts: RequestParts, method: string, { request, response }: Exchange): Promise<Answer> {
  refuseForeign(parts, request, { needsOrigin: true, allowsLinks: false });
  refuseUnknown(parts, request);
  if (request.method !== 'POST') return { status: 405, headers: { Allow: 'POST' } };
  const body = await readJsonBody(request);
  const gone = new AbortController();
  response.on('close', () => {
    gone.abort();
  });
  const envelope = await parts.core.dispatch({ method, body, signal: gone.signal });
  return toJson(envelope, !envelope.ok && envelope.error.code === 'unknown-method' ? 404 : 200);
}

/** The content of a file that was announced. It may be of any length, and is read only as fast as the nodes take it. */
async function answerFileContent(
  parts: RequestParts,
  transferId: string,
  { request, response }: Exchange,
): Promise<Answer> {
  refuseForeign(parts, request, { needsOrigin: true, allowsLinks: false });
  refuseUnknown(parts, request);
  if (request.method !== 'POST') return { status: 405, headers: { Allow: 'POST' } };
  // Another page could send a form or a text without being asked; this type it cannot.
  if (request.headers['content-type'] !== fileType) {
    throw new LabError('malformed-request', 'not sent as bytes', { params: { reason: 'wrong-type' } });
  }
  const gone = new AbortController();
  response.on('close', () => {
    gone.abort();
  });
  const envelope = await parts.core.receiveFile({ transferId, content: request, signal: gone.signal });
  const answer = toJson(envelope, envelope.ok ? 200 : envelope.error.code === 'transfer-not-known' ? 404 : 400);
  // Whatever of the content nobody has read is on its way on this connection: nothing else can come over it.
  return request.readableEnded ? answer : { ...answer, headers: { ...answer.headers, Connection: 'close' } };
}

function answerPage(parts: RequestParts, request: IncomingMessage, query: URLSearchParams): Answer {
  const { session, files, core, address, random } = parts;
  refuseForeign(parts, request, { needsOrigin: false, allowsLinks: true });
  const nonce = random.hex(16);
  const headers = {
    ...neverKept,
    'Content-Type': 'text/html; charset=utf-8',
    // Named as well, because older browsers do not count a WebSocket of the same address as 'self'.
    'Content-Security-Policy': contentSecurityPolicy({ nonce, connectTo: `'self' ws://${address.host}` }),
  };
  const cookie = session.exchange({ token: query.get('token'), ticket: query.get('ticket') });
  if (cookie !== null) return forward(parts, request, { ...headers, 'Set-Cookie': cookie });
  if (session.isKnown(request.headers.cookie)) return { status: 200, headers, body: files.page(nonce) };
  return { status: 401, headers, body: signInPage(core.words(), core.language()) };
}

/** To the page, without the token in its address. */
function forward({ core }: RequestParts, request: IncomingMessage, headers: OutgoingHttpHeaders): Answer {
  const isOwnWay = (request.headers['sec-fetch-site'] ?? 'none') !== 'cross-site';
  if (isOwnWay) return { status: 303, headers: { ...headers, Location: '/' } };
  // After a link on another site the browser would keep the new cookie back from the page that a redirect leads to.
  return { status: 200, headers, body: forwardPage(core.words(), core.language()) };
}

function answerFile(parts: RequestParts, request: IncomingMessage, path: string): Answer {
  refuseForeign(parts, request, { needsOrigin: false, allowsLinks: false });
  refuseUnknown(parts, request);
  const file = parts.files.find(path);
  if (file === null) return { status: 404 };
  const headers = cacheHeaders(file);
  if (request.headers['if-none-match'] === file.etag) return { status: 304, headers };
  return { status: 200, headers: { ...headers, 'Content-Type': file.type }, body: file.body };
}

function cacheHeaders({ etag, isImmutable }: StaticFile): OutgoingHttpHeaders {
  const kept = isImmutable ? 'private, max-age=31536000, immutable' : 'private, no-cache';
  return { ETag: etag, 'Cache-Control': kept };
}

function refuseForeign(
  { address }: RequestParts,
  request: IncomingMessage,
  strictness: Parameters<typeof foreignness>[2],
): void {
  const error = foreignness(request.headers, address, strictness);
  if (error !== null) throw error;
}

function refuseUnknown({ session }: RequestParts, request: IncomingMessage): void {
  if (!session.isKnown(request.headers.cookie)) throw new LabError('not-signed-in', 'a request without our cookie');
}

const statuses: Partial<Readonly<Record<ErrorCode, number>>> = {
  'not-signed-in': 401,
  'foreign-request': 403,
  'request-too-large': 413,
};

function statusOf(code: ErrorCode): number {
  return statuses[code] ?? 400;
}

function toJson(envelope: Envelope, status: number): Answer {
  const headers = { ...neverKept, 'Content-Type': 'application/json; charset=utf-8' };
  return { status, headers, body: JSON.stringify(envelope) };
}

function send(response: ServerResponse, { status, headers = {}, body = '' }: Answer, isHead: boolean): void {
  const length = { 'Content-Length': Buffer.byteLength(body) };
  // A page brings a policy of its own.
  response.writeHead(status, {
    'Content-Security-Policy': inertPolicy,
    ...commonHeaders,
    ...headers,
    ...(status === 304 ? {} : length),
  });
  response.end(isHead ? undefined : body);
}
