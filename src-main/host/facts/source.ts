/** One thing that was read of this computer, word for word, or why it could not be. Never parsed here. */
export type Source =
  | { readonly kind: 'text'; readonly from: string; readonly text: string }
  | { readonly kind: 'failed'; readonly from: string; readonly reason: string };

/** What was found out, and what it was found out from. Null: it could not be; the evidence says why. */
export interface Fact<T> {
  readonly value: T | null;
  readonly evidence: readonly string[];
}

/** Why something could not be read, as a line of evidence. */
export function failureLine(source: Source): string {
  return source.kind === 'failed'
    ? `${source.from}: ${source.reason}`
    : `${source.from}: nothing that can be understood`;
}

/** A fact that could not be found out, because of these sources. */
export function unknownFact(...sources: readonly Source[]): Fact<never> {
  return { value: null, evidence: sources.map(failureLine) };
}

/** A fact with the lines it stands on. */
export function fact<T>(value: T, ...evidence: readonly string[]): Fact<T> {
  return { value, evidence };
}

/** Reads a fact from one source; `read` answers null when it does not find it there. */
export function factFrom<T>(source: Source, read: (text: string) => Fact<T> | null): Fact<T> {
  return (source.kind === 'text' ? read(source.text) : null) ?? unknownFact(source);
}

/** A share as systems tell it, 0 to 100; null for what cannot be one. */
export function percentOf(told: number): number | null {
  return told >= 0 && told <= 100 ? told : null;
}

/** The text of a source, empty where there is none. */
export function textOf(source: Source): string {
  return source.kind === 'text' ? source.text : '';
}
