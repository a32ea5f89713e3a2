import type { FailureInfo, TextRef } from '../domain/operation.ts';
import { hasText, type Translate } from './translate.ts';

/** A failure as a person reads it. */
export interface FailureWords {
  /** What happened and why. */
  readonly what: string;
  /** The next step. */
  readonly next: string;
}

type Params = TextRef['params'];

/** Where the names of ids that a gap may hold are found. */
const families: Readonly<Record<string, string>> = {
  hypervisor: 'words.hypervisor',
  acceleration: 'words.acceleration',
  state: 'states',
  requirement: 'guest.requirement',
  step: 'words.setup',
  field: 'words.field',
  purpose: 'words.purpose',
  what: 'words.capability',
  reason: 'words.reason',
  driverFix: 'words.driver-fix',
};

/** Lists that may be empty: then the text says so. */
const lists: readonly string[] = ['known', 'users', 'other'];

/** The values of a text's gaps with names in place of ids: `qemu` becomes `QEMU`, an empty list becomes "none". */
export function readableParams(params: Params, t: Translate): Params {
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, readable(name, value, t)]));
}

function readable(name: string, value: string | number, t: Translate): string | number {
  if (name === 'owner' && value === '*') return t('words.another-program');
  if (name === 'suggestion') return value === '' ? '' : `${t('words.did-you-mean', { suggestion: value })} `;
  if (name === 'forbidden' && value === '') return t('words.length-or-ends');
  if (lists.includes(name) && value === '') return t('words.none');
  if (name === 'features') return namesOf('words.holder', String(value), t);
  const family = families[name];
  if (family === undefined || typeof value !== 'string') return value;
  // A lock names the base it waits for: `base <id>`.
  const key = `${family}.${name === 'purpose' ? (value.split(' ')[0] ?? '') : value}`;
  return hasText(key) ? t(key) : value;
}

/** A list of ids, `wsl2, hyper-v`, as names. */
function namesOf(family: string, ids: string, t: Translate): string {
  return ids
    .split(', ')
    .map((id) => (hasText(`${family}.${id}`) ? t(`${family}.${id}`) : id))
    .join(', ');
}

/** Names of options in brackets, `(--name)`: they belong to the command line. */
const optionName = / \(--[a-z-]+\)/g;

/** As `failureWords`, for a screen: the next step is a button, not a command. */
export function screenFailureWords(failure: Pick<FailureInfo, 'code' | 'params'>, t: Translate): FailureWords {
  const { what, next } = failureWords(failure, t);
  const key = `errors.${failure.code}.next`;
  const params = { count: Number(failure.params.fits ?? 0), ...readableParams(failure.params, t) };
  const hint = `guest.hint.${String(failure.params.requirement ?? '')}`;
  const isHinted = failure.code === 'node-not-ready' && hasText(hint);
  const onScreen = hasScreenText(key) ? t(`screen.${key}`, params) : next;
  return { what: what.replaceAll(optionName, ''), next: isHinted ? `${t(hint)} ${onScreen}` : onScreen };
}

/** True when the screen has words of its own for this text. */
export function hasScreenText(key: string): boolean {
  return hasText(`screen.${key}`) || hasText(`screen.${key}_other`);
}

/** What happened and what to do next. A node that is not ready is told with what to look at. */
export function failureWords({ code, params }: Pick<FailureInfo, 'code' | 'params'>, t: Translate): FailureWords {
  const filled = readableParams(params, t);
  const hint = `guest.hint.${String(params.requirement ?? '')}`;
  const next = t(`errors.${code}.next`, { count: Number(params.fits ?? 0), ...filled });
  return {
    what: t(`errors.${code}.what`, { count: Number(params.nodes ?? 0), ...filled }),
    next: code === 'node-not-ready' && hasText(hint) ? `${t(hint)} ${next}` : next,
  };
}
