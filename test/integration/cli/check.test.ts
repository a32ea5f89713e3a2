import { describe, expect, it } from 'vitest';
import { hostCheckSchema } from '../../../src-main/contract/host-views.ts';
import { createTranslator, languages } from '../../../src-main/locales/translate.ts';
import { createTrial, parseOk } from './trial.ts';

describe.each(languages)('bdl check in %s', (language) => {
  const t = createTranslator(language);

  it('tells group by group what was found', async () => {
    const trial = await createTrial({ language });

    const text = await trial.ok('check');

    expect(text).toContain(`${t('checks.group-resources')}\n✓ ${t('checks.cpu.title')}: Test CPU`);
  });

  it('makes a report for others, with the evidence', async () => {
    const trial = await createTrial({ language });

    const text = await trial.ok('check', '--report');

    expect(text).toContain(t('checks.report-head', { version: '0.0.0' }));
    expect(text).toContain(`${t('checks.cpu.title')} – ${t('checks.status-ok')} Test CPU`);
  });
});

it('answers as the contract promises with --json', async () => {
  const trial = await createTrial();

  const { checks } = parseOk(hostCheckSchema, await trial.ok('check', '--json'));

  expect(checks).toEqual([expect.objectContaining({ id: 'cpu', status: 'ok', fixes: [] })]);
});
