import { describe, expect, it } from 'vitest';
import { expectAccessible, openTrial, useBrowser } from './support/trial.ts';

useBrowser();

describe('making room', () => {
  it('says what each thing gives, does what is ticked after a question, and tells what it gave', async () => {
    const { page, t, complaints } = await openTrial({ scenario: { labs: [{ name: 'Physics', nodes: 1 }] } });
    await page.goto(`${new URL(page.url()).origin}/#/storage`);
    const node = page.getByRole('checkbox', { name: t('reclaim.kind-discard', { name: 'pi-200', lab: 'Physics' }) });
    const image = page.getByRole('checkbox', { name: t('reclaim.kind-image', { name: 'ubuntu-24.04' }) });

    await image.waitFor();
    expect([await node.isChecked(), await image.isChecked()]).toEqual([true, false]);
    await expectAccessible(page);
    await image.check();
    await page.getByRole('button', { name: t('reclaim.run') }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: t('reclaim.run') })
      .click();

    await page.getByText(t('reclaim.freed-nothing', { name: 'pi-200' })).waitFor();
    await image.waitFor({ state: 'detached' });
    expect(complaints).toEqual([]);
  });
});
