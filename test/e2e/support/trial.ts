import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContextOptions, Page } from 'playwright';
import { afterAll, beforeAll, expect, onTestFinished } from 'vitest';
import type { Settings } from '../../../src-main/contract/app-views.ts';
import { en } from '../../../src-main/locales/en/index.ts';
import { createTranslator, type Language, type Translate } from '../../../src-main/locales/translate.ts';
import { startApp, type RunningApp, type ScenarioInput } from './app.ts';
import { launchBrowser } from './chromium.ts';

/** A page on a running app, with the words it shows. */
export interface Trial {
  readonly app: RunningApp;
  readonly page: Page;
  readonly t: Translate;
  /** What went wrong in the page so far, console errors included. */
  readonly complaints: readonly string[];
}

export interface TrialOptions {
  readonly scenario?: ScenarioInput;
  readonly language?: Language;
  readonly theme?: Settings['theme'];
  readonly viewport?: NonNullable<BrowserContextOptions['viewport']>;
}

const patienceMs = 120_000;
const usualViewport = { width: 1280, height: 800 };
const browsers: Browser[] = [];

/** Opens one browser for all tests of a file. */
export function useBrowser(): void {
  beforeAll(async () => {
    browsers.push(await launchBrowser());
  });
  afterAll(async () => {
    await browsers.pop()?.close();
  });
}

/** Starts the app and opens a page on it, in a fresh profile. */
export async function openTrial(options: TrialOptions = {}): Promise<Trial> {
  const { scenario = {}, language = 'en' } = options;
  const app = await startApp({ language, ...scenario });
  const { page, complaints } = await openPage(app, options);
  return { app, page, complaints, t: createTranslator(language) };
}

/** Another window on the same app. */
export async function openPage(
  app: Pick<RunningApp, 'url'>,
  options: TrialOptions = {},
): Promise<{ readonly page: Page; readonly complaints: string[] }> {
  const [browser] = browsers;
  if (browser === undefined) throw new Error('call useBrowser() in this file');
  const { language = 'en', theme = 'light', viewport = usualViewport } = options;
  const context = await browser.newContext({
    viewport,
    locale: language,
    reducedMotion: 'reduce',
    ...(theme === 'contrast' ? { contrast: 'more' } : { colorScheme: theme === 'dark' ? 'dark' : 'light' }),
  });
  // Only ends what hangs, also on a computer that is busy with other things.
  context.setDefaultTimeout(patienceMs);
  const page = await context.newPage();
  onTestFinished(async ({ task }) => {
    if (task.result?.state === 'fail') await page.screenshot({ path: `test-results/${task.id}.png`, fullPage: true });
    await context.close();
  });
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  const connected = page.waitForEvent('websocket').then((socket) => socket.waitForEvent('framereceived'));
  await page.goto(app.url);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await connected;
  return { page, complaints };
}

/** Goes to a place of the app by its address. */
export async function goTo(page: Page, hash: string): Promise<void> {
  await page.goto(`${new URL(page.url()).origin}/#${hash}`);
  await page.getByRole('heading', { level: 1 }).waitFor();
}

/** Expects that axe finds nothing on what is shown now. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);

  expect(found).toEqual([]);
}

/** Expects that nothing is cut off at the side. */
export async function expectNoSidewaysScrolling(page: Page): Promise<void> {
  const isTooWide = await page.evaluate<boolean>(
    'document.documentElement.scrollWidth > document.documentElement.clientWidth',
  );

  expect(isTooWide).toBe(false);
}

/** Expects that no button, heading or field hides a part of its own text. */
export async function expectNothingCutOff(page: Page): Promise<void> {
  const cut = await page.evaluate<string[]>(
    `[...document.querySelectorAll('button, a, h1, h2, h3, label, p, dd, dt, li')]
      .filter((element) => element.checkVisibility() && getComputedStyle(element).overflowX === 'hidden')
      .filter(({ scrollWidth, clientWidth }) => clientWidth > 1 && scrollWidth > clientWidth + 1)
      .map(({ textContent }) => textContent)`,
  );

  expect(cut).toEqual([]);
}

/** Makes all text twice as large, as the setting of the browser does. */
export async function enlargeText(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Page.setFontSizes', { fontSizes: { standard: 32, fixed: 26 } });
}

/** Expects that everything that is shown has words, and no key of one. */
export async function expectTranslated(page: Page): Promise<void> {
  const shown = await page.locator('body').innerText();
  const names = await page.evaluate<string[]>(
    `[...document.querySelectorAll('[aria-label],[title],[placeholder],[alt]')].flatMap((element) =>
      ['aria-label', 'title', 'placeholder', 'alt'].map((name) => element.getAttribute(name) ?? ''))`,
  );
  const areas = Object.keys(en).join('|');
  const keys = [shown, ...names].flatMap(
    (text) => text.match(new RegExp(`\\b(?:${areas})\\.[a-z][\\w.-]*`, 'g')) ?? [],
  );

  expect(keys).toEqual([]);
}
