import type { Locator } from 'playwright';
import { describe, expect, it } from 'vitest';
import { languages } from '../../src-main/locales/translate.ts';
import { labScreen } from './pages/lab.ts';
import { wizardPage } from './pages/wizard.ts';
import { nodeNotReady, ordinaryChecks, unhurried } from './support/scenarios.ts';
import { expectAccessible, goTo, openTrial, useBrowser } from './support/trial.ts';

useBrowser();

describe.each(languages)('the wizard in %s', (language) => {
  it('leads from the first screen to a ready lab with the keyboard alone', async () => {
    const { page, t, complaints } = await openTrial({ language, scenario: { checks: ordinaryChecks } });
    const wizard = wizardPage(page, t);
    const pressOn = async (key: string): Promise<void> => {
      await page.getByRole('button', { name: t(key), exact: true }).focus();
      await page.keyboard.press('Enter');
    };

    await page.getByRole('link', { name: t('labs.new-lab') }).focus();
    await page.keyboard.press('Enter');
    await wizard.at('welcome');
    await pressOn('wizard.begin');
    await wizard.at('host-check');
    await pressOn('ui.next');
    await wizard.at('hypervisor');
    await pressOn('ui.next');
    await wizard.at('image');
    await page.getByRole('radio').first().focus();
    await page.keyboard.press('ArrowDown');
    await page.getByRole('radio', { name: /26\.04/, checked: true }).waitFor();
    await pressOn('ui.next');
    await wizard.at('lab');
    await wizard.nameField.focus();
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.type('Übung 1');
    await wizard.countNodes(2);
    await page.getByText('pi-201').waitFor();
    await expect.poll(() => page.getByText('pi-202').count()).toBe(0);
    await wizard.nameField.focus();
    await page.keyboard.press('Enter');
    await wizard.at('network');
    await page.getByRole('img', { name: /pi-200.*pi-201/ }).waitFor();
    await pressOn('ui.next');
    await wizard.at('review');
    await pressOn('wizard.review-build');
    await wizard.atDone('Übung 1');
    await pressOn('wizard.done-open');

    const lab = labScreen(page, t);
    await lab.nodeIs('pi-200', 'running');
    await lab.nodeIs('pi-201', 'running');
    expect(complaints).toEqual([]);
  });
});

