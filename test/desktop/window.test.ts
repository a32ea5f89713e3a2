import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureWindowBuilt } from '../../scripts/lib/build.mjs';
import { projectDir } from '../../scripts/lib/toolchain.mjs';
import { createTranslator } from '../../src-main/locales/translate.ts';
import { wizardPage } from '../e2e/pages/wizard.ts';

const t = createTranslator('en');
let dir = '';
let app: ElectronApplication;
let page: Page;

function environment(): Record<string, string> {
  const own = Object.entries(process.env).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return { ...Object.fromEntries(own), BDL_HOME: join(dir, 'data'), BDL_LANG: 'en', ELECTRON_RUN_AS_NODE: '' };
}

beforeAll(async () => {
  ensureWindowBuilt();
  dir = await mkdtemp(join(tmpdir(), 'bdl-desktop-'));
  app = await _electron.launch({ args: [projectDir], cwd: projectDir, env: environment() });
  page = await app.firstWindow();
  await page.getByRole('heading', { level: 1 }).waitFor();
});
afterAll(async () => {
  await app.close();
  await rm(dir, { recursive: true, force: true });
});

describe('the window', () => {
  it('shows our page under our scheme, with the first step of the wizard', async () => {
    expect(page.url()).toMatch(/^bdl:\/\/app\//);

    const wizard = wizardPage(page, t);
    await wizard.open();

    await wizard.at('welcome');
  });

  it('speaks with its core', async () => {
    const wizard = wizardPage(page, t);
    await wizard.open();
    await wizard.walkTo('host-check');

    await page.getByText(t('wizard.check-title')).first().waitFor();
  });

  it('has a page without Node, and with nothing of ours but the bridge', async () => {
    const found = await page.evaluate<readonly string[]>(`
      [typeof require, typeof process, typeof module, typeof bigDataLab, Object.keys(bigDataLab).sort().join()]
    `);

    expect(found).toEqual([
      'undefined',
      'undefined',
      'undefined',
      'object',
      'abort,listen,openLine,request,sendFilePart',
    ]);
  });

  it('keeps the world of the preload script apart: what the page changes does not reach it', async () => {
    const answer = await page.evaluate<unknown>(`
      (() => {
        Array.prototype.push = () => { throw new Error('reached'); };
        return bigDataLab.request({ callId: 1, method: 'app.info', body: '{}' });
      })()
    `);

    expect(answer).toMatchObject({ ok: true, value: { mode: 'electron' } });
    await page.reload();
  });

  it('has the preferences that were asked for', async () => {
    const preferences = await app.evaluate(({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows();
      // Electron tells them to nobody but itself; the name is of its own tests.
      return (
        window?.webContents as unknown as { getLastWebPreferences(): object } | undefined
      )?.getLastWebPreferences();
    });

    expect(preferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      webSecurity: true,
    });
  });

  it('cannot be led to another page', async () => {
    await page.evaluate("location.href = 'https://example.org/'");
    await page.evaluate("window.open('file:///etc/passwd')");
    await page.getByRole('heading', { level: 1 }).waitFor();

    expect(page.url()).toMatch(/^bdl:\/\/app\//);
    expect(app.windows()).toHaveLength(1);
  });

  it('reaches no network, runs no inline script and no eval', async () => {
    const tries = [
      "fetch('https://example.org/')",
      "fetch('bdl://app/icon.svg')",
      "Promise.resolve().then(() => eval('1'))",
    ];
    const outcomes = await Promise.all(
      tries.map((code) => page.evaluate<string>(`${code}.then(() => 'went through', () => 'refused')`)),
    );

    expect(outcomes).toEqual(['refused', 'refused', 'refused']);
  });

  it('has no permission but copying', async () => {
    const states = await page.evaluate<readonly string[]>(`
      Promise.all(['geolocation', 'camera', 'notifications', 'clipboard-read'].map(async (name) =>
        (await navigator.permissions.query({ name })).state))
    `);

    expect(states).toEqual(['denied', 'denied', 'denied', 'denied']);
  });
});
