import type { CheckView, Fix } from '../contract/host-views.ts';
import { errorCodes, type ErrorCode } from '../domain/failure.ts';
import { failureWords, hasScreenText, readableParams, screenFailureWords } from './failure-words.ts';
import type { Translate } from './translate.ts';

/** Where the words are read: on the screen they speak of buttons, on the command line of options. */
export type Medium = 'screen' | 'terminal';

/** A way out in words, with the line to type or the page to open where there is one. */
export interface FixWords {
  readonly fix: Fix;
  readonly text: string;
}

/** A check as a person reads it. */
export interface CheckWords {
  readonly title: string;
  /** What this is, for a beginner. */
  readonly what: string;
  readonly why: string;
  readonly finding: string;
  /** The best first; empty when nothing is to be done. */
  readonly fixes: readonly FixWords[];
}

/** A check in words. */
export function checkWords(check: CheckView, t: Translate, medium: Medium): CheckWords {
  const { id, fixes } = check;
  return {
    title: t(`checks.${id}.title`),
    what: t(`checks.${id}.what`),
    why: t(`checks.${id}.why`),
    finding: findingWords(check, t, medium),
    fixes: fixes.map((fix) => ({ fix, text: fixText(fix, t, medium) })),
  };
}

/** A trial that failed is told with its cause and with what to do about that. */
function findingWords({ id, finding, params }: CheckView, t: Translate, medium: Medium): string {
  const found = t(`checks.${id}.${finding}`, filled(params, t));
  const { code } = params;
  if (id !== 'trial' || finding !== 'failed' || !isErrorCode(code)) return found;
  const words = (medium === 'screen' ? screenFailureWords : failureWords)({ code, params }, t);
  return `${found} ${words.what} ${words.next}`;
}

function isErrorCode(code: string | number | undefined): code is ErrorCode {
  return errorCodes.some((known) => known === code);
}

function fixText({ id, params }: Fix, t: Translate, medium: Medium): string {
  const key = `fixes.${id}`;
  return t(medium === 'screen' && hasScreenText(key) ? `screen.${key}` : key, filled(params, t));
}

function filled(params: CheckView['params'], t: Translate): CheckView['params'] {
  return { count: Number(params.fits ?? 0), ...readableParams(params, t) };
}
