import { createHttpClient } from '../images/http-client.ts';
import { describeNetworkError } from '../images/parse-http.ts';
import type { Platform } from '../platform/platform.ts';

/** Whether the server of the images could be reached. */
export type InternetReading =
  | {
      readonly kind: 'reached';
      readonly status: number;
      readonly proxy: string | null;
      readonly evidence: readonly string[];
    }
  | {
      readonly kind: 'failed';
      readonly reason: InternetFailure;
      readonly proxy: string | null;
      readonly evidence: readonly string[];
    };

/** `slow`: nothing came in the time given, which proves nothing. */
export type InternetFailure = 'no-name' | 'certificate' | 'refused' | 'slow' | 'other';

/** Of the maker of the images. */
const address = 'https://cloud-images.ubuntu.com/';
const deadlineMs = 6_000;

/** Asks the server of the images for nothing but an answer. Throws only when `signal` is aborted. */
export async function readInternet({ proxy }: Pick<Platform, 'proxy'>, signal: AbortSignal): Promise<InternetReading> {
  const client = createHttpClient(proxy, { connectMs: deadlineMs, stallMs: deadlineMs });
  const shownProxy = withoutLogin(proxy.https);
  const via = shownProxy === null ? '' : ` through ${shownProxy}`;
  const deadline = AbortSignal.timeout(deadlineMs);
  try {
    const answer = await client.fetch(address, { method: 'HEAD', signal: AbortSignal.any([signal, deadline]) });
    const { status } = answer;
    return { kind: 'reached', status, proxy: shownProxy, evidence: [`${address}${via}: ${String(status)}`] };
  } catch (error) {
    signal.throwIfAborted();
    const code = deadline.aborted ? 'ETIMEDOUT' : describeNetworkError(error);
    return { kind: 'failed', reason: failureFor(code), proxy: shownProxy, evidence: [`${address}${via}: ${code}`] };
  } finally {
    await client.close();
  }
}

/** A proxy's address may hold a name and a password, which are nobody's business. */
export function withoutLogin(url: string | null): string | null {
  return url?.replace(/\/\/[^/@]*@/, '//') ?? null;
}

/** Codes of Node, of its name look-up, of its TLS, and of undici. */
export function failureFor(code: string): InternetFailure {
  if (/^(?:ENOTFOUND|EAI_AGAIN|ENODATA)$/.test(code)) return 'no-name';
  if (/CERT|SELF_SIGNED|UNABLE_TO_(?:VERIFY|GET)/.test(code)) return 'certificate';
  if (/^(?:ECONNREFUSED|ENETUNREACH|EHOSTUNREACH|ECONNRESET|EPIPE)$/.test(code)) return 'refused';
  return /TIMEDOUT|TIMEOUT/.test(code) ? 'slow' : 'other';
}
