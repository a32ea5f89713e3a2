import { mkdir, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { languages } from '../../src-main/locales/translate.ts';
import { createTestDir } from '../fakes/test-dir.ts';
import { browsePage, type BrowsePage } from './pages/browse.ts';
import { wizardPage, type WizardPage } from './pages/wizard.ts';
import { ordinaryChecks } from './support/scenarios.ts';
import {
  enlargeText,
  expectAccessible,
  expectNoSidewaysScrolling,
  expectNothingCutOff,
  expectTranslated,
  openTrial,
  useBrowser,
  type Trial,
  type TrialOptions,
} from './support/trial.ts';

useBrowser();

interface BrowseTrial extends Trial {
  readonly home: string;
  readonly stick: string;
  readonly wizard: WizardPage;
  readonly browse: BrowsePage;
}

/** A computer with a stick, and the wizard at the choice of a file. */
async function openBrowseTrial(options: Omit<TrialOptions, 'scenario'> = {}): Promise<BrowseTrial> {
  const home = await createTestDir();
  const stick = await createTestDir();
  await mkdir(join(home, 'Bücher und Bilder'));
  await mkdir(join(home, 'Kurs', 'Woche 1'), { recursive: true });
  await writeFile(join(home, 'Kurs', 'Woche 1', 'für alle.qcow2'), 'x'.repeat(3000));
  await writeFile(join(home, 'Kurs', 'notes.txt'), '');
  await writeFile(join(stick, 'noble.img'), 'x'.repeat(5000));
  const scenario = { checks: ordinaryChecks, homeDir: home, sticks: [stick] };
  const trial = await openTrial({ ...options, scenario });
  const wizard = wizardPage(trial.page, trial.t);
  await wizard.open();
  await wizard.walkTo('image');
  await wizard.choose(trial.t('wizard.image-file'));
  return { ...trial, home, stick, wizard, browse: browsePage(trial.page, trial.t) };
}

describe('choosing an image from the folders of the computer', () => {
  it('leads with the keyboard alone to a file, fills in its path and stays on the screen', async () => {
    const { page, t, home, wizard, browse, complaints } = await openBrowseTrial();
    await page.getByRole('button', { name: t('wizard.browse-button') }).focus();
    await page.keyboard.press('Enter');
    await browse.at(home);
    expect(await browse.marked.textContent()).toContain('Bücher und Bilder');

    await page.keyboard.press('Enter');
    await browse.at(join(home, 'Bücher und Bilder'));
    await browse.dialog.getByText(t('wizard.browse-empty')).waitFor();
    await page.keyboard.press('Backspace');
    await browse.at(home);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await browse.at(join(home, 'Kurs'));
    expect(await browse.dialog.getByRole('option').count()).toBe(1);
    await page.keyboard.press('Enter');
    await browse.at(join(home, 'Kurs', 'Woche 1'));
    await page.keyboard.press('Enter');
    await browse.dialog.waitFor({ state: 'detached' });

    expect(await browse.pathField.inputValue()).toBe(join(home, 'Kurs', 'Woche 1', 'für alle.qcow2'));
    await wizard.at('image');
    expect(complaints).toEqual([]);
  });

  it('leads with the mouse to a stick, and begins there the next time', async () => {
    const { stick, wizard, browse } = await openBrowseTrial();
    await browse.open();
    expect(await browse.choose.isDisabled()).toBe(true);

    await browse.place(basename(stick)).click();
    await browse.at(stick);
    await browse.entry('noble.img').click();
    await browse.choose.click();
    await browse.dialog.waitFor({ state: 'detached' });

    expect(await browse.pathField.inputValue()).toBe(join(stick, 'noble.img'));
    await browse.open();
    await browse.at(stick);
    await browse.dialog.press('Escape');
    await browse.dialog.waitFor({ state: 'detached' });
    expect(await browse.pathField.inputValue()).toBe(join(stick, 'noble.img'));
    await wizard.at('image');
  });

  it('says that a stick was pulled out, and leads back to the beginning', async () => {
    const { page, t, home, stick, browse } = await openBrowseTrial();
    await browse.open();
    await browse.at(home);
    await rm(stick, { recursive: true });

    await browse.place(basename(stick)).click();
    await browse.dialog.getByRole('alert').getByText(t('words.reason.folder-missing')).waitFor();
    await expectAccessible(page);
    await browse.dialog.getByRole('button', { name: t('wizard.browse-start') }).click();

    await browse.at(home);
  });

  it.each(
    languages.flatMap((language) => (['light', 'dark', 'contrast'] as const).map((theme) => ({ language, theme }))),
  )('is shown whole and accessibly in a small window ($language, $theme)', async ({ language, theme }) => {
    const { page, home, stick, browse } = await openBrowseTrial({
      language,
      theme,
      viewport: { width: 800, height: 600 },
    });
    await browse.open();
    await browse.at(home);
    await page.screenshot({ path: `test-results/browse-${language}-${theme}.png` });
    await expectAccessible(page);
    await expectTranslated(page);
    await expectNothingCutOff(page);

    await enlargeText(page);
    await browse.place(basename(stick)).click();
    await browse.at(stick);
    await page.screenshot({ path: `test-results/browse-${language}-${theme}-large.png` });
    await expectNoSidewaysScrolling(page);
    await browse.choose.scrollIntoViewIfNeeded();
    expect(await browse.choose.isEnabled()).toBe(true);
  });
});
