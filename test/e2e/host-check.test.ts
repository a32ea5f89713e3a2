import { describe, expect, it } from 'vitest';
import { languages } from '../../src-main/locales/translate.ts';
import { wizardPage } from './pages/wizard.ts';
import type { ScenarioInput } from './support/app.ts';
import { expectAccessible, openPage, openTrial, useBrowser } from './support/trial.ts';

useBrowser();

/** As `scripts/app-on-fakes.ts` says it of its user: anna, on annas-laptop, at home in /home/anna. */
const checks: NonNullable<ScenarioInput['checks']> = [
  {
    id: 'disk',
    status: 'warning',
    finding: 'below-recommended',
    params: { freeGiB: 84, neededGiB: 5, recommendedGiB: 100, fits: 8, path: '/home/anna/data' },
    evidence: ['/home/anna/data on annas-laptop: 84 GiB free'],
  },
  {
    id: 'hypervisors',
    status: 'ok',
    finding: 'found',
    params: { hypervisor: 'qemu', version: '7.2.22', acceleration: 'kvm' },
    evidence: ['qemu: the user anna is in the group kvm'],
  },
];

describe.each(languages)('the report of the check in %s', (language) => {
  it('is copied in the language of the user, and tells nothing of who that is', async () => {
    const { page, t } = await openTrial({ language, scenario: { checks } });
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const wizard = wizardPage(page, t);
    await wizard.open();
    await wizard.walkTo('host-check');

    await page.getByRole('button', { name: t('wizard.check-copy') }).click();
    await page.getByRole('button', { name: t('ui.copied') }).waitFor();
    const report = await page.evaluate<string>('navigator.clipboard.readText()');

    expect(report).toContain(t('checks.disk.title'));
    expect(report).toContain(t('checks.status-warning'));
    expect(report).toContain(`${t('checks.report-home')}/data`);
    expect(report).toContain(t('checks.report-user'));
    expect(report).toContain('7.2.22');
    expect(report).not.toMatch(/anna/i);
  });
});

describe('a finding that merely stands out', () => {
  it('no longer counts once the user does not want to be reminded, also later, until they want to again', async () => {
    const { app, page, t, complaints } = await openTrial({ scenario: { checks } });
    const wizard = wizardPage(page, t);
    await wizard.open();
    await wizard.walkTo('host-check');
    await page.getByText(t('wizard.check-warning')).waitFor();

    await page.getByRole('button', { name: t('wizard.check-mute') }).click();
    await page.getByText(t('wizard.check-ok')).waitFor();
    await page.getByText(t('wizard.check-muted')).waitFor();
    await expectAccessible(page);
    await page.waitForLoadState('networkidle');

    const { page: second } = await openPage(app);
    await wizardPage(second, t).open();
    await second.getByText(t('wizard.check-ok')).waitFor();
    await second.getByRole('button', { name: t('wizard.check-unmute') }).click();
    await second.getByText(t('wizard.check-warning')).waitFor();
    expect(complaints).toEqual([]);
  });

  it('cannot be silenced where it is a problem', async () => {
    const full = checks.map((check) => ({ ...check, status: 'problem' as const, finding: 'too-little' }));
    const { page, t } = await openTrial({ scenario: { checks: full.slice(0, 1) } });
    const wizard = wizardPage(page, t);
    await wizard.open();
    await wizard.walkTo('host-check');

    await page.getByText(t('wizard.check-problem')).waitFor();

    expect(await page.getByRole('button', { name: t('wizard.check-mute') }).count()).toBe(0);
  });
});

it('a finding tells its ways out, with the line to copy', async () => {
  const command = 'sudo usermod -aG kvm "$USER"';
  const fix = { kind: 'command' as const, id: 'join-kvm', params: {}, command, needsAdministrator: true };
  const forbidden = { id: 'kvm' as const, status: 'warning' as const, finding: 'forbidden', params: {}, fixes: [fix] };
  const { page, t, complaints } = await openTrial({
    scenario: { checks: [...checks.slice(1), { ...forbidden, evidence: ['/dev/kvm: EACCES'] }] },
  });
  const wizard = wizardPage(page, t);
  await wizard.open();
  await wizard.walkTo('host-check');

  await page.getByText(t('checks.kvm.forbidden')).waitFor();
  await page.getByText(t('fixes.join-kvm')).waitFor();
  await page.getByText(command).waitFor();
  await page.getByText(t('fixes.as-administrator')).waitFor();
  await expectAccessible(page);
  expect(complaints).toEqual([]);
});
