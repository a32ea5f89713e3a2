import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Page } from 'playwright';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createWebTrial, type WebTrial } from '../integration/web/set-up.ts';
import { launchBrowser } from './support/chromium.ts';

/** A page of somebody else on this computer; answers its port. */
async function startForeignSite(): Promise<number> {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html').end('<!doctype html><title>foreign</title><body></body>');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  return address !== null && typeof address === 'object' ? address.port : 0;
}

/** A browser in which the user is signed in, and a foreign page in another tab of it. */
async function openTabs(trial: WebTrial, foreignUrl: string): Promise<{ own: Page; foreign: Page }> {
  const browser = await launchBrowser();
  onTestFinished(() => browser.close());
  const context = await browser.newContext();
  const own = await context.newPage();
  await own.goto(trial.startUrl);
  const foreign = await context.newPage();
  await foreign.goto(foreignUrl);
  return { own, foreign };
}

/** Written as text: it runs in a page. Each attempt answers what the page got to see. */
function attempts(origin: string): Readonly<Record<string, string>> {
  const url = JSON.stringify(`${origin}/api/settings.set`);
  const body = `JSON.stringify({ theme: 'dark' })`;
  const common = `method: 'POST', credentials: 'include', body: ${body}`;
  const events = JSON.stringify(`${origin.replace('http', 'ws')}/events`);
  const seen = `.then((answer) => answer.type, () => 'nothing')`;
  const load = (tag: string, attribute: string, path: string): string => `new Promise((resolve) => {
    const element = Object.assign(document.createElement('${tag}'), { ${attribute}: ${JSON.stringify(origin + path)} });
    element.onload = () => resolve('loaded');
    element.onerror = () => resolve('nothing');
    document.body.append(element);
  })`;
  return {
    'fetch as JSON': `fetch(${url}, { ${common}, headers: { 'content-type': 'application/json' } })${seen}`,
    'fetch as text': `fetch(${url}, { ${common}, mode: 'no-cors', headers: { 'content-type': 'text/plain' } })${seen}`,
    'fetch of the page': `fetch(${JSON.stringify(`${origin}/`)}, { mode: 'no-cors', credentials: 'include' })${seen}`,
    'a beacon': `Promise.resolve(navigator.sendBeacon(${url}, ${body})).then(() => 'nothing')`,
    'a script': load('script', 'src', '/assets/main-1a2b.js'),
    'an image': load('img', 'src', '/icon.svg'),
    'a connection': `new Promise((resolve) => {
      const socket = new WebSocket(${events});
      socket.onopen = () => resolve('open');
      socket.onerror = () => resolve('nothing');
    })`,
  };
}

/** Sends a form as only a page can: the browser goes there with whatever it would bring along. */
async function submitForm(page: Page, origin: string): Promise<string> {
  const answered = page.waitForResponse((response) => response.url().startsWith(origin));
  await page.evaluate(`(() => {
    const form = Object.assign(document.createElement('form'), {
      method: 'POST', enctype: 'text/plain', action: ${JSON.stringify(`${origin}/api/settings.set`)},
    });
    // Together: {"theme":"dark","x":"="}
    form.append(Object.assign(document.createElement('input'), { name: '{"theme":"dark","x":"', value: '"}' }));
    document.body.append(form);
    form.submit();
  })()`);
  return String((await answered).status());
}

describe('a page of our own', () => {
  it('is obeyed: the refusals below would be seen', async () => {
    const trial = await createWebTrial();
    const { own } = await openTabs(trial, 'about:blank');

    const { 'fetch as JSON': attempt = '', 'a connection': connection = '' } = attempts(trial.origin);

    expect(await own.evaluate(attempt)).toBe('basic');
    expect(await own.evaluate(connection)).toBe('open');
    expect(await trial.call('settings.get')).toMatchObject({ theme: 'dark' });
  });
});

describe.each([
  ['on another site', 'localhost'],
  ['on another port of the same site, which cookies do not tell apart', '127.0.0.1'],
])('a page %s', (_where, host) => {
  it('sees nothing and changes nothing, whatever it tries while the user is signed in', async () => {
    const trial = await createWebTrial();
    const { foreign } = await openTabs(trial, `http://${host}:${String(await startForeignSite())}/`);

    const seen: Record<string, unknown> = {};
    for (const [name, attempt] of Object.entries(attempts(trial.origin))) seen[name] = await foreign.evaluate(attempt);

    expect(seen).toEqual(Object.fromEntries(Object.keys(seen).map((name) => [name, 'nothing'])));
    expect(await submitForm(foreign, trial.origin)).toBe('403');
    expect(await trial.call('settings.get')).toMatchObject({ theme: 'system' });
    expect(trial.effects).toEqual([]);
  });

  it('cannot show our page in a frame', async () => {
    const trial = await createWebTrial();
    const { foreign } = await openTabs(trial, `http://${host}:${String(await startForeignSite())}/`);
    const refused = foreign.waitForEvent('console', (message) =>
      /frame-ancestors|X-Frame-Options/.test(message.text()),
    );

    await foreign.evaluate(
      `document.body.append(Object.assign(document.createElement('iframe'), { src: ${JSON.stringify(`${trial.origin}/`)} }))`,
    );

    expect((await refused).text()).toContain(trial.origin);
  });

  it('that links to the start address leads the user in', async () => {
    const trial = await createWebTrial();
    const { foreign } = await openTabs(trial, `http://${host}:${String(await startForeignSite())}/`);
    await foreign.context().clearCookies();

    await foreign.evaluate(`location.href = ${JSON.stringify(trial.startUrl)}`);
    await foreign.waitForURL(`${trial.origin}/`);
    await foreign.locator('meta[name="csp-nonce"]').waitFor({ state: 'attached' });

    expect(await foreign.evaluate('document.cookie')).toBe('');
  });
});
