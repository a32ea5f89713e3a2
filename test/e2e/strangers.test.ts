import { describe, expect, it } from 'vitest';
import { terminalsScreen } from './pages/terminals.ts';
import { openTrial, useBrowser } from './support/trial.ts';

useBrowser();

describe('a terminal whose ssh has given up', () => {
  it.each(['en', 'de'] as const)('says in %s what it means that somebody else answers', async (language) => {
    const scenario = { labs: [{ name: 'Physics', nodes: 3 }], strangers: ['pi-201'] };
    const { page, t } = await openTrial({ scenario, language });
    const terminals = terminalsScreen(page, t);
    await terminals.open('physics');
    await terminals.openOn('pi-200');
    await terminals.type('pi-200', 'exit 255');
    await terminals.isIn('pi-200', 'terminals.state-ended-ssh');
    await terminals.openOn('pi-201');
    await terminals.type('pi-201', 'exit 255');

    await terminals.pane('pi-201').getByText(t('screen.errors.host-key-mismatch.next')).waitFor();
    expect(await page.getByText(t('screen.errors.host-key-mismatch.next')).count()).toBe(1);
  });
});
