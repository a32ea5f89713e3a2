/** A sentence; in forms where it speaks of a number that may be none, one or many. */
type Sentence = string | { readonly zero?: string; readonly one: string; readonly other: string };

/** What happened and why, and the next step. */
export interface ErrorText {
  readonly what: Sentence;
  readonly next: Sentence;
}

/** Keys of an error's two sentences: `<code>.what` and `<code>.next`, with `_one`, `_other`, ... behind them where there are forms. */
export function flattenErrors(errors: Readonly<Record<string, ErrorText>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(errors).flatMap(([code, { what, next }]) => [
      ...flattenSentence(`${code}.what`, what),
      ...flattenSentence(`${code}.next`, next),
    ]),
  );
}

function flattenSentence(key: string, sentence: Sentence): readonly (readonly [string, string])[] {
  if (typeof sentence === 'string') return [[key, sentence]];
  return Object.entries(sentence).map(([form, text]) => [`${key}_${form}`, text] as const);
}
