import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { createTranslator, languages } from '../../src-main/locales/translate.ts';
import { labScreen } from './pages/lab.ts';
import { wizardPage } from './pages/wizard.ts';
import { nodeNotReady, ordinaryChecks } from './support/scenarios.ts';
import {
  enlargeText,
  expectAccessible,
  expectNoSidewaysScrolling,
  expectNothingCutOff,
  expectTranslated,
  goTo,
  openTrial,
  useBrowser,
} from './support/trial.ts';

useBrowser();

const labs = [{ name: 'Physics', nodes: 3 }];
const places = [
  '/labs',
  '/labs/physics',
  '/labs/physics/terminals',
  '/storage',
  '/settings',
  '/diagnostics',
  '/help',
  '/help/containers',
  '/labs/nothing',
];
const steps = ['welcome', 'host-check', 'hypervisor', 'image', 'lab', 'network', 'review'] as const;

const views = [
  ['en', 'light', { width: 1280, height: 800 }],
  ['de', 'dark', { width: 800, height: 600 }],
  ['de', 'contrast', { width: 1280, height: 800 }],
  // What is left of a small window at a text size of 200 %.
  ['en', 'dark', { width: 640, height: 480 }],
] as const;

describe.each(views)('in %s, %s, %j', (language, theme, viewport) => {
  it('axe finds nothing on any place, and nothing is cut off', async () => {
    const { page } = await openTrial({ language, theme, viewport, scenario: { labs, checks: ordinaryChecks } });

    for (const place of places) {
      await goTo(page, place);
      await page.waitForLoadState('networkidle');
      await expectAccessible(page);
      await expectNoSidewaysScrolling(page);
      await expectTranslated(page);
    }
  });

  it('axe finds nothing on any step of the wizard, and nothing is cut off', async () => {
    const { page, t } = await openTrial({ language, theme, viewport, scenario: { checks: ordinaryChecks } });
    const wizard = wizardPage(page, t);
    await wizard.open();

    for (const step of steps) {
      await wizard.at(step);
      await page.waitForLoadState('networkidle');
      await expectAccessible(page);
      await expectNoSidewaysScrolling(page);
      await expectTranslated(page);
      await wizard.next();
    }
    await wizard.atDone('Big Data Lab');
    await expectAccessible(page);
  });
});

it.each(languages)('nothing is cut off in %s when all text is twice as large', async (language) => {
  const scenario = { labs, checks: ordinaryChecks };
  const { page, t } = await openTrial({ language, scenario });
  await enlargeText(page);
  const body = 'Number.parseFloat(getComputedStyle(document.body).fontSize)';
  expect(await page.evaluate<number>(body)).toBeGreaterThanOrEqual(28);

  for (const place of places) {
    await goTo(page, place);
    await page.waitForLoadState('networkidle');
    await expectNoSidewaysScrolling(page);
    await expectNothingCutOff(page);
  }
  const wizard = wizardPage(page, t);
  await wizard.open();
  for (const step of steps) {
    await wizard.at(step);
    await page.waitForLoadState('networkidle');
    await expectNoSidewaysScrolling(page);
    await expectNothingCutOff(page);
    await wizard.next();
  }
});

describe.each(['light', 'dark', 'contrast'] as const)('in %s', (theme) => {
  it('axe finds nothing while something runs, when it failed, and in dialogs', async () => {
    const { page, t } = await openTrial({
      theme,
      scenario: { delaysMs: { boot: 3000 }, failures: [{ ...nodeNotReady, evidence: ['login:'] }] },
    });
    const wizard = wizardPage(page, t);
    await wizard.open();
    await wizard.walkTo('review');
    await wizard.build();
    await wizard.at('build');
    await expectAccessible(page);
    await wizard.alert.getByRole('button', { name: t('ui.details') }).click();
    await expectAccessible(page);

    const lab = labScreen(page, t);
    await lab.open('big-data-lab');
    for (const key of ['labs.delete-lab', 'labs.snapshot-take', 'labs.add-nodes']) {
      await lab.button(key).click();
      await lab.dialog.waitFor();
      await expectAccessible(page);
      await page.keyboard.press('Escape');
      await lab.dialog.waitFor({ state: 'detached' });
    }
  });
});

it('changes language and look at once, and keeps them', async () => {
  const { page, t } = await openTrial();
  const de = createTranslator('de');

  await page.getByRole('button', { name: new RegExp(`^${t('ui.language')}:`) }).click();
  await page.getByRole('menuitem', { name: 'Deutsch' }).click();
  await page.getByRole('heading', { level: 1, name: de('labs.list-title') }).waitFor();
  await page.getByRole('button', { name: new RegExp(`^${de('ui.theme')}:`) }).click();
  await page.getByRole('menuitem', { name: de('ui.theme-contrast') }).click();
  await expect
    .poll(() => page.evaluate<string>('getComputedStyle(document.body).backgroundColor'))
    .toBe('rgb(0, 0, 0)');
  await page.reload();

  await page.getByRole('heading', { level: 1, name: de('labs.list-title') }).waitFor();
  expect(await page.evaluate<string>('getComputedStyle(document.body).backgroundColor')).toBe('rgb(0, 0, 0)');
  expect(await page.evaluate<string>('document.documentElement.lang')).toBe('de');
});

it('asks the core for nothing while it cannot be seen', async () => {
  const { page } = await openTrial({ scenario: { labs } });
  await page.waitForLoadState('networkidle');
  await page.clock.install();
  await page.reload();
  await page.getByRole('link', { name: /Physics/ }).waitFor();
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  const minuteMs = 60_000;

  await page.evaluate(
    `Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true }); document.dispatchEvent(new Event('visibilitychange'))`,
  );
  await page.clock.runFor(minuteMs);
  expect(asked).toEqual([]);

  await page.evaluate(
    `Object.defineProperty(document, 'visibilityState', { value: 'visible' }); document.dispatchEvent(new Event('visibilitychange'))`,
  );
  await page.clock.runFor(minuteMs);
  await expect.poll(() => asked.length).toBeGreaterThan(0);
});

it('shows the first view with less than 400 kB of packed script', async () => {
  const { page } = await openTrial();
  const loaded = await page.evaluate<string[]>(
    `performance.getEntriesByType('resource').map(({ name }) => name).filter((name) => name.endsWith('.js'))`,
  );
  const builtDir = join(import.meta.dirname, '../../dist/renderer/assets');
  const files = loaded.map((url) => url.slice(url.lastIndexOf('/') + 1));
  const sizes = await Promise.all(files.map(async (file) => gzipSync(await readFile(join(builtDir, file))).length));
  const limitBytes = 400_000;

  expect((await readdir(builtDir)).filter((file) => file.endsWith('.js')).length).toBeGreaterThan(files.length);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(limitBytes);
});
