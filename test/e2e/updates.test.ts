import { describe, expect, it } from 'vitest';
import { expectAccessible, openTrial, useBrowser } from './support/trial.ts';

useBrowser();

describe('newer versions', () => {
  it('are told once the user has given the address of a list, and can be put off', async () => {
    const { page, t, complaints } = await openTrial({ scenario: { labs: [{ name: 'Physics', nodes: 1 }] } });
    const told = page
      .getByRole('main')
      .getByText(t('ui.updates-newer', { version: '99.0.0' }))
      .first();
    await page.goto(`${page.url().replace(/[?#].*$/s, '')}#/settings`);
    const field = page.getByLabel(t('ui.updates-address'));
    await field.fill('ftp://example.org');
    await page.getByText(t('ui.updates-wrong')).waitFor();
    expect(await told.count()).toBe(0);

    await field.fill('https://example.org/releases.json');
    await page.getByRole('button', { name: t('ui.updates-save') }).click();

    await told.waitFor();
    expect(await page.getByRole('link', { name: t('ui.updates-open') }).getAttribute('href')).toBe(
      'https://example.org/new',
    );
    await expectAccessible(page);
    await page.getByRole('button', { name: t('ui.updates-later') }).click();
    await page.getByRole('link', { name: t('ui.updates-open') }).waitFor({ state: 'detached' });
    expect(complaints).toEqual([]);
  });
});
