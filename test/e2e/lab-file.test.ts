import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { languages } from '../../src-main/locales/translate.ts';
import { labScreen } from './pages/lab.ts';
import { wizardPage } from './pages/wizard.ts';
import { ordinaryChecks } from './support/scenarios.ts';
import { expectAccessible, openTrial, useBrowser } from './support/trial.ts';

useBrowser();

describe.each(languages)('a lab file in %s', (language) => {
  it('is saved from a lab, and opened where nothing is yet it fills in the wizard', async () => {
    const teacher = await openTrial({ language, scenario: { labs: [{ name: 'Übung 3', nodes: 2 }] } });
    const lab = labScreen(teacher.page, teacher.t);
    await lab.open('uebung-3');
    const saving = teacher.page.waitForEvent('download');
    await lab.button('labs.file-save').click();
    const saved = await saving;
    expect(saved.suggestedFilename()).toBe('Übung-3.bdlab');
    const content = await readFile(await saved.path());

    const { page, t, complaints } = await openTrial({ language, scenario: { checks: ordinaryChecks } });
    const wizard = wizardPage(page, t);
    await wizard.open();
    await page
      .getByLabel(t('wizard.file-open'))
      .setInputFiles({ name: 'kurs.bdlab', mimeType: 'application/yaml', buffer: content });
    await wizard.at('host-check');
    await wizard.next();
    await wizard.at('hypervisor');
    await wizard.next();
    await wizard.at('image');
    await wizard.next();
    await wizard.at('lab');

    expect(await wizard.nameField.inputValue()).toBe('Übung 3');
    expect(await wizard.nodeSlider.getAttribute('aria-valuenow')).toBe('2');
    expect(complaints).toEqual([]);
  });
});

describe('a file that is no lab file', () => {
  it('is refused with its fields, and the wizard stays as it is', async () => {
    const { page, t } = await openTrial({ scenario: { checks: ordinaryChecks } });
    const wizard = wizardPage(page, t);
    const choose = (content: string | Buffer): Promise<void> =>
      page
        .getByLabel(t('wizard.file-open'))
        .setInputFiles({ name: 'lab.bdlab', mimeType: 'application/yaml', buffer: Buffer.from(content) });
    await wizard.open();

    await choose('name: Shared\nnodes: 99\n');
    await wizard.alert.getByText('99').first().waitFor();
    await expectAccessible(page);
    await choose('x'.repeat(70_000));
    await wizard.alert.getByText(t('wizard.file-too-large')).waitFor();

    await wizard.at('welcome');
  });
});
