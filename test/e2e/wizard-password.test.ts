import { expect, it } from 'vitest';
import { labScreen } from './pages/lab.ts';
import { wizardPage } from './pages/wizard.ts';
import { ordinaryChecks } from './support/scenarios.ts';
import { expectAccessible, openTrial, useBrowser } from './support/trial.ts';

useBrowser();

it('a password is typed, seen, judged, kept over a reload, and used for the lab', async () => {
  const { page, t, complaints } = await openTrial({ scenario: { checks: ordinaryChecks } });
  const wizard = wizardPage(page, t);
  const field = page.getByLabel(t('wizard.password'), { exact: true });
  await wizard.open();
  await wizard.walkTo('lab');
  await page.getByText(t('wizard.password-help')).waitFor();
  await field.fill('   ');
  await page.getByText(t('wizard.password-refused')).waitFor();
  await wizard.next();
  await page.getByText(t('wizard.lab-obstacle')).waitFor();

  await field.fill('passwort');
  await page.getByText(t('wizard.password-weak')).waitFor();
  await field.fill('Der Apfel rollt zur Tür');
  await page.getByText(t('wizard.password-strong')).waitFor();
  const hint = (characters: string): string => t('wizard.password-missing', { characters, layout: 'us' });
  await page.getByText(hint(t('wizard.password-some'))).waitFor();
  expect(await field.getAttribute('type')).toBe('password');
  expect(await field.getAttribute('autocomplete')).toBe('new-password');
  await field.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByText(hint('ü')).waitFor();
  expect(await field.getAttribute('type')).toBe('text');
  await page.getByRole('button', { name: t('wizard.password-hide') }).waitFor();
  await expectAccessible(page);
  await page.waitForLoadState('networkidle');

  await page.reload();

  await wizard.at('lab');
  await page.getByText(t('wizard.password-set')).waitFor();
  expect(await field.inputValue()).toBe('');
  expect(await page.content()).not.toContain('Apfel');
  await wizard.next();
  await wizard.at('network');
  await wizard.next();
  await wizard.at('review');
  await page.getByText(t('wizard.review-password-own')).waitFor();
  await wizard.build();
  await wizard.atDone('Big Data Lab');
  await page.getByRole('button', { name: t('wizard.done-open') }).click();
  await labScreen(page, t).nodeIs('pi-200', 'running');
  await page.getByRole('button', { name: t('labs.password-show') }).click();
  await page.getByText(t('labs.password-gone', { user: 'pi' })).waitFor();
  expect(complaints).toEqual([]);
});
