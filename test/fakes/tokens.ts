import { randomBytes, randomUUID } from 'node:crypto';

/**
 * What differs from run to run in a recorded conversation: each such value becomes a token, numbered in the order of its first
 * appearance. Values from arguments (`a`) and from answers (`o`) are counted apart, as answers of parallel calls may change places.
 */
export type Origin = 'a' | 'o';

interface Kind {
  readonly name: string;
  /** The value is group `value`. */
  readonly pattern: RegExp;
  readonly make: () => string;
}

function hex(count: number): string {
  return randomBytes(count).toString('hex');
}

const kinds: readonly Kind[] = [
  { name: 'uuid', pattern: /(?<value>\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b)/g, make: randomUUID },
  { name: 'mac', pattern: /(?<value>\b080027[0-9A-F]{6}\b)/g, make: () => `080027${hex(3).toUpperCase()}` },
  { name: 'mark', pattern: /(?<=\(G(?:ä|&#xE4;)ste\)\/|\bconf-)(?<value>[0-9a-f]{6}\b)/g, make: () => hex(3) },
  {
    name: 'port',
    pattern: /(?<=ssh,tcp,127\.0\.0\.1,|hostport="|host port = )(?<value>\d+)/g,
    make: () => String(20_000 + Math.floor(Math.random() * 40_000)),
  },
  { name: 'ms', pattern: /(?<value>\b1\d{12}\b)/g, make: () => String(Date.now()) },
];

/** Moments VirtualBox notes: they mean nothing, and would make every answer a new one. */
const moment = /(?<=VMStateChangeTime="|lastStateChange="|timeStamp="|\(since )[0-9TZ:.-]+/g;

/** The computer's own settings of VirtualBox: where they lie differs and means nothing. */
const ownSettings = /(?<=\bmedia registry \(')[^']*(?=VirtualBox\.xml'\))/g;

/** Values of one conversation and their tokens. */
export interface Tokens {
  /** Puts tokens for values; unknown values get new tokens. */
  hide(text: string, origin: Origin): string;
  /** Puts values for tokens; unknown tokens get new values. */
  show(text: string): string;
  /** The same values and counters, to go on from. */
  copy(): Tokens;
}

/** `rootDir` is the folder of the run. */
export function createTokens(rootDir: string, known: ReadonlyMap<string, string> = new Map()): Tokens {
  const tokenOf = new Map(known);
  const valueOf = new Map([...known].map(([value, token]) => [token, value]));

  function bind(token: string, value: string): void {
    tokenOf.set(value, token);
    valueOf.set(token, value);
  }

  function hideKind(text: string, kind: Kind, origin: Origin): string {
    return text.replace(kind.pattern, (value) => {
      const found = tokenOf.get(value);
      if (found !== undefined) return found;
      const prefix = `<${kind.name}-${origin}`;
      const token = `${prefix}${[...valueOf.keys()].filter((name) => name.startsWith(prefix)).length}>`;
      bind(token, value);
      return token;
    });
  }

  return {
    hide: (text, origin) => {
      const plain = text.replaceAll(moment, '2026-01-01T00:00:00').replaceAll(ownSettings, '');
      const start = plain.replaceAll(rootDir, '<root>');
      return kinds.reduce((hidden, kind) => hideKind(hidden, kind, origin), start);
    },
    show: (text) =>
      text.replaceAll('<root>', rootDir).replace(/<(\w+)-[ao]\d+>/g, (token, name: string) => {
        const found = valueOf.get(token);
        if (found !== undefined) return found;
        const value = kinds.find((kind) => kind.name === name)?.make();
        if (value === undefined) return token;
        bind(token, value);
        return value;
      }),
    copy: () => createTokens(rootDir, tokenOf),
  };
}
