import { createHash, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../../platform/clock.ts';
import type { Random } from '../../platform/random.ts';

const secretBytes = 32;

/** Time a browser has to come with a ticket after it was told to open. */
const ticketLifeMs = 60_000;

/**
 * Who may use this server. Whoever shows the token, or a ticket, is given a cookie; whoever has the cookie is the user.
 *
 * The token is on the terminal of the user and valid as long as the server runs, so that the address can be opened again. A
 * ticket stands where other users of this computer can read it (the arguments of the browser), so it is good once, and not for long.
 */
export interface Session {
  readonly token: string;
  readonly createTicket: () => string;
  /** The cookie to set for a shown token or ticket; null when it is not ours. */
  readonly exchange: (shown: { readonly token: string | null; readonly ticket: string | null }) => string | null;
  /** True when the header of that name holds our cookie. */
  readonly isKnown: (cookieHeader: string | undefined) => boolean;
}

/** `port` is part of the cookie's name: cookies are shared by all ports of an address. */
export function createSession(port: number, { random, clock }: { random: Random; clock: Clock }): Session {
  const token = random.hex(secretBytes);
  const secret = random.hex(secretBytes);
  const cookieName = `bdl-session-${String(port)}`;
  const tickets = new Map<string, number>();

  function takeTicket(shown: string): boolean {
    const known = [...tickets.keys()].find((ticket) => isSame(shown, ticket));
    if (known === undefined) return false;
    const endsAt = tickets.get(known) ?? 0;
    tickets.delete(known);
    return clock.now() <= endsAt;
  }
  return {
    token,
    createTicket: () => {
      const ticket = random.hex(secretBytes);
      tickets.set(ticket, clock.now() + ticketLifeMs);
      return ticket;
    },
    exchange: (shown) => {
      const isOurs =
        (shown.token !== null && isSame(shown.token, token)) || (shown.ticket !== null && takeTicket(shown.ticket));
      return isOurs ? `${cookieName}=${secret}; Path=/; HttpOnly; SameSite=Strict` : null;
    },
    isKnown: (cookieHeader) => cookieValues(cookieHeader ?? '', cookieName).some((value) => isSame(value, secret)),
  };
}

function cookieValues(header: string, name: string): readonly string[] {
  return header
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));
}

/** Takes as long for a value that is nearly right as for any other. */
function isSame(shown: string, secret: string): boolean {
  return timingSafeEqual(digest(shown), digest(secret));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
