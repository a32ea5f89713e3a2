import { describe, expect, it } from 'vitest';
import { useBrowser, openTrial } from './support/trial.ts';
import { ordinaryChecks } from './support/scenarios.ts';
import { wizardPage } from './pages/wizard.ts';

useBrowser();

const isoPath = '/media/usb/ubuntu-24.04.1-live-server-amd64.iso';

describe('an installation medium in the wizard', () => {
  it('is recognised once its path is written, and says what that means and what will be done', async () => {
    const { page, t, complaints } = await openTrial({ scenario: { checks: ordinaryChecks } });
    const wizard = wizardPage(page, t);
    await wizard.open();
    await wizard.walkTo('image');
    await wizard.choose(t('wizard.image-file'));

    await page.getByLabel(t('wizard.image-path')).fill(isoPath);
    await page.keyboard.press('Tab');

    await page.getByText(t('wizard.image-installs', { release: '24.04' })).waitFor();
    for (const step of ['lab', 'network', 'review'] as const) {
      await wizard.next();
      await wizard.at(step);
    }
    await page.getByText(t('cli.action-install')).waitFor();
    expect(complaints).toEqual([]);
  });
});
