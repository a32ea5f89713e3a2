import { checkGroups, groupOfCheck, type CheckView, type HostCheck } from '../contract/host-views.ts';
import { withoutPersonal, type PersonalPlaces } from '../domain/without-personal.ts';
import { checkWords, type CheckWords } from './check-words.ts';
import type { Translate } from './translate.ts';

/** Whose report it is, for leaving that out. */
export interface ReportOwner extends PersonalPlaces {
  readonly version: string;
}

/**
 * What the checks of this computer found, as a text for a teacher or an IT department: every finding with its evidence and its
 * ways out, and nothing that tells who the user is.
 */
export function hostReport({ checks }: Pick<HostCheck, 'checks'>, owner: ReportOwner, t: Translate): string {
  const groups = checkGroups.flatMap((group) => {
    const own = checks.filter(({ id }) => groupOfCheck[id] === group);
    if (own.length === 0) return [];
    return ['', t(`checks.group-${group}`).toUpperCase(), ...own.flatMap((check) => checkLines(check, t))];
  });
  const text = [t('checks.report-head', { version: owner.version }), ...groups].join('\n');
  return withoutPersonal(text, owner, (place) => t(`checks.report-${place}`));
}

function checkLines(check: CheckView, t: Translate): readonly string[] {
  const words = checkWords(check, t, 'terminal');
  return [
    `${words.title} – ${t(`checks.status-${check.status}`)} ${words.finding}`,
    ...check.evidence.map((line) => `    | ${line}`),
    ...fixLines(words),
  ];
}

/** The ways out of a finding, each with the line to type or the page to open. */
export function fixLines({ fixes }: Pick<CheckWords, 'fixes'>): readonly string[] {
  return fixes.flatMap(({ fix, text }) => {
    if (fix.kind === 'command') return [`  → ${text}`, `      ${fix.command}`];
    return fix.kind === 'page' ? [`  → ${text}`, `      ${fix.url}`] : [`  → ${text}`];
  });
}