describe('the wizard', () => {
  it('goes on where it was after the page was closed, and keeps what was typed', async () => {
    const { page, t } = await openTrial({ scenario: { checks: ordinaryChecks } });
    const wizard = wizardPage(page, t);
    await wizard.open();
    await wizard.walkTo('lab');
    await wizard.nameField.fill('Kept');
    await page.getByText(t('wizard.preview')).waitFor();
    await page.waitForLoadState('networkidle');

    await page.reload();

    await wizard.at('lab');
    expect(await wizard.nameField.inputValue()).toBe('Kept');
    await wizard.back();
    await wizard.at('image');
    await goTo(page, '/labs');
    await page.getByRole('link', { name: t('labs.continue') }).click();
    await wizard.at('image');
  });

  it('follows a build that goes on while no page is open', async () => {
    const { page, t } = await openTrial({ scenario: { delaysMs: unhurried } });
    const wizard = wizardPage(page, t);
    await wizard.open();
    await wizard.walkTo('review');
    await wizard.build();
    await wizard.at('build');

    await page.reload();

    await wizard.at('build');
    await page.getByRole('progressbar', { name: t('labs.progress') }).waitFor();
    await wizard.atDone('Big Data Lab');
  });

  it('goes on with a build after the program was ended in the middle', async () => {
    const { app, page, t } = await openTrial({ scenario: { delaysMs: { boot: 60_000 } } });
    const wizard = wizardPage(page, t);
    await wizard.open();
    await wizard.walkTo('review');
    await wizard.build();
    await page.getByText(t('steps.base')).first().waitFor();
    await page.waitForLoadState('networkidle');

    const again = await app.restart({});
    await page.goto(again.url);
    await wizard.open();
    await page.getByRole('heading', { name: t('wizard.build-interrupted') }).waitFor();
    await page.getByRole('button', { name: t('wizard.build-retry') }).click();

    await wizard.atDone('Big Data Lab');
  });

  it('says what failed and what to do, and goes on from there', async () => {
    const failure = { ...nodeNotReady, evidence: ['the last line of the console'] };
    const { page, t } = await openTrial({ scenario: { failures: [failure] } });
    const wizard = wizardPage(page, t);
    await wizard.open();
    await wizard.walkTo('review');
    await wizard.build();

    await wizard.alert.getByText('pi-201').waitFor();
    await wizard.alert.getByText(t('guest.hint.ssh')).waitFor();
    await wizard.alert.getByRole('button', { name: t('ui.details') }).click();
    await wizard.alert.getByText('the last line of the console').waitFor();
    await wizard.alert.getByRole('button', { name: t('wizard.build-retry') }).click();

    await wizard.atDone('Big Data Lab');
  });

  it('keeps a failed build for later, or undoes it after asking, and begins the settings anew', async () => {
    const { page, t } = await openTrial({ scenario: { failures: [nodeNotReady] } });
    const wizard = wizardPage(page, t);
    await wizard.open();
    await wizard.walkTo('review');
    await wizard.build();
    await wizard.alert.getByRole('link', { name: t('wizard.build-keep') }).click();
    await page.getByRole('link', { name: t('labs.continue') }).click();

    await wizard.alert.getByRole('button', { name: t('wizard.build-undo') }).click();
    await page.getByRole('dialog').getByText('pi-200, pi-201, pi-202').waitFor();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: t('wizard.build-undo-confirm') })
      .click();

    await wizard.at('lab');
    await page.getByText(t('wizard.preview')).waitFor();
  });

  it('shows what the base and a node say while they boot, and by keyboard leads back', async () => {
    const scenario = { delaysMs: { boot: 3000 }, failures: [nodeNotReady] };
    const { page, t, complaints } = await openTrial({ scenario });
    const wizard = wizardPage(page, t);
    await wizard.open();
    await wizard.walkTo('review');
    await wizard.build();

    await page.getByRole('button', { name: t('terminals.console-base') }).click();
    await wizard.consoleShows('ttyS0');
    await page.keyboard.press('Escape');
    await wizard.alert.getByText('pi-201').waitFor();
    await page.getByRole('button', { name: t('terminals.console', { node: 'pi-201' }) }).click();
    await wizard.consoleShows('pi-201 login:');
    await expectAccessible(page);
    await page.keyboard.press('Escape');

    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(complaints).toEqual([]);
  });

  it('undoes a cancelled build and lets the settings be changed', async () => {
    const { page, t } = await openTrial({ scenario: { delaysMs: { boot: 60_000 } } });
    const wizard = wizardPage(page, t);
    await wizard.open();
    await wizard.walkTo('review');
    await wizard.build();
    await page.getByText(t('steps.base')).first().waitFor();

    await page.getByRole('button', { name: t('labs.cancel-operation') }).click();
    await page.getByText(t('labs.operation-cancelled-more')).waitFor();
    await page.getByRole('button', { name: t('wizard.build-change') }).click();

    await wizard.at('lab');
    await page.getByText(t('wizard.preview')).waitFor();
  });

  it('tells at once that so many nodes do not fit, and does not go on', async () => {
    const { page, t } = await openTrial({
      scenario: { checks: ordinaryChecks, host: { memoryTotalMiB: 4096, memoryAvailableMiB: 3000 } },
    });
    const wizard = wizardPage(page, t);
    await wizard.open();
    await wizard.walkTo('lab');
    await wizard.nodeSlider.focus();
    await page.keyboard.press('End');

    await wizard.alert.getByText('4096 MiB').waitFor();
    await wizard.next();

    await page.getByText(t('wizard.lab-obstacle')).waitFor();
    await wizard.at('lab');
  });

  it('stops where no hypervisor is, and says how to get one', async () => {
    const action = 'install-hypervisor' as const;
    const installHypervisor = { kind: 'action' as const, id: action, action, params: {} };
    const checks = ordinaryChecks.map((check) =>
      check.id === 'hypervisors'
        ? {
            ...check,
            status: 'problem' as const,
            finding: 'none',
            params: {},
            evidence: [],
            fixes: [installHypervisor],
          }
        : check,
    );
    const { page, t } = await openTrial({ scenario: { checks, host: { hypervisors: [] } } });
    const wizard = wizardPage(page, t);
    await wizard.open();
    await wizard.walkTo('hypervisor');

    await wizard.alert.getByText(t('fixes.install-hypervisor')).waitFor();
    await wizard.next();

    await page.getByText(t('wizard.hypervisor-needed')).waitFor();
    await wizard.at('hypervisor');
  });

  it('installs a hypervisor where none is, after showing what will be run, and goes on', async () => {
    const { page, t, complaints } = await openTrial({
      scenario: { host: { hypervisors: [] }, obstacles: [{ id: 'qemu', version: null }] },
    });
    const wizard = wizardPage(page, t);
    await wizard.open();
    await wizard.walkTo('hypervisor');

    await page.getByRole('button', { name: t('install.button-of', { hypervisor: 'QEMU' }) }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('/usr/bin/apt-get install --yes qemu-system-x86 qemu-utils').waitFor();
    await expectAccessible(page);
    await dialog.getByRole('button', { name: t('install.button'), exact: true }).click();
    await dialog.getByText(t('install.done', { hypervisor: 'QEMU' })).waitFor();
    await dialog.getByRole('button', { name: t('install.check-again') }).click();

    await page.getByRole('radio', { name: /QEMU/ }).waitFor();
    await wizard.next();
    await wizard.at('image');
    expect(complaints).toEqual([]);
  });

  it('takes an image that this computer can have when the proposed one cannot be reached, and leaves the choice', async () => {
    const probes = {
      'ubuntu-24.04': { status: 'unreachable' as const, sizeBytes: null, fallback: 'debian-packages' },
      'debian-packages': { status: 'buildable' as const, sizeBytes: null, fallback: null },
    };
    const { page, t } = await openTrial({ scenario: { checks: ordinaryChecks, probes } });
    const wizard = wizardPage(page, t);
    const radio = (title: string): Locator => page.getByRole('radio', { name: title });
    await wizard.open();
    await wizard.walkTo('image');
    await page.getByText(t('wizard.image-replaced', { image: t('wizard.image-ubuntu-24.04') })).waitFor();
    expect(await radio(t('wizard.image-debian-packages')).isChecked()).toBe(true);

    await wizard.choose(t('wizard.image-ubuntu-24.04'));
    await wizard.next();
    await wizard.at('lab');
    await wizard.back();

    await wizard.at('image');
    await page.getByText(t('wizard.image-offline')).waitFor();
    expect(await radio(t('wizard.image-ubuntu-24.04')).isChecked()).toBe(true);
  });

  it('downloads the image while the user goes on, once', async () => {
    const { page, t } = await openTrial({ scenario: { checks: ordinaryChecks, delaysMs: { image: 60_000 } } });
    const wizard = wizardPage(page, t);
    const fetches: string[] = [];
    page.on('request', (request) => {
      if (request.url().endsWith('/api/images.fetch')) fetches.push(request.url());
    });
    await wizard.open();
    await wizard.walkTo('lab');

    await wizard.back();
    await page.getByRole('progressbar', { name: t('labs.progress') }).waitFor();
    await wizard.next();
    await wizard.at('lab');
    expect(fetches).toHaveLength(1);
  });
});
