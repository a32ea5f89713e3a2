import type { Page } from 'playwright';
import { expect, it, onTestFinished } from 'vitest';
import { ensureScreensBuilt } from '../../scripts/lib/build.mjs';
import type { DesktopBridge, DesktopFrame } from '../../src-main/contract/desktop-bridge.ts';
import { createTranslator } from '../../src-main/locales/translate.ts';
import { createElectronTrial, usePreload, type ElectronTrial } from '../integration/electron/set-up.ts';
import { wizardPage } from './pages/wizard.ts';
import { launchBrowser } from './support/chromium.ts';

usePreload();

const address = 'https://window.test/';

/** In the page, in the place of the preload script: every message goes through Playwright instead of Electron. */
const pageSide = `
  let onEvent = null;
  const lines = new Map();
  window.bdlEvent = (event) => onEvent?.(event);
  window.bdlFrame = (id, frame) =>
    lines.get(id)?.('bytes' in frame ? { ...frame, bytes: new Uint8Array(frame.bytes) } : frame);
  window.bigDataLab = {
    request: (call) => bdlRequest(call),
    abort: (callId) => void bdlAbort(callId),
    listen: (listener) => {
      onEvent = listener;
      void bdlListen();
      return () => { onEvent = null; };
    },
    openLine: (terminalId, onFrame) => {
      const id = lines.size + 1;
      lines.set(id, onFrame);
      void bdlOpen(id, terminalId);
      return {
        send: (data) => void bdlSend(id, typeof data === 'string' ? data : [...data]),
        close: () => void bdlClose(id),
      };
    },
    sendFilePart: (part) => bdlFilePart({ ...part, bytes: [...part.bytes] }),
  };
`;

/** Connects the page to the preload script's object, as Electron does between two worlds. */
async function connect(page: Page, bridge: DesktopBridge): Promise<void> {
  const lines = new Map<number, ReturnType<DesktopBridge['openLine']>>();
  const tell = (name: string, ...args: readonly unknown[]): void => {
    const code = `window.${name}?.(${args.map((arg) => JSON.stringify(arg)).join(', ')})`;
    // The page may be gone in the middle of it.
    page.evaluate(code).catch(() => undefined);
  };
  const toPlain = (frame: DesktopFrame): object =>
    frame.kind === 'bytes' ? { kind: 'bytes', bytes: [...frame.bytes] } : frame;
  await page.exposeFunction('bdlRequest', (call: Parameters<DesktopBridge['request']>[0]) => bridge.request(call));
  await page.exposeFunction('bdlAbort', (callId: number) => bridge.abort(callId));
  await page.exposeFunction('bdlListen', () => void bridge.listen((event) => tell('bdlEvent', event)));
  await page.exposeFunction('bdlOpen', (id: number, terminalId: string) => {
    lines.set(
      id,
      bridge.openLine(terminalId, (frame) => tell('bdlFrame', id, toPlain(frame))),
    );
  });
  await page.exposeFunction('bdlSend', (id: number, data: string | number[]) =>
    lines.get(id)?.send(typeof data === 'string' ? data : new Uint8Array(data)),
  );
  await page.exposeFunction('bdlClose', (id: number) => lines.get(id)?.close());
  type Part = Parameters<DesktopBridge['sendFilePart']>[0];
  await page.exposeFunction('bdlFilePart', (part: Omit<Part, 'bytes'> & { readonly bytes: number[] }) =>
    bridge.sendFilePart({ ...part, bytes: new Uint8Array(part.bytes) }),
  );
  await page.addInitScript(pageSide);
}

/** Our page in Chromium, served and answered by what is behind a window. */
async function openPage({ electron, page: { bridge } }: ElectronTrial): Promise<Page> {
  const browser = await launchBrowser();
  onTestFinished(() => browser.close());
  const page = await browser.newPage({ locale: 'en', reducedMotion: 'reduce' });
  await page.route(`${address}**`, async (route) => {
    const answer = await electron.load(route.request().url().replace(address, 'bdl://app/'));
    const body = Buffer.from(await answer.arrayBuffer());
    await route.fulfill({ status: answer.status, headers: Object.fromEntries(answer.headers), body });
  });
  await connect(page, bridge);
  await page.goto(address);
  await page.getByRole('heading', { level: 1 }).waitFor();
  return page;
}

it('the screens work behind a window as they do in a browser, under its stricter policy', async () => {
  const trial = await createElectronTrial({ rendererDir: ensureScreensBuilt() });
  const page = await openPage(trial);
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', ({ message }) => complaints.push(message));
  const t = createTranslator('en');

  const wizard = wizardPage(page, t);
  await wizard.open();
  await wizard.walkTo('lab');
  await wizard.nameField.fill('Labor 7');
  await expect.poll(() => trial.call('draft.get')).toMatchObject({ draft: { spec: { name: 'Labor 7' } } });
  await trial.call('settings.set', { language: 'de' });
  await page.getByRole('heading', { level: 1, name: createTranslator('de')('wizard.lab-title') }).waitFor();

  expect(trial.effects).toContain('host.check');
  expect(complaints).toEqual([]);
});
