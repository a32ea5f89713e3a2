import type { EnvHttpProxyAgent, Response } from 'undici';
import type { ProxySettings } from '../platform/platform.ts';
import { followRedirects } from './follow-redirects.ts';

/** A server that says nothing for this long has stalled; the download goes on with a new connection. */
const stallTimeoutMs = 30_000;
const connectTimeoutMs = 10_000;

/** One request. Aborting `signal` rejects with an error that `isCancelled` knows. */
export interface HttpRequest {
  readonly method?: 'GET' | 'HEAD';
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/** HTTP as this folder needs it: redirects followed (never from https to http), proxies used, silence ended. */
export interface HttpClient {
  fetch(url: string, request: HttpRequest): Promise<Response>;
  /** Closes what is open. Idempotent. */
  close(): Promise<void>;
}

export interface HttpTimeouts {
  readonly connectMs?: number;
  readonly stallMs?: number;
}

/** A client that uses exactly the given proxies, whatever the environment of this process says. */
export function createHttpClient(proxy: ProxySettings, timeouts: HttpTimeouts = {}): HttpClient {
  const stallMs = timeouts.stallMs ?? stallTimeoutMs;
  let dispatcher: EnvHttpProxyAgent | null = null;
  return {
    fetch: async (url, { method = 'GET', headers = {}, signal }) => {
      // Most runs of the program ask no server, and the library takes a while to load.
      const undici = await import('undici');
      dispatcher ??= new undici.EnvHttpProxyAgent({
        // Left out, each of these would be read from process.env.
        httpProxy: proxy.http ?? '',
        httpsProxy: proxy.https ?? '',
        noProxy: proxy.no.join(','),
        headersTimeout: stallMs,
        bodyTimeout: stallMs,
        connect: { timeout: timeouts.connectMs ?? connectTimeoutMs },
      });
      // A compressed transfer could not be resumed at a byte.
      const wanted = { 'accept-encoding': 'identity', ...headers };
      const options = { method, headers: wanted, signal, dispatcher, redirect: 'manual' } as const;
      return followRedirects(url, (address) => undici.fetch(address, options));
    },
    close: async () => {
      await dispatcher?.close();
    },
  };
}
