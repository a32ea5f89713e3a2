import type { Logger } from '../../platform/logger.ts';
import type { Random } from '../../platform/random.ts';
import { commonHeaders, contentSecurityPolicy, inertPolicy } from '../screen/headers.ts';
import type { StaticFiles } from '../screen/static-files.ts';
import type { ElectronApi } from './electron-api.ts';

const scheme = 'bdl';
const host = 'app';

/** The address of the page; places in it are behind `#`. */
export const pageUrl = `${scheme}://${host}/`;

/**
 * Makes the scheme of our own a place like a web site: with an origin, secure, and with modules that load. Nothing else answers
 * under it, and a page of it reaches no file. Before Electron is ready, once.
 */
export function registerScheme(protocol: Pick<ElectronApi['protocol'], 'registerSchemesAsPrivileged'>): void {
  const privileges = { standard: true, secure: true, supportFetchAPI: true, codeCache: true };
  protocol.registerSchemesAsPrivileged([{ scheme, privileges }]);
}

/** True for our page and its files. */
export function isOwnUrl(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, host: named, username, password } = new URL(url);
  return protocol === `${scheme}:` && named === host && username === '' && password === '';
}

/** What the screens are served from. */
export interface SchemeParts {
  readonly files: StaticFiles;
  readonly random: Random;
  readonly logger: Logger;
}

/** Serves the built screens under the scheme; whatever else is asked for is not there. */
export function serveScreens(protocol: Pick<ElectronApi['protocol'], 'handle'>, parts: SchemeParts): void {
  protocol.handle(scheme, (request) => answer(parts, request));
}

function answer(parts: SchemeParts, { url, method }: Pick<Request, 'url' | 'method'>): Response {
  if (!isOwnUrl(url)) return refuse(parts, url, 404);
  if (method !== 'GET' && method !== 'HEAD') return refuse(parts, url, 405);
  const { pathname } = new URL(url);
  if (pathname === '/') return page(parts);
  const file = parts.files.find(pathname);
  if (file === null) return refuse(parts, url, 404);
  return new Response(method === 'HEAD' ? null : new Uint8Array(file.body), {
    headers: headersFor(file.type, inertPolicy),
  });
}

function page({ files, random }: SchemeParts): Response {
  const nonce = random.hex(16);
  // A page in a window needs no connection at all: it speaks through its preload script.
  const policy = contentSecurityPolicy({ nonce, connectTo: "'none'" });
  return new Response(files.page(nonce), { headers: headersFor('text/html; charset=utf-8', policy) });
}

function refuse({ logger }: SchemeParts, url: string, status: number): Response {
  logger.warn({ url: url.slice(0, 200), status }, 'a page asked for what is not there');
  return new Response(null, { status, headers: headersFor('text/plain', inertPolicy) });
}

function headersFor(type: string, policy: string): Record<string, string> {
  return {
    ...commonHeaders,
    'Content-Type': type,
    'Content-Security-Policy': policy,
    // They are at hand, and a new version of the app has the same addresses.
    'Cache-Control': 'no-store',
  };
}
