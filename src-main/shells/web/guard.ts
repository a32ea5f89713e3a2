import type { IncomingHttpHeaders } from 'node:http';
import { LabError } from '../../domain/failure.ts';

/** The one address this server answers to. */
export interface Address {
  /** `127.0.0.1:8080` */
  readonly host: string;
  /** `http://127.0.0.1:8080` */
  readonly origin: string;
}

/** What a request is allowed to be. */
export interface Strictness {
  /** The page that asks must say that it is ours: everything that has an effect. */
  readonly needsOrigin: boolean;
  /** Another site may have led here, by a link: only what shows a page and does nothing. */
  readonly allowsLinks: boolean;
}

/** The address on the loopback interface. */
export function addressOf(port: number): Address {
  const host = `127.0.0.1:${String(port)}`;
  return { host, origin: `http://${host}` };
}

/**
 * Null when the request comes from our own page over our own address. Another `Host` means that a foreign name was pointed at
 * this computer (DNS rebinding); another `Origin`, or a fetch that the browser itself calls foreign, means another page.
 */
export function foreignness(headers: IncomingHttpHeaders, address: Address, strictness: Strictness): LabError | null {
  const { host, origin } = headers;
  if (host !== address.host) return foreign(host ?? '');
  if (origin === undefined ? strictness.needsOrigin : origin !== address.origin) return foreign(origin ?? '');
  const site = headers['sec-fetch-site'] ?? 'none';
  const isOwn = site === 'same-origin' || site === 'none';
  return isOwn || strictness.allowsLinks ? null : foreign(site);
}

function foreign(value: string): LabError {
  const shown = value.replace(/[^\x20-\x7e]/g, '?').slice(0, 100);
  return new LabError('foreign-request', `a request from '${shown}'`, {
    params: { value: shown === '' ? '?' : shown },
  });
}

/** Path and query of a request's address; null for what is none, or names another server. */
export function parseTarget(target: string | undefined, { origin }: Address): URL | null {
  if (target === undefined || !target.startsWith('/') || target.startsWith('//')) return null;
  return URL.canParse(target, origin) ? new URL(target, origin) : null;
}
