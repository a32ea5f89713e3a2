import { mkdir, writeFile } from 'node:fs/promises';
import { request as httpRequest, type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import type { z } from 'zod';
import { screenResponseSchema, type ScreenMethodName } from '../../../src-main/contract/app-methods.ts';
import { envelopeSchema, type FailureView } from '../../../src-main/contract/envelope.ts';
import { coreEventSchema, type CoreEvent } from '../../../src-main/contract/events.ts';
import { systemClock, type Clock } from '../../../src-main/platform/clock.ts';
import { systemRandom } from '../../../src-main/platform/random.ts';
import { openScreenCore, type ScreenCore } from '../../../src-main/shells/screen/screen-core.ts';
import { openWebServer } from '../../../src-main/shells/web/web-server.ts';
import { createPaths, type DataPaths } from '../../../src-main/store/file-names.ts';
import type { TerminalService } from '../../../src-main/terminals/terminal-service.ts';
import { createFakeCore, type FakeCore, type FakeCoreOptions } from '../../fakes/fake-core.ts';
import { createRecordingLogger, recordCalls } from '../../fakes/recording.ts';
import { createTestDir } from '../../fakes/test-dir.ts';

export const builtPage = `<!doctype html>
<html><head><meta name="csp-nonce" content="" /><script type="module" src="./assets/main-1a2b.js"></script></head></html>
`;

/** What a raw request is made of; whatever is left out is as our own page would send it. */
export interface Sent {
  readonly method?: string;
  readonly path: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string | Buffer;
}

export interface Received {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A page's connection for events. */
export interface EventScreen {
  readonly heard: CoreEvent[];
  /** The next event that matches, past ones included. */
  readonly until: (matches: (event: CoreEvent) => boolean) => Promise<CoreEvent>;
  readonly closed: Promise<number>;
  readonly socket: WebSocket;
}

/** Browser mode over the real services, with invented VMs, in a data folder of its own. */
export interface WebTrial extends FakeCore {
  readonly core: ScreenCore;
  readonly paths: DataPaths;
  readonly rendererDir: string;
  readonly port: number;
  readonly origin: string;
  readonly startUrl: string;
  readonly createOneTimeUrl: () => string;
  readonly cookie: string;
  /** Methods of the API that were called, and changes of the app's own files: what refused requests must not add to. */
  readonly effects: readonly string[];
  /** What was logged, a line each. */
  readonly logged: readonly string[];
  /** A moment later, for tickets. */
  readonly advance: (ms: number) => void;
  readonly send: (sent: Sent) => Promise<Received>;
  /** Calls a method as our page does, and answers its value or its failure. */
  readonly call: (method: ScreenMethodName, body?: unknown) => Promise<unknown>;
  readonly callFailing: (method: string, body?: unknown) => Promise<FailureView>;
  readonly connect: (headers?: Readonly<Record<string, string>>, path?: string) => WebSocket;
  readonly listen: () => Promise<EventScreen>;
  readonly close: () => Promise<void>;
}

export interface WebTrialOptions extends Partial<Omit<FakeCoreOptions, 'paths' | 'clock'>> {
  readonly terminals?: TerminalService;
}

async function writeBuiltScreens(dir: string): Promise<string> {
  await mkdir(join(dir, 'assets'), { recursive: true });
  await writeFile(join(dir, 'index.html'), builtPage);
  await writeFile(join(dir, 'assets', 'main-1a2b.js'), 'export {};\n');
  await writeFile(join(dir, 'icon.svg'), '<svg xmlns="http://www.w3.org/2000/svg" />\n');
  await writeFile(join(dir, 'notes.bak'), 'not for the screen\n');
  return dir;
}

/** Opens browser mode on a free port; closed after the test. */
export async function createWebTrial(options: WebTrialOptions = {}): Promise<WebTrial> {
  const dir = await createTestDir();
  const paths = createPaths(join(dir, 'data'));
  let aheadMs = 0;
  const clock: Clock = { now: () => systemClock.now() + aheadMs, sleep: (ms, signal) => systemClock.sleep(ms, signal) };
  const { terminals = null, ...fakeOptions } = options;
  const fake = createFakeCore({ ...fakeOptions, paths, clock });
  const effects: string[] = [];
  const logged: string[] = [];
  const common = { clock, random: systemRandom, logger: createRecordingLogger(logged) };
  const core = await openScreenCore({
    ...common,
    api: recordCalls(fake.api, effects),
    paths,
    platform: { id: 'linux', language: 'en', homeDir: '/home/anna', userName: 'anna', hostName: 'annas-laptop' },
    version: '0.0.0',
    mode: 'web',
    terminals,
    files: fake.files,
  });
  const rendererDir = await writeBuiltScreens(join(dir, 'renderer'));
  const server = await openWebServer({ ...common, core, rendererDir, port: null });
  let closing: Promise<void> | null = null;
  const close = (): Promise<void> => (closing ??= server.close());
  onTestFinished(close);
  const { port, origin } = new URL(server.startUrl);
  const signedIn = await sendRaw(Number(port), { path: server.startUrl.slice(origin.length) });
  const cookie = signedIn.headers['set-cookie']?.[0]?.split(';')[0] ?? '';
  const client = createClient(Number(port), { origin, cookie });
  return {
    ...fake,
    ...client,
    core,
    paths,
    rendererDir,
    effects,
    logged,
    port: Number(port),
    origin,
    cookie,
    startUrl: server.startUrl,
    createOneTimeUrl: server.createOneTimeUrl,
    advance: (ms) => {
      aheadMs += ms;
    },
    close,
  };
}

type Client = Pick<WebTrial, 'send' | 'call' | 'callFailing' | 'connect' | 'listen'>;

function createClient(port: number, own: { readonly origin: string; readonly cookie: string }): Client {
  const send = (sent: Sent): Promise<Received> =>
    sendRaw(port, { ...sent, headers: { cookie: own.cookie, ...sent.headers } });
  const post = async (method: string, body: unknown): Promise<z.infer<typeof envelopeSchema>> => {
    const headers = { origin: own.origin, 'content-type': 'application/json' };
    const sent = { method: 'POST', path: `/api/${method}`, headers, body: JSON.stringify(body) };
    return envelopeSchema.parse(JSON.parse((await send(sent)).body));
  };
  const connect = (headers: Readonly<Record<string, string>> = {}, path = '/events'): WebSocket => {
    const socket = new WebSocket(`ws://127.0.0.1:${String(port)}${path}`, { headers: { ...own, ...headers } });
    // How it ended is told by `close`.
    socket.on('error', () => undefined);
    onTestFinished(() => {
      socket.terminate();
    });
    return socket;
  };
  return {
    send,
    connect,
    call: async (method, body = {}) => {
      const answer = await post(method, body);
      if (!answer.ok) throw new Error(`${method}: ${JSON.stringify(answer.error)}`);
      return screenResponseSchema(method).parse(answer.value);
    },
    callFailing: async (method, body = {}) => {
      const answer = await post(method, body);
      if (answer.ok) throw new Error(`${method} went well`);
      return answer.error;
    },
    listen: () => listenOn(connect()),
  };
}

async function listenOn(socket: WebSocket): Promise<EventScreen> {
  const heard: CoreEvent[] = [];
  const waiting = new Set<() => void>();
  const closed = new Promise<number>((resolve) => socket.on('close', resolve));
  socket.on('message', (data: Buffer) => {
    heard.push(coreEventSchema.parse(JSON.parse(data.toString('utf8'))));
    for (const look of waiting) look();
  });
  const until: EventScreen['until'] = (matches) =>
    new Promise((resolve) => {
      const look = (): void => {
        const found = heard.find(matches);
        if (found === undefined) return;
        waiting.delete(look);
        resolve(found);
      };
      waiting.add(look);
      look();
    });
  await until(({ type }) => type === 'welcome');
  return { heard, until, closed, socket };
}

/** Sends exactly what it is told, also what no browser would. */
export function sendRaw(port: number, { method = 'GET', path, headers = {}, body }: Sent): Promise<Received> {
  return new Promise((resolve, reject) => {
    const given = Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined));
    const request = httpRequest({ host: '127.0.0.1', port, method, path, headers: given, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text });
      });
    });
    request.on('error', reject);
    request.end(body);
  });
}

/** The code in the envelope of an answer. */
export function codeOf({ body }: Received): string {
  const answer = envelopeSchema.parse(JSON.parse(body));
  return answer.ok ? 'ok' : answer.error.code;
}
