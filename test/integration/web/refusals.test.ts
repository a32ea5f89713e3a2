import { once } from 'node:events';
import type { OutgoingHttpHeaders } from 'node:http';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { codeOf, createWebTrial, sendRaw, type Sent, type WebTrial } from './set-up.ts';

/** A request with an effect, as our own page would send it. */
function ownCall(trial: WebTrial, headers: OutgoingHttpHeaders = {}): Sent {
  return {
    method: 'POST',
    path: '/api/settings.set',
    headers: { cookie: trial.cookie, origin: trial.origin, 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ theme: 'dark' }),
  };
}

async function expectNoEffect(trial: WebTrial): Promise<void> {
  expect(await trial.call('settings.get')).toMatchObject({ theme: 'system' });
  expect(trial.effects).toEqual([]);
}

describe('a request of our own page', () => {
  it('has its effect: the refusals below would be seen', async () => {
    const trial = await createWebTrial();

    const answer = await sendRaw(trial.port, ownCall(trial));

    expect(answer.status).toBe(200);
    expect(codeOf(answer)).toBe('ok');
    expect(await trial.call('settings.get')).toMatchObject({ theme: 'dark' });
  });
});

type Refused = readonly [name: string, change: (trial: WebTrial) => OutgoingHttpHeaders, status: number, code: string];

const refused: readonly Refused[] = [
  ['without a cookie', () => ({ cookie: '' }), 401, 'not-signed-in'],
  [
    'with a wrong cookie',
    ({ port }) => ({ cookie: `bdl-session-${String(port)}=${'0'.repeat(64)}` }),
    401,
    'not-signed-in',
  ],
  [
    'with the token as cookie',
    ({ port, startUrl }) => ({ cookie: `bdl-session-${String(port)}=${startUrl.slice(-64)}` }),
    401,
    'not-signed-in',
  ],
  [
    'with the cookie of another port',
    ({ cookie }) => ({ cookie: cookie.replace(/session-\d+/, 'session-1') }),
    401,
    'not-signed-in',
  ],
  ['with half a cookie', ({ cookie }) => ({ cookie: cookie.slice(0, -1) }), 401, 'not-signed-in'],
  ['from another site', () => ({ origin: 'https://example.org' }), 403, 'foreign-request'],
  [
    'from another port of this computer',
    ({ port }) => ({ origin: `http://127.0.0.1:${String(port + 1)}` }),
    403,
    'foreign-request',
  ],
  [
    'from this port by another name',
    ({ port }) => ({ origin: `http://localhost:${String(port)}` }),
    403,
    'foreign-request',
  ],
  ['from a file or a frame without an origin', () => ({ origin: 'null' }), 403, 'foreign-request'],
  ['that does not say where it comes from', () => ({ origin: undefined }), 403, 'foreign-request'],
  [
    'over a foreign name (DNS rebinding)',
    ({ port }) => ({ host: `evil.example:${String(port)}` }),
    403,
    'foreign-request',
  ],
  ['over a name of this computer', ({ port }) => ({ host: `localhost:${String(port)}` }), 403, 'foreign-request'],
  ['over another port', () => ({ host: '127.0.0.1:1' }), 403, 'foreign-request'],
  ['over an address with a user', ({ port }) => ({ host: `x@127.0.0.1:${String(port)}` }), 403, 'foreign-request'],
  ['that the browser calls cross-site', () => ({ 'sec-fetch-site': 'cross-site' }), 403, 'foreign-request'],
  ['that the browser calls same-site', () => ({ 'sec-fetch-site': 'same-site' }), 403, 'foreign-request'],
  ['as a form', () => ({ 'content-type': 'application/x-www-form-urlencoded' }), 400, 'malformed-request'],
  ['as text', () => ({ 'content-type': 'text/plain' }), 400, 'malformed-request'],
  ['without a type', () => ({ 'content-type': undefined }), 400, 'malformed-request'],
];

describe('a request', () => {
  it.each(refused)('%s is refused without effect', async (...[, change, status, code]) => {
    const trial = await createWebTrial();

    const answer = await sendRaw(trial.port, ownCall(trial, change(trial)));

    expect({ status: answer.status, code: codeOf(answer) }).toEqual({ status, code });
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    await expectNoEffect(trial);
  });

  it('is refused without effect when it asks whether it may (CORS)', async () => {
    const trial = await createWebTrial();
    const headers = { origin: 'https://example.org', 'access-control-request-method': 'POST' };

    const answer = await sendRaw(trial.port, { method: 'OPTIONS', path: '/api/settings.set', headers });

    expect(answer.status).toBe(403);
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    await expectNoEffect(trial);
  });

  it.each([
    ['UTF-16', Buffer.from('{"theme":"dark"}', 'utf16le')],
    ['half a letter', Buffer.from([...Buffer.from('{"theme":"dark","x":"'), 0xc3, ...Buffer.from('"}')])],
  ])('in another writing than UTF-8 (%s) is refused without effect', async (_name, body) => {
    const trial = await createWebTrial();

    const answer = await sendRaw(trial.port, { ...ownCall(trial), body });

    expect(codeOf(answer)).toBe('malformed-request');
    await expectNoEffect(trial);
  });

  it.each(['toString', 'constructor', '__proto__', 'hasOwnProperty', 'Settings.set', 'settings.set/'])(
    'for a method that is in no table (%s) is refused',
    async (method) => {
      const trial = await createWebTrial();

      const answer = await sendRaw(trial.port, { ...ownCall(trial), path: `/api/${method}` });

      expect({ status: answer.status, code: codeOf(answer) }).toEqual({ status: 404, code: 'unknown-method' });
      await expectNoEffect(trial);
    },
  );

  it.each(['GET', 'HEAD', 'PUT', 'DELETE', 'PATCH'])('by %s has no effect', async (method) => {
    const trial = await createWebTrial();
    const { path, headers = {} } = ownCall(trial);

    expect((await sendRaw(trial.port, { method, path, headers })).status).toBe(405);
    await expectNoEffect(trial);
  });

  it.each(['http://evil.example/api/settings.set', '//evil.example/api/settings.set', '*'])(
    'for another server (%s) has no effect',
    async (path) => {
      const trial = await createWebTrial();

      expect((await sendRaw(trial.port, { ...ownCall(trial), path })).status).toBe(400);
      await expectNoEffect(trial);
    },
  );
});

