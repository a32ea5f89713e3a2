/**
 * `node scripts/make-icons.ts`: draws every icon in `assets/` from two drawings, that of the app (`src-renderer/public/icon.svg`) and that
 * beside the clock (`assets/tray.svg`). Needs Chromium. The results are kept in the repository, so that packing needs no browser.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { launchBrowser } from '../test/e2e/support/chromium.ts';
import { toIcns, toIco, type SizedPng } from './lib/icon-files.ts';
import { projectDir } from './lib/toolchain.mjs';

const assetsDir = join(projectDir, 'assets');

async function draw(page: Page, svg: string, size: number): Promise<SizedPng> {
  await page.setViewportSize({ width: size, height: size });
  const source = `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
  await page.setContent(`<style>body { margin: 0 }</style><img width="${size}" height="${size}" src="${source}">`);
  await page.locator('img').evaluate('(image) => image.decode()');
  return { size, png: await page.screenshot({ omitBackground: true }) };
}

const browser = await launchBrowser();
try {
  const page = await browser.newPage();
  const app = await readFile(join(projectDir, 'src-renderer', 'public', 'icon.svg'), 'utf8');
  const template = await readFile(join(assetsDir, 'tray.svg'), 'utf8');
  const sizes = [16, 32, 48, 64, 128, 256, 512, 1024];
  const icons: SizedPng[] = [];
  for (const size of sizes) icons.push(await draw(page, app, size));

  await mkdir(join(assetsDir, 'icons'), { recursive: true });
  for (const { size, png } of icons.filter(({ size }) => size <= 512)) {
    await writeFile(join(assetsDir, 'icons', `${size}x${size}.png`), png);
  }
  await writeFile(join(assetsDir, 'icon.png'), (await draw(page, app, 256)).png);
  await writeFile(join(assetsDir, 'icon.ico'), toIco(icons.filter(({ size }) => size <= 256)));
  await writeFile(join(assetsDir, 'icon.icns'), toIcns(icons));
  for (const [suffix, scale] of [
    ['', 1],
    ['@2x', 2],
  ] as const) {
    await writeFile(join(assetsDir, `tray${suffix}.png`), (await draw(page, app, 24 * scale)).png);
    await writeFile(join(assetsDir, `trayTemplate${suffix}.png`), (await draw(page, template, 18 * scale)).png);
  }
} finally {
  await browser.close();
}
