import type { Response } from 'undici';

/** Mirrors lead on once or twice. */
const mostRedirects = 5;
const redirectStatuses: readonly number[] = [301, 302, 303, 307, 308];

/**
 * Asks `url`, and where its answers lead to, until one is no redirect. Throws, and asks no further, when an answer leads from https to
 * anything else, to what is no web address, or on and on: what was asked for in secret is not asked for in the clear.
 */
export async function followRedirects(url: string, ask: (url: string) => Promise<Response>): Promise<Response> {
  let address = url;
  for (let redirects = 0; redirects <= mostRedirects; redirects += 1) {
    const answer = await ask(address);
    const location = redirectStatuses.includes(answer.status) ? answer.headers.get('location') : null;
    if (location === null) return answer;
    await answer.body?.cancel();
    address = nextAddress(address, location);
  }
  throw new Error(`${url} leads on and on`);
}

function nextAddress(from: string, location: string): string {
  const next = URL.canParse(location, from) ? new URL(location, from) : null;
  const allowed = new URL(from).protocol === 'https:' ? ['https:'] : ['https:', 'http:'];
  if (next === null || !allowed.includes(next.protocol))
    throw new Error(`redirect from ${from} to ${location} refused`);
  return next.href;
}
