import { once } from 'node:events';
import type { OutgoingHttpHeaders } from 'node:http';
import { connect, type Socket } from 'node:net';
import { describe, expect, it, vi } from 'vitest';
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

const limitBytes = 256 * 1024;

describe('a request that is too large', () => {
  it.each([
    ['by one byte', limitBytes + 1],
    ['by far', 32 * limitBytes],
  ])('%s is refused without effect', async (_name, length) => {
    const trial = await createWebTrial();
    const body = `{"theme":"dark"${' '.repeat(length - 16)}}`;

    const answer = await sendRaw(trial.port, { ...ownCall(trial), body });

    expect({ status: answer.status, code: codeOf(answer) }).toEqual({ status: 413, code: 'request-too-large' });
    await expectNoEffect(trial);
  });

  it('is refused before it is sent, by what it announces', async () => {
    const trial = await createWebTrial();
    const socket = beginCall(trial, limitBytes + 1);

    const [answer]: unknown[] = await once(socket, 'data');
    socket.destroy();

    expect(String(answer)).toMatch(/^HTTP\/1.1 413 /);
    await expectNoEffect(trial);
  });

  it('in pieces of unknown number is refused without effect', async () => {
    const trial = await createWebTrial();
    const body = `{"theme":"dark"${' '.repeat(limitBytes)}}`;

    const answer = await sendRaw(trial.port, ownCall(trial, { 'transfer-encoding': 'chunked' }));
    const large = await sendRaw(trial.port, { ...ownCall(trial, { 'transfer-encoding': 'chunked' }), body });

    expect(codeOf(answer)).toBe('ok');
    expect(codeOf(large)).toBe('request-too-large');
  });

  it('just as large as allowed is answered', async () => {
    const trial = await createWebTrial();
    const body = `{"theme":"dark"${' '.repeat(limitBytes - 16)}}`;

    expect(body).toHaveLength(limitBytes);
    expect(codeOf(await sendRaw(trial.port, { ...ownCall(trial), body }))).toBe('ok');
  });

  it('in its head is refused', async () => {
    const trial = await createWebTrial();

    const answer = await sendRaw(trial.port, ownCall(trial, { 'x-long': 'x'.repeat(32 * 1024) }));

    expect(answer.status).toBe(431);
    await expectNoEffect(trial);
  });
});

/** Begins the request and never sends its body. */
function beginCall(trial: WebTrial, length: number): Socket {
  const { path, headers = {} } = ownCall(trial, { 'content-length': length, host: `127.0.0.1:${String(trial.port)}` });
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${String(value)}`);
  const socket = connect(trial.port, '127.0.0.1');
  socket.on('error', () => undefined);
  socket.write(`POST ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
  return socket;
}

describe('who takes their time', () => {
  it('with the head of a request is cut off after 10 s, and soon', async () => {
    const trial = await createWebTrial();
    const socket = connect(trial.port, '127.0.0.1');
    socket.on('error', () => undefined);
    const began = performance.now();

    socket.write('GET / HTTP/1.1\r\n');
    await once(socket.resume(), 'close');

    expect(performance.now() - began).toBeGreaterThan(9_000);
    expect(performance.now() - began).toBeLessThan(25_000);
  });

  it('with the body of a call is cut off after 30 s', async () => {
    const trial = await createWebTrial();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const socket = beginCall(trial, 100);
      const closed = once(socket.resume(), 'close');
      await vi.waitFor(() => {
        expect(vi.getTimerCount()).toBeGreaterThan(0);
      });

      await vi.advanceTimersByTimeAsync(29_000);
      expect(socket.closed).toBe(false);
      await vi.advanceTimersByTimeAsync(2_000);
      await closed;
    } finally {
      vi.useRealTimers();
    }
    await expectNoEffect(trial);
  });

  it('with reading events is cut off at 16 MiB', async () => {
    const trial = await createWebTrial();
    const { socket, heard, closed } = await trial.listen();
    const large = { theme: 'x'.repeat(1024 ** 2) } as never;
    const count = 60;
    const before = heard.length;
    socket.pause();

    for (let sent = 0; sent < count; sent += 1) {
      trial.core.events.settingsChanged(large);
      await new Promise((resolve) => setImmediate(resolve));
    }
    const received: number[] = [];
    socket.removeAllListeners('message');
    socket.on('message', (data: Buffer) => received.push(data.length));
    socket.resume();
    const all = vi.waitFor(() => {
      expect(received.length).toBe(count);
    }, 20_000);

    expect(await Promise.race([closed, all.then(() => 'all of it came')])).toBe(1006);
    expect(before).toBe(1);
  });
});
