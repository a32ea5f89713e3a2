import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Page } from 'playwright';
import { z } from 'zod';
import { createTranslator } from '../../src-main/locales/translate.ts';
import { launchBrowser } from '../../test/e2e/support/chromium.ts';
import { projectDir } from '../lib/toolchain.mjs';
import type { Care } from './care.ts';
import type { BenchContext } from './qemu.ts';
import type { Pair, Result } from './results.ts';
import { clocked, currentLoad, runPairs } from './rounds.ts';
import { streamThroughScript } from './terminal.ts';

const mebibyte = 1024 ** 2;
const node = 'pi-200';
/** Between two clicks: time enough for the first to be answered. */
const clickEveryMs = 300;
const quietClicks = 10;
const t = createTranslator('en');
const startedSchema = z.object({ value: z.object({ url: z.url() }) });

/** The app on invented VMs, with a lab whose terminals are shells of this computer; answers its start address. */
async function startApp(dir: string, care: Care): Promise<string> {
  const scenarioPath = join(dir, 'scenario.json');
  await writeFile(scenarioPath, JSON.stringify({ labs: [{ name: 'Bench', nodes: 1 }] }));
  const args = ['scripts/app-on-fakes.ts', '--json', '--scenario', scenarioPath, '--data', join(dir, 'data')];
  const child = spawn(process.execPath, args, { cwd: projectDir, stdio: ['ignore', 'pipe', 'inherit'] });
  care.add('the app', () => endProcess(child));
  for await (const line of createInterface({ input: child.stdout })) {
    return startedSchema.parse(JSON.parse(line)).value.url;
  }
  throw new Error('the app ended before it was ready');
}

async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill();
  await exited;
}

async function openPage(url: string, care: Care): Promise<Page> {
  const browser = await launchBrowser();
  care.add('the browser', () => browser.close());
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.goto(url);
  await page.getByRole('heading', { level: 1 }).waitFor();
  return page;
}

/** From the request to what a user can read, against a single picture from the same server. */
function measureFirstView(page: Page, rounds: number, signal: AbortSignal): Promise<Pair[]> {
  const { origin } = new URL(page.url());
  const ours = {
    prepare: async () => {
      await page.goto('about:blank');
    },
    run: async () => {
      await page.goto(`${origin}/#/labs`);
      await page.getByRole('link', { name: /Bench/ }).waitFor();
    },
  };
  const floor = {
    prepare: ours.prepare,
    run: async () => {
      await page.goto(`${origin}/icon.svg`);
    },
  };
  return runPairs(rounds, { ours, floor, signal });
}

/** Lets the page note how long each click waits until the next picture shows its effect, as browsers themselves count it. */
const noteClicks = `window.clickTimes = []; new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (entry.name === 'click') window.clickTimes.push(entry.duration);
}).observe({ type: 'event', durationThreshold: 16 })`;

async function slowestClick(page: Page): Promise<number> {
  const times = await page.evaluate<number[]>('window.clickTimes.splice(0)');
  // What is faster than one picture of the screen is not noted.
  return Math.max(16, ...times);
}

/** Opens a terminal on the only node of the lab. */
async function openTerminal(page: Page): Promise<void> {
  await page.goto(`${new URL(page.url()).origin}/#/labs/bench/terminals`);
  await page.getByRole('button', { name: t('terminals.new'), exact: true }).click();
  await page.getByRole('menuitem', { name: node, exact: true }).click();
  await page.getByText(t('terminals.state-open')).waitFor({ state: 'attached' });
}

const sizeButtons = ['terminals.larger', 'terminals.smaller'] as const;

async function clickOnce(page: Page, count: number): Promise<void> {
  await page.getByRole('button', { name: t(sizeButtons[count % 2 === 0 ? 0 : 1]), exact: true }).click();
}

function pause(): Promise<false> {
  return new Promise((resolve) => setTimeout(() => resolve(false), clickEveryMs));
}

/** The slowest click and the whole time while a terminal prints all of a file. */
async function printAndClick(
  page: Page,
  path: string,
  round: number,
): Promise<{ readonly clickMs: number; readonly totalMs: number }> {
  const screen = page.locator('.xterm-rows');
  // Another number each time: the last one may still be in sight.
  const end = 42_000 + round;
  const startedAt = performance.now();
  await page.locator('.xterm-screen').click();
  await page.keyboard.type(`clear; cat '${path}'; expr ${String(end)} + 0\n`);
  const over = screen
    .filter({ hasText: new RegExp(`(?<!expr )${String(end)}(?! \\+)`) })
    .waitFor({ timeout: 600_000 })
    .then(() => true);
  for (let count = 0, isOver = false; !isOver || count % 2 === 1; count += 1) {
    await clickOnce(page, count);
    isOver = await Promise.race([over, pause()]);
  }
  return { totalMs: performance.now() - startedAt, clickMs: await slowestClick(page) };
}

async function clickInQuiet(page: Page): Promise<number> {
  for (let count = 0; count < quietClicks; count += 1) {
    await clickOnce(page, count);
    await pause();
  }
  return slowestClick(page);
}

async function usedMemory(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return Math.round(usedSize / mebibyte);
}

/**
 * The page of the app in Chromium: how soon something can be read, and how long the slowest click waits while a terminal prints
 * `mebibytes`, against clicks while it prints nothing.
 */
export async function measurePage(
  { rounds, mebibytes }: { readonly rounds: number; readonly mebibytes: number },
  { care, signal }: BenchContext,
): Promise<readonly Result[]> {
  const dir = await mkdtemp(join(tmpdir(), 'bdl-bench-page-'));
  care.add('what the page showed', () => rm(dir, { recursive: true, force: true }));
  const path = join(dir, 'stream.txt');
  const line = `${'lorem ipsum dolor sit amet '.repeat(3)}\n`;
  const text = line.repeat(Math.ceil((mebibytes * mebibyte) / line.length));
  await writeFile(path, text);
  const page = await openPage(await startApp(dir, care), care);
  const load = currentLoad();
  const firstView = await measureFirstView(page, rounds, signal);
  await openTerminal(page);
  await page.evaluate(noteClicks);
  const before = await usedMemory(page);
  const clicks: Pair[] = [];
  const totals: Pair[] = [];
  for (let round = 0; round < rounds; round += 1) {
    signal.throwIfAborted();
    const floorMs = await clickInQuiet(page);
    const { clickMs, totalMs } = await printAndClick(page, path, round);
    clicks.push({ oursMs: clickMs, floorMs });
    totals.push({ oursMs: totalMs, floorMs: await clocked(() => streamThroughScript(path, text.length)) });
  }
  const after = await usedMemory(page);
  const size = `${String(mebibytes)} MiB`;
  return [
    {
      kind: 'times',
      what: 'page: first view, against one picture',
      pairs: firstView,
      budget: { kind: 'seconds', limit: 1 },
      load,
    },
    {
      kind: 'times',
      what: `page: slowest click while a terminal prints ${size}`,
      pairs: clicks,
      budget: { kind: 'seconds', limit: 0.2 },
      load,
    },
    { kind: 'times', what: `page: ${size} printed and drawn`, pairs: totals, budget: null, load },
    {
      kind: 'counts',
      what: 'page: MiB of memory',
      few: { of: 'an empty terminal', count: before },
      many: { of: `${String(rounds)} times ${size}`, count: after },
      budget: null,
      load,
    },
  ];
}
