import type { SupportBundle } from '../contract/support-views.ts';
import type { Translate } from './translate.ts';

const line = '='.repeat(78);

/** The bundle as one text: first what it is and what is in it, in plain words, then part by part. */
export function supportText({ createdAt, version, sections, leftOut }: SupportBundle, t: Translate): string {
  const index = sections.map(
    ({ kind, title, text }, index) =>
      `${String(index + 1).padStart(4)}  ${t(`support.kind-${kind}`)}: ${title} (${lines(text, t)})`,
  );
  const parts = sections.map(({ title, text }, index) =>
    ['', line, `${String(index + 1)}  ${title}`, line, text.trimEnd()].join('\n'),
  );
  return [
    t('support.head', { version, createdAt }),
    '',
    t('support.about'),
    t('support.without'),
    '',
    t('support.index'),
    ...index,
    ...leftOut.map((title) => `   -  ${t('support.left-out', { title })}`),
    ...parts,
    '',
  ].join('\n');
}

function lines(text: string, t: Translate): string {
  return t('support.lines', { count: text.trimEnd().split('\n').length });
}

/** Name of the file: when it was made, and nothing about whose it is. */
export function supportFileName({ createdAt }: Pick<SupportBundle, 'createdAt'>): string {
  return `big-data-lab-${createdAt.slice(0, 16).replaceAll(/[T:]/g, '-')}.txt`;
}
