import { describe, expect, it } from 'vitest';
import { errorCodes } from '../../src-main/domain/failure.ts';
import { screenFailureWords } from '../../src-main/locales/failure-words.ts';
import { createTranslator, languages } from '../../src-main/locales/translate.ts';
import { realisticParams } from '../fakes/realistic-params.ts';
import { labScreen } from './pages/lab.ts';
import { expectAccessible, openTrial, useBrowser } from './support/trial.ts';

useBrowser();

const labId = 'physics';
const evidence = ['the last line of a log'];
const stoppedLab = { name: 'Physics', nodes: 1, state: 'stopped' as const };

/** Where a failure can come from: the service before it begins, or a step of the operation that it has begun. */
const origins = [
  ['a method', 'lab.start'],
  ['a step of an operation', 'start'],
] as const;

describe.each(languages)('every error of the catalogue in %s', (language) => {
  const t = createTranslator(language);

  it.each(origins)('that %s meets is shown with its cause, its next step and what was seen', async (_what, at) => {
    const failures = errorCodes.map((code) => ({ at, code, params: realisticParams[code], evidence }));
    const { page } = await openTrial({ language, scenario: { labs: [stoppedLab], failures } });
    const lab = labScreen(page, t);
    await lab.open(labId);

    for (const code of errorCodes) {
      const { what, next } = screenFailureWords({ code, params: realisticParams[code] }, t);
      await lab.button('labs.start').click();
      const notice = lab.alert.filter({ hasText: what });
      await notice.getByText(next, { exact: true }).waitFor();
      await notice.getByRole('button', { name: t('ui.details') }).click();
      await notice.getByText(evidence.join('\n')).waitFor();
    }

    await expectAccessible(page);
    await lab.button('labs.start').click();
    await lab.nodeIs('pi-200', 'running');
    expect(await lab.alert.count()).toBe(0);
  });

  it('that is a bug is called one, with what to do about it', async () => {
    const failures = [{ at: 'lab.start' }];
    const { page } = await openTrial({ language, scenario: { labs: [stoppedLab], failures } });
    const lab = labScreen(page, t);
    await lab.open(labId);

    await lab.button('labs.start').click();

    await lab.alert.getByText(t('screen.errors.unexpected.next')).waitFor();
  });
});
