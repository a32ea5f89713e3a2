import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { onTestFinished } from 'vitest';

/** How the server behaves for one request. */
export type Answer =
  /** The file, or the asked range of it. */
  | { readonly kind: 'serve' }
  /** The whole file, whatever range was asked for. */
  | { readonly kind: 'ignore-range' }
  /** So many bytes, then silence, until the connection is cut. */
  | { readonly kind: 'stall'; readonly afterBytes: number }
  | { readonly kind: 'status'; readonly status: number }
  | { readonly kind: 'redirect'; readonly to: string }
  /** The file again and again, without a length, until the connection is cut. */
  | { readonly kind: 'unending' }
  /** Claims a length that no disk has. */
  | { readonly kind: 'endless' };

export interface SeenRequest {
  readonly method: string;
  readonly url: string;
  readonly range: string | null;
  readonly ifRange: string | null;
}

export interface TestServer {
  readonly url: string;
  readonly seen: readonly SeenRequest[];
  /** Content by path; a changed content gets another ETag. */
  readonly files: Map<string, Buffer>;
  /** Answers for the next requests, in order; then everything is served. */
  readonly answers: Answer[];
  /** Cuts every connection. What a client did not take yet is lost to it, so cut when it said that it has enough. */
  cut(): void;
}

function etagOf(content: Buffer): string {
  return `"${createHash('sha256').update(content).digest('hex').slice(0, 16)}"`;
}

/** A file server on 127.0.0.1 that fails as it is told; gone when the test is over. */
export async function startTestServer(files: Readonly<Record<string, Buffer>> = {}): Promise<TestServer> {
  const seen: SeenRequest[] = [];
  const answers: Answer[] = [];
  const content = new Map(Object.entries(files));
  const server = createServer((request, response) => {
    const { method = '', url = '', headers } = request;
    seen.push({ method, url, range: headers.range ?? null, ifRange: headers['if-range']?.toString() ?? null });
    answer(content, answers.shift() ?? { kind: 'serve' }, { request, response });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${String(port)}`,
    seen,
    files: content,
    answers,
    cut: () => server.closeAllConnections(),
  };
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

function answer(files: ReadonlyMap<string, Buffer>, how: Answer, { request, response }: Exchange): void {
  const whole = files.get(new URL(request.url ?? '', 'http://127.0.0.1').pathname);
  if (how.kind === 'redirect') response.writeHead(302, { location: how.to }).end();
  else if (how.kind === 'status') response.writeHead(how.status).end('sorry');
  else if (whole === undefined) response.writeHead(404).end('not found');
  else sendFile(whole, how, { request, response });
}

function sendOnAndOn(body: Buffer, response: ServerResponse): void {
  const send = (): void => {
    while (!response.destroyed && response.write(body));
  };
  response.on('drain', send);
  response.writeHead(200);
  send();
}

function sendFile(whole: Buffer, how: Answer, { request, response }: Exchange): void {
  const etag = etagOf(whole);
  const [, from] = /^bytes=(\d+)-$/.exec(request.headers.range ?? '') ?? [];
  const ifRange = request.headers['if-range'];
  const isRange = from !== undefined && how.kind !== 'ignore-range' && (ifRange === undefined || ifRange === etag);
  const start = isRange ? Number(from) : 0;
  if (isRange && start >= whole.length) {
    response.writeHead(416, { 'content-range': `bytes */${String(whole.length)}` }).end();
    return;
  }
  const body = whole.subarray(start);
  if (how.kind === 'unending') {
    sendOnAndOn(body, response);
    return;
  }
  response.writeHead(isRange ? 206 : 200, {
    etag,
    'content-length': how.kind === 'endless' ? '1000000000000000' : String(body.length),
    ...(isRange
      ? { 'content-range': `bytes ${String(start)}-${String(whole.length - 1)}/${String(whole.length)}` }
      : {}),
  });
  if (request.method === 'HEAD') response.end();
  else if (how.kind === 'stall') response.write(body.subarray(0, how.afterBytes));
  else if (how.kind === 'endless') response.write(body);
  else response.end(body);
}
