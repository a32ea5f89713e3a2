/**
 * `npm run screenshots -- [--out DIR] [--only NAME,...] [--languages de,en] [--themes light,dark,contrast] [--sizes 800x600,1280x800,2560x1440]
 * [--full]`: a picture of each screen, on invented VMs, as `NAME-LANGUAGE-THEME-SIZE.png`. `--full`: also what is below the
 * window. Pictures of the documentation are made by `--docs`.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import type { Browser } from 'playwright';
import { z } from 'zod';
import { createTranslator, type Language } from '../../src-main/locales/translate.ts';
import { launchBrowser } from '../../test/e2e/support/chromium.ts';
import { projectDir } from '../lib/toolchain.mjs';
import { stories, type Story } from './scenes.ts';

interface Look {
  readonly language: Language;
  readonly theme: string;
  readonly size: string;
}

interface Wish {
  readonly browser: Browser;
  readonly outDir: string;
  readonly only: readonly string[] | null;
  readonly fullPage: boolean;
}

/** Pictures that the documentation shows. */
const documented = ['lab-terminals', 'wizard-5-lab'];
const startedSchema = z.object({ value: z.object({ url: z.url() }) });

async function openApp(story: Story, language: Language, dir: string) {
  const scenarioPath = join(dir, 'scenario.json');
  await writeFile(scenarioPath, JSON.stringify({ language, ...story.scenario }));
  const args = ['scripts/app-on-fakes.ts', '--json', '--scenario', scenarioPath, '--data', join(dir, 'data')];
  const child = spawn(process.execPath, args, { cwd: projectDir, stdio: ['ignore', 'pipe', 'inherit'] });
  const end = async (): Promise<void> => {
    const exited = once(child, 'exit');
    if (child.exitCode === null && child.kill()) await exited;
  };
  for await (const line of createInterface({ input: child.stdout })) {
    return { url: startedSchema.parse(JSON.parse(line)).value.url, end };
  }
  throw new Error('the app ended before it was ready');
}

async function shoot(story: Story, { language, theme, size }: Look, wish: Wish): Promise<void> {
  const names = story.scenes.map(([name]) => name);
  const last = wish.only === null ? names.length - 1 : names.findLastIndex((name) => wish.only?.includes(name));
  if (last === -1) return;
  const dir = await mkdtemp(join(tmpdir(), 'bdl-screenshots-'));
  const app = await openApp(story, language, dir);
  const [width = 1280, height = 800] = size.split('x').map(Number);
  const context = await wish.browser.newContext({
    viewport: { width, height },
    locale: language,
    reducedMotion: 'reduce',
    ...(theme === 'contrast' ? { contrast: 'more' } : { colorScheme: theme === 'dark' ? 'dark' : 'light' }),
  });
  try {
    const page = await context.newPage();
    await page.goto(app.url);
    const stage = { page, t: createTranslator(language) };
    for (const [name, act] of story.scenes.slice(0, last + 1)) {
      await act(stage);
      if (wish.only?.includes(name) === false) continue;
      const path = join(wish.outDir, `${name}-${language}-${theme}-${size}.png`);
      await page.screenshot({ path, fullPage: wish.fullPage, animations: 'disabled' });
    }
  } finally {
    await context.close();
    await app.end();
    await rm(dir, { recursive: true, force: true });
  }
}

const { values } = parseArgs({
  options: {
    out: { type: 'string', default: join(projectDir, 'test-results', 'screenshots') },
    only: { type: 'string' },
    languages: { type: 'string', default: 'de,en' },
    themes: { type: 'string', default: 'light,dark' },
    sizes: { type: 'string', default: '800x600,1280x800,2560x1440' },
    full: { type: 'boolean', default: false },
    docs: { type: 'boolean', default: false },
  },
});
const languages = z.array(z.enum(['de', 'en'])).parse(values.languages.split(','));
const themes = values.docs ? ['light'] : values.themes.split(',');
const sizes = values.docs ? ['1280x800'] : values.sizes.split(',');
await mkdir(values.out, { recursive: true });
const browser = await launchBrowser();
const wish = {
  browser,
  outDir: values.out,
  only: values.docs ? documented : (values.only?.split(',') ?? null),
  fullPage: values.full,
};
try {
  for (const language of languages) {
    for (const theme of themes) {
      for (const size of sizes) {
        for (const story of stories) await shoot(story, { language, theme, size }, wish);
      }
    }
  }
} finally {
  await browser.close();
}
if (values.docs) {
  for (const language of languages) {
    for (const name of documented) {
      const from = join(values.out, `${name}-${language}-light-1280x800.png`);
      await copyFile(from, join(projectDir, 'docs', 'images', `${name}.${language}.png`));
    }
  }
}
