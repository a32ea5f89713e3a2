import type { StepInfo, TextRef } from '../../../src-main/domain/operation.ts';
import { readableParams } from '../../../src-main/locales/failure-words.ts';
import { textOrKey, type Translate } from '../../../src-main/locales/translate.ts';

function words({ key, params }: TextRef, t: Translate): string {
  return textOrKey(t, { key, params: readableParams(params, t) });
}

/** What a step does. */
export function stepTitle({ title }: Pick<StepInfo, 'title'>, t: Translate): string {
  return words(title, t);
}

/** What a step is doing or waiting for right now; empty when it does not say. */
export function stepMessage({ message }: Pick<StepInfo, 'message'>, t: Translate): string {
  return message === null ? '' : words(message, t);
}