describe('what is logged about a refusal', () => {
  it('is where and why, without a secret and without what was sent', async () => {
    const trial = await createWebTrial();
    const token = trial.startUrl.slice(-64);
    const secret = trial.cookie.slice(-64);

    await sendRaw(trial.port, ownCall(trial, { cookie: '' }));
    await sendRaw(trial.port, { path: `/?token=${token}`, headers: { origin: 'https://example.org' } });
    await sendRaw(trial.port, { ...ownCall(trial), body: `{ "password": "${secret}"` });

    expect(trial.logged.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { path: '/api/settings.set', code: 'not-signed-in' },
      { path: '/', code: 'foreign-request' },
      { path: '/api/settings.set', code: 'malformed-request' },
    ]);
    expect(trial.logged.join('\n')).not.toMatch(new RegExp(`${token}|${secret}`));
  });
});

type RefusedSocket = readonly [name: string, headers: (trial: WebTrial) => Record<string, string>, path: string];

const refusedSockets: readonly RefusedSocket[] = [
  ['without a cookie', () => ({ cookie: '' }), '/events'],
  ['with a wrong cookie', ({ port }) => ({ cookie: `bdl-session-${String(port)}=0` }), '/events'],
  ['from another site', () => ({ origin: 'https://example.org' }), '/events'],
  ['from another port of this computer', ({ port }) => ({ origin: `http://127.0.0.1:${String(port + 1)}` }), '/events'],
  ['over a foreign name (DNS rebinding)', ({ port }) => ({ host: `evil.example:${String(port)}` }), '/events'],
  ['to a terminal, without a cookie', () => ({ cookie: '' }), `/terminals/${crypto.randomUUID()}`],
  ['to a path that is none', () => ({}), '/api/settings.set'],
  ['to a terminal that cannot be', () => ({}), '/terminals/1'],
];

/** What is answered to a wish for a WebSocket with our cookie, once the connection is closed. */
async function upgrade(trial: WebTrial, path: string, more: readonly string[]): Promise<string> {
  const socket = connect(trial.port, '127.0.0.1');
  const lines = [
    `GET ${path} HTTP/1.1`,
    `Host: 127.0.0.1:${String(trial.port)}`,
    `Cookie: ${trial.cookie}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    ...more,
  ];
  let answer = '';
  socket.setEncoding('utf8').on('data', (text: string) => (answer += text));
  socket.write(`${lines.join('\r\n')}\r\n\r\n`);
  await Promise.race([once(socket, 'close'), once(socket, 'data')]);
  socket.destroy();
  return answer;
}

describe('a connection', () => {
  it.each(refusedSockets)('%s is refused and hears nothing', async (...[, headers, path]) => {
    const trial = await createWebTrial();
    const socket = trial.connect(headers(trial), path);
    const heard: unknown[] = [];
    socket.on('message', (data) => heard.push(data));

    await new Promise((resolve) => socket.on('close', resolve));

    expect(heard).toEqual([]);
    await expectNoEffect(trial);
  });

  it('that says something where it should listen is cut off', async () => {
    const trial = await createWebTrial();
    const { socket, closed } = await trial.listen();

    socket.send('{"type":"operation"}');

    expect(await closed).toBe(1008);
    await expectNoEffect(trial);
  });

  it('that says too much is cut off', async () => {
    const trial = await createWebTrial();
    const { socket, closed } = await trial.listen();

    socket.send(Buffer.alloc(64 * 1024));

    expect(await closed).toBe(1009);
  });

  it('of noise does not disturb the others', async () => {
    const trial = await createWebTrial();
    const noise = connect(trial.port, '127.0.0.1');
    noise.on('error', () => undefined);

    noise.end(Buffer.from('\0\x01GET /[ HTTP/9.9\r\n\r\n\r\nUPGRADE'));
    await once(noise.resume(), 'close');

    expect(await trial.call('app.info')).toMatchObject({ mode: 'web' });
  });

  it('with an address that makes no sense is refused', async () => {
    const trial = await createWebTrial();

    expect(await upgrade(trial, '//[', [`Origin: ${trial.origin}`])).toMatch(/^HTTP\/1.1 404 Not Found/);
    expect(await trial.call('app.info')).toMatchObject({ mode: 'web' });
  });

  it('that does not say where it comes from is refused, as by a program that found the cookie', async () => {
    const trial = await createWebTrial();

    expect(await upgrade(trial, '/events', [])).toMatch(/^HTTP\/1.1 403 Forbidden/);
  });
});
