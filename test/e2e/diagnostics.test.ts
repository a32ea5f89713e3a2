import { describe, expect, it } from 'vitest';
import { diagnosticsPage } from './pages/diagnostics.ts';
import { triedWays, troubledChecks } from './support/scenarios.ts';
import { expectAccessible, expectTranslated, openTrial, useBrowser } from './support/trial.ts';

useBrowser();

const scenario = {
  checks: troubledChecks,
  host: { hypervisors: [{ id: 'qemu' as const, version: '7.2.22', acceleration: 'kvm' as const }] },
  obstacles: [{ id: 'virtualbox' as const, version: '7.2.22' }],
  ways: triedWays,
};

describe('the page on which this computer is checked', () => {
  it('counts in the navigation what is open, and no longer what was silenced', async () => {
    const { page, t, complaints } = await openTrial({ scenario });
    const diagnostics = diagnosticsPage(page, t);
    await diagnostics.open();
    await diagnostics.badge(2).waitFor({ state: 'attached' });

    await page.getByRole('button', { name: t('wizard.check-mute') }).click();
    await diagnostics.badge(1).waitFor({ state: 'attached' });

    expect(complaints).toEqual([]);
  });

  it('checks by itself soon after the app was opened, on whichever page', async () => {
    const { page, t } = await openTrial({ scenario });

    await diagnosticsPage(page, t).badge(2).waitFor({ state: 'attached' });
  });

  it('tries a hypervisor that does not work, and says why with its log', async () => {
    const { page, t, complaints } = await openTrial({ scenario });
    const diagnostics = diagnosticsPage(page, t);
    await diagnostics.open();

    await diagnostics.tryButton('VirtualBox').click();
    await page.getByText(t('trials.result-failed', { hypervisor: 'VirtualBox', version: '7.2.22' })).waitFor();
    await page.getByRole('button', { name: t('diagnostics.log') }).click();
    await page.getByText('Kernel driver not installed (rc=-1908)').waitFor();

    await expectAccessible(page);
    await expectTranslated(page);
    expect(complaints).toEqual([]);
  });

  it('falls back to software, and the choice says so', async () => {
    const { page, t } = await openTrial({ scenario });
    const diagnostics = diagnosticsPage(page, t);
    await diagnostics.open();
    await page.getByText(t('trials.chosen-qemu')).waitFor();

    await diagnostics.tryButton('QEMU').click();
    await page.getByText(t('trials.result-software', { hypervisor: 'QEMU', version: '7.2.22' })).waitFor();

    await page.getByText(t('trials.chosen-software', { hypervisor: 'QEMU' })).waitFor();
  });

  it('can be cancelled while it waits', async () => {
    const slow = { ...scenario, ways: { qemu: [{ wordAfterMs: null, patienceMs: 60_000 }] } };
    const { page, t } = await openTrial({ scenario: slow });
    const diagnostics = diagnosticsPage(page, t);
    await diagnostics.open();
    await diagnostics.tryButton('QEMU').click();

    await page.getByRole('button', { name: t('labs.cancel-operation') }).click();

    await expect.poll(() => diagnostics.tryButton('QEMU').isEnabled()).toBe(true);
    await page.getByText(t('diagnostics.not-tried')).first().waitFor();
  });
});

describe('the guide to the firmware', () => {
  it('is opened by the check that needs it, draws the keys, and restarts only after two questions', async () => {
    const { page, t, complaints } = await openTrial({ scenario });
    const diagnostics = diagnosticsPage(page, t);
    await diagnostics.open();

    await page.getByRole('button', { name: t('fixes.action-firmware-guide') }).click();
    await diagnostics.dialog.getByRole('img').first().waitFor();
    await expectAccessible(page);
    await page.getByRole('button', { name: t('diagnostics.restart') }).click();
    const goOn = page.getByRole('button', { name: t('ui.next'), exact: true });
    expect(await goOn.isEnabled()).toBe(false);
    await page.getByRole('checkbox').check();
    await expectAccessible(page);
    await goOn.click();
    await page.getByRole('heading', { name: t('diagnostics.restart-really') }).waitFor();

    await page.getByRole('button', { name: t('diagnostics.restart-now') }).click();

    await expect.poll(() => page.getByRole('button', { name: t('diagnostics.restart-now') }).isEnabled()).toBe(false);
    expect(complaints).toEqual([]);
  });

  it('says why it does not restart while a lab runs', async () => {
    const labs = [{ name: 'Physics', nodes: 1 }];
    const { page, t } = await openTrial({ scenario: { ...scenario, labs } });
    const diagnostics = diagnosticsPage(page, t);
    await diagnostics.open();
    await page.getByRole('button', { name: t('diagnostics.firmware-open') }).click();
    await page.getByRole('button', { name: t('diagnostics.restart') }).click();
    await page.getByText(t('diagnostics.restart-labs', { labs: 'Physics' })).waitFor();
    await page.getByRole('checkbox').check();
    await page.getByRole('button', { name: t('ui.next'), exact: true }).click();

    await page.getByRole('button', { name: t('diagnostics.restart-now') }).click();

    await page.getByRole('dialog').getByRole('alert').waitFor();
  });
});
