import type { Locator, Page } from 'playwright';
import { expect } from 'vitest';
import type { WizardStep } from '../../../src-main/contract/app-views.ts';
import type { Translate } from '../../../src-main/locales/translate.ts';

const titles: Readonly<Record<Exclude<WizardStep, 'done'>, string>> = {
  welcome: 'wizard.welcome-title',
  'host-check': 'wizard.check-title',
  hypervisor: 'wizard.hypervisor-title',
  image: 'wizard.image-title',
  lab: 'wizard.lab-title',
  network: 'wizard.network-title',
  review: 'wizard.review-title',
  build: 'wizard.build-title',
};

/** The wizard as a user sees it. */
export interface WizardPage {
  readonly open: () => Promise<void>;
  /** Waits until this step is shown. */
  readonly at: (step: Exclude<WizardStep, 'done'>) => Promise<void>;
  /** Waits until the lab of this name is ready; real VMs need more than the usual time. */
  readonly atDone: (name: string, timeoutMs?: number) => Promise<void>;
  readonly next: () => Promise<void>;
  readonly back: () => Promise<void>;
  /** Goes on from the first step to this one. */
  readonly walkTo: (step: Exclude<WizardStep, 'done' | 'build'>) => Promise<void>;
  readonly build: () => Promise<void>;
  /** Fills in one of the fields under "more settings", by its name in the spec. */
  readonly fillAdvanced: (field: string, value: string) => Promise<void>;
  /** Chooses one of the offered images or hypervisors by its title. */
  readonly choose: (title: string) => Promise<void>;
  readonly nameField: Locator;
  readonly nodeSlider: Locator;
  /** Moves the slider to so many nodes, by keys. */
  readonly countNodes: (count: number) => Promise<void>;
  readonly alert: Locator;
  /** Waits until the console that lies over the page shows a text. */
  readonly consoleShows: (text: string) => Promise<void>;
}

const walk = ['welcome', 'host-check', 'hypervisor', 'image', 'lab', 'network', 'review'] as const;

/** Drives the wizard by roles and words. */
export function wizardPage(page: Page, t: Translate): WizardPage {
  const nodeSlider = page.getByRole('slider');
  const title = (text: string): Locator => page.getByRole('heading', { level: 1, name: text });
  const at: WizardPage['at'] = (step) => title(t(titles[step])).waitFor();
  const next = (): Promise<void> => page.locator('form button[type=submit]').click();
  return {
    open: async () => {
      // The scheme of a window has no origin that could be written.
      await page.goto(`${page.url().replace(/[?#].*$/s, '')}#/new`);
      await page.locator('form').waitFor();
    },
    at,
    atDone: (name, timeoutMs) =>
      title(t('wizard.done-title', { name })).waitFor(timeoutMs === undefined ? {} : { timeout: timeoutMs }),
    next,
    back: () => page.getByRole('button', { name: t('ui.back'), exact: true }).click(),
    walkTo: async (wanted) => {
      for (const step of walk.slice(0, walk.indexOf(wanted))) {
        await at(step);
        await next();
      }
      await at(wanted);
    },
    build: () => page.getByRole('button', { name: t('wizard.review-build') }).click(),
    fillAdvanced: async (field, value) => {
      const input = page.getByLabel(t(`wizard.field-${field}`));
      if (!(await input.isVisible())) await page.getByRole('button', { name: t('wizard.advanced') }).click();
      await input.fill(value);
    },
    choose: (name) => page.getByRole('radio', { name }).check(),
    nameField: page.getByLabel(t('wizard.lab-name')),
    nodeSlider,
    countNodes: async (count) => {
      await nodeSlider.press('Home');
      for (let reached = 1; reached < count; reached += 1) await nodeSlider.press('ArrowRight');
    },
    alert: page.getByRole('alert'),
    consoleShows: (text) =>
      expect
        .poll(
          async () =>
            (await page.getByRole('dialog').locator('.xterm-rows > div').allTextContents())
              .join('')
              .replaceAll('\u00a0', ' '),
          { timeout: 60_000 },
        )
        .toContain(text),
  };
}
