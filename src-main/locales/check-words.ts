import type { CheckView, Fix } from '../contract/host-views.ts';
import { hasScreenText, readableParams } from './failure-words.ts';
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
export function checkWords({ id, finding, params, fixes }: CheckView, t: Translate, medium: Medium): CheckWords {
  return {
    title: t(`checks.${id}.title`),
    what: t(`checks.${id}.what`),
    why: t(`checks.${id}.why`),
    finding: t(`checks.${id}.${finding}`, filled(params, t)),
    fixes: fixes.map((fix) => ({ fix, text: fixText(fix, t, medium) })),
  };
}

function fixText({ id, params }: Fix, t: Translate, medium: Medium): string {
  const key = `fixes.${id}`;
  return t(medium === 'screen' && hasScreenText(key) ? `screen.${key}` : key, filled(params, t));
}

function filled(params: CheckView['params'], t: Translate): CheckView['params'] {
  return { count: Number(params.fits ?? 0), ...readableParams(params, t) };
}
