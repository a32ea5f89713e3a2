import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { silentLogger } from '../../../src-main/platform/logger.ts';
import { systemClock } from '../../../src-main/platform/clock.ts';
import { systemRandom } from '../../../src-main/platform/random.ts';
import { openWebServer } from '../../../src-main/shells/web/web-server.ts';
import { createTestDir } from '../../fakes/test-dir.ts';
import { createWebTrial, sendRaw, type WebTrial } from './set-up.ts';

function pathOf(url: string): string {
  const { pathname, search } = new URL(url);
  return pathname + search;
}

describe('the start address', () => {
  it('gives a cookie that no script and no other site can use, and leads to the page without the token', async () => {
    const trial = await createWebTrial();

    const { status, headers } = await sendRaw(trial.port, { path: pathOf(trial.startUrl) });

    expect(status).toBe(303);
    expect(headers.location).toBe('/');
    expect(headers['set-cookie']).toEqual([
      expect.stringMatching(
        new RegExp(`^bdl-session-${String(trial.port)}=[0-9a-f]{64}; Path=/; HttpOnly; SameSite=Strict$`),
      ),
    ]);
    expect(headers['cache-control']).toBe('no-store');
  });

  it('does so over a page of our own when a link on another site led there', async () => {
    const trial = await createWebTrial();

    const headers = { 'sec-fetch-site': 'cross-site' };
    const answer = await sendRaw(trial.port, { path: pathOf(trial.startUrl), headers });

    expect(answer.status).toBe(200);
    expect(answer.headers['set-cookie']).toHaveLength(1);
    expect(answer.body).toContain('http-equiv="refresh" content="0; url=/"');
    expect(answer.body).not.toContain('token');
  });

  it('works again, as a person may open it again', async () => {
    const trial = await createWebTrial();

    expect((await sendRaw(trial.port, { path: pathOf(trial.startUrl) })).status).toBe(303);
    expect((await sendRaw(trial.port, { path: pathOf(trial.startUrl) })).status).toBe(303);
  });

  it.each(['/?token=', '/?token=0', '/?ticket=', '/?token=%00', '/', `/?token=${'a'.repeat(64)}`])(
    'gives nothing for %s',
    async (path) => {
      const trial = await createWebTrial();

      const { status, headers, body } = await sendRaw(trial.port, { path });

      expect(status).toBe(401);
      expect(headers['set-cookie']).toBeUndefined();
      expect(body).toContain('not connected to Big Data Lab any more');
    },
  );
});

describe('an address that was handed to a browser', () => {
  it('works once', async () => {
    const trial = await createWebTrial();
    const path = pathOf(trial.createOneTimeUrl());

    expect((await sendRaw(trial.port, { path })).status).toBe(303);
    expect((await sendRaw(trial.port, { path })).status).toBe(401);
  });

  it('works for a minute', async () => {
    const trial = await createWebTrial();
    const path = pathOf(trial.createOneTimeUrl());

    trial.advance(60_001);

    expect((await sendRaw(trial.port, { path })).status).toBe(401);
  });
});

async function readPolicy(trial: WebTrial): Promise<{ policy: string; body: string }> {
  const { headers, body } = await trial.send({ path: '/' });
  return { policy: String(headers['content-security-policy']), body };
}

describe('the page', () => {
  it('may load its own files and ask its own server, and nothing else', async () => {
    const trial = await createWebTrial();

    const { policy, body } = await readPolicy(trial);

    const nonce = /<meta name="csp-nonce" content="([0-9a-f]{32})" \/>/.exec(body)?.[1] ?? '';
    expect(policy.split('; ')).toEqual([
      "default-src 'none'",
      "script-src 'self'",
      `style-src 'self' 'nonce-${nonce}'`,
      "img-src 'self' data:",
      "font-src 'self'",
      `connect-src 'self' ws://127.0.0.1:${String(trial.port)}`,
      "manifest-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ]);
  });

  it('has another nonce each time', async () => {
    const trial = await createWebTrial();

    expect((await readPolicy(trial)).policy).not.toBe((await readPolicy(trial)).policy);
  });

  it('is kept by nobody and shown in no frame', async () => {
    const trial = await createWebTrial();

    const { headers } = await trial.send({ path: '/' });

    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'content-type': 'text/html; charset=utf-8',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    });
    expect(headers['access-control-allow-origin']).toBeUndefined();
  });

  it('that tells how to sign in speaks the language that was chosen', async () => {
    const trial = await createWebTrial();
    await trial.call('settings.set', { language: 'de' });

    const { body } = await sendRaw(trial.port, { path: '/' });

    expect(body).toContain('<html lang="de">');
    expect(body).toContain('Diese Seite ist nicht mehr mit Big Data Lab verbunden.');
  });
});

