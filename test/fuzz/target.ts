import { z } from 'zod';
import { errorCodes, LabError, type ErrorCode } from '../../src-main/domain/failure.ts';
import type { Medium } from './mutate.ts';

/** One parser of foreign text or bytes, and what must hold for everything it is given. */
export interface FuzzTarget {
  readonly name: string;
  readonly medium: Medium;
  /** What it reads when all is well, and what it was found to stumble over. */
  readonly samples: readonly string[];
  readonly words?: readonly string[];
  /** Throws when something does not hold: a `BrokenPromiseError`, or what the parser should not have thrown. */
  readonly check: (input: string) => void | Promise<void>;
  /** Work that grows with the square of the input on purpose, and why that is harmless. */
  readonly mayGrow?: string;
}

/** The parser answered, and not in the shape it promises. */
export class BrokenPromiseError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'BrokenPromiseError';
  }
}

/** What a parser may throw. */
export type Allowed = (error: unknown) => boolean;

/** The expected failures with these codes; each has texts for the user. */
export function labErrors(...codes: readonly ErrorCode[]): Allowed {
  return (error) => error instanceof LabError && (codes.length === 0 ? errorCodes : codes).includes(error.code);
}

/** For parsers that say so: their callers take it for an answer that makes no sense. */
export const notUnderstood: Allowed = (error) => error instanceof z.ZodError || error instanceof SyntaxError;

/** For parsers that throw a plain `Error`, with these words, when a program says something else than it ever did. */
export function plainError(words: RegExp): Allowed {
  return (error) => error instanceof Error && error.constructor === Error && words.test(error.message);
}

export const nothing: Allowed = () => false;

/**
 * A check for a parser: it answers what `shape` describes, in objects that are nothing but objects, or throws what is allowed. A
 * parser that answers a promise is waited for.
 */
export function answers<T>(
  parse: (input: string) => T | Promise<T>,
  shape: z.ZodType,
  allowed: Allowed = nothing,
): FuzzTarget['check'] {
  const judge = (value: T): void => {
    requirePlain(value);
    const judged = shape.safeParse(value);
    if (!judged.success) throw new BrokenPromiseError(z.prettifyError(judged.error));
  };
  const excuse = (error: unknown): void => {
    if (error instanceof BrokenPromiseError || !allowed(error)) throw error;
  };
  return (input) => {
    let value: T | Promise<T>;
    try {
      value = parse(input);
    } catch (error) {
      excuse(error);
      return undefined;
    }
    if (value instanceof Promise) return value.then(judge).catch(excuse);
    judge(value);
    return undefined;
  };
}

const plainPrototypes: readonly unknown[] = [Object.prototype, Array.prototype, Map.prototype, Set.prototype, null];

/** Nothing in it has got another prototype, as a key `__proto__` would give it. */
export function requirePlain(value: unknown, depth = 0): void {
  if (typeof value !== 'object' || value === null || depth > 8) return;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (value instanceof Uint8Array) return;
  if (!plainPrototypes.includes(prototype)) throw new BrokenPromiseError('an object with a foreign prototype');
  const parts = value instanceof Map ? [...value].flat() : value instanceof Set ? [...value] : Object.values(value);
  for (const part of parts) requirePlain(part, depth + 1);
}

/** A number, or NaN where the text told none. */
export const numberOrNone = z.union([z.number(), z.nan()]);
/** A number that counts something; beyond 2^53 it would be another one than was written. */
export const count = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
export const uuid = z.string().regex(/^[0-9a-f-]{36}$/);
/** One line without anything a terminal would obey. */
export const plainLine = z.string().regex(/^[^\p{Cc}]*$/u);

export function target(parts: Omit<FuzzTarget, 'medium'> & { readonly medium?: Medium }): FuzzTarget {
  return { medium: 'text', ...parts };
}