describe('a file', () => {
  it.each([
    ['/assets/main-1a2b.js', 'text/javascript; charset=utf-8', 'private, max-age=31536000, immutable'],
    ['/icon.svg', 'image/svg+xml; charset=utf-8', 'private, no-cache'],
  ])('%s comes as %s and is kept: %s', async (path, type, cache) => {
    const trial = await createWebTrial();

    const { status, headers } = await trial.send({ path });

    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'content-type': type,
      'cache-control': cache,
      'x-content-type-options': 'nosniff',
    });
  });

  it('is not sent twice to who has it', async () => {
    const trial = await createWebTrial();
    const { headers } = await trial.send({ path: '/icon.svg' });

    const again = await trial.send({ path: '/icon.svg', headers: { 'if-none-match': headers.etag } });

    expect(again).toMatchObject({ status: 304, body: '' });
  });

  it('is described without its content on HEAD', async () => {
    const trial = await createWebTrial();

    const { status, headers, body } = await trial.send({ method: 'HEAD', path: '/icon.svg' });

    expect({ status, body, length: headers['content-length'] }).toEqual({ status: 200, body: '', length: '43' });
  });

  it.each([
    '/nowhere.js',
    '/notes.bak',
    '/index.html',
    '/../data/settings.json',
    '/%2e%2e/data',
    '/%69con.svg',
    '/assets/../icon.svg/',
    '/assets',
    '/assets/',
  ])('is not found at %s', async (path) => {
    const trial = await createWebTrial();

    expect((await trial.send({ path })).status).toBe(404);
  });

  it.each(['/assets/main-1a2b.js', '/icon.svg', '/nowhere.js'])(
    'is told to nobody without our cookie: %s',
    async (path) => {
      const trial = await createWebTrial();

      const { status, body } = await sendRaw(trial.port, { path });

      expect(status).toBe(401);
      expect(body).not.toMatch(/export|svg xmlns/);
    },
  );

  it.each(['DELETE', 'PUT', 'OPTIONS', 'TRACE'])('cannot be asked for with %s', async (method) => {
    const trial = await createWebTrial();

    expect((await trial.send({ method, path: '/icon.svg' })).status).toBe(405);
  });
});

describe('opening', () => {
  it('listens on the loopback interface only', async () => {
    const { port } = await createWebTrial();

    const sockets = await readFile('/proc/net/tcp', 'utf8').catch(() => null);

    const hexPort = port.toString(16).toUpperCase().padStart(4, '0');
    // Elsewhere than on Linux nobody can look this up so easily.
    if (sockets !== null) expect(sockets).toContain(`0100007F:${hexPort} 00000000:0000 0A`);
    expect(await readFile('/proc/net/tcp6', 'utf8').catch(() => '')).not.toContain(`:${hexPort} 0000`);
  });

  it('says that the port is taken when one was asked for', async () => {
    const { core, rendererDir, port } = await createWebTrial();
    const options = { core, rendererDir, port, random: systemRandom, clock: systemClock, logger: silentLogger };

    await expect(openWebServer(options)).rejects.toMatchObject({ code: 'port-taken', params: { port } });
  });

  it('says that the screens are missing when they were not built', async () => {
    const { core } = await createWebTrial();
    const rendererDir = await createTestDir();
    const options = { core, rendererDir, port: null, random: systemRandom, clock: systemClock, logger: silentLogger };

    await expect(openWebServer(options)).rejects.toMatchObject({ code: 'screens-not-built' });
  });
});

describe('closing', () => {
  it('says goodbye to every screen and lets go of the port', async () => {
    const trial = await createWebTrial();
    const screens = [await trial.listen(), await trial.listen()];

    await trial.close();

    for (const { heard, closed } of screens) {
      expect(await closed).toBe(1001);
      expect(heard.at(-1)).toEqual({ type: 'goodbye' });
    }
    await expect(trial.send({ path: '/' })).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});
