import type { OutgoingHttpHeaders } from 'node:http';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { envelopeSchema } from '../../../src-main/contract/envelope.ts';
import { transferReceiptSchema } from '../../../src-main/contract/file-views.ts';
import { labSpecSchema } from '../../../src-main/domain/lab-spec.ts';
import { codeOf, createWebTrial, sendRaw, type Received, type WebTrial, type WebTrialOptions } from './set-up.ts';

const { signal } = new AbortController();

async function withLab(options: WebTrialOptions = {}): Promise<WebTrial> {
  const trial = await createWebTrial(options);
  await trial.api['lab.create'](labSpecSchema.parse({ name: 'Labor', nodes: 2 }), { signal });
  return trial;
}

async function announce(trial: WebTrial, name: string, sizeBytes: number): Promise<string> {
  const answer = await trial.call('files.begin', { lab: 'Labor', nodes: ['pi-200', 'pi-201'], name, sizeBytes });
  return z.object({ transferId: z.string() }).parse(answer).transferId;
}

function upload(
  trial: WebTrial,
  transferId: string,
  { body, headers = {} }: { readonly body: string; readonly headers?: OutgoingHttpHeaders },
): Promise<Received> {
  return sendRaw(trial.port, {
    method: 'POST',
    path: `/files/${transferId}`,
    headers: { cookie: trial.cookie, origin: trial.origin, 'content-type': 'application/octet-stream', ...headers },
    body,
  });
}

function receiptOf(answer: Received): z.infer<typeof transferReceiptSchema> {
  const envelope = envelopeSchema.parse(JSON.parse(answer.body));
  if (!envelope.ok) throw new Error(envelope.error.message);
  return transferReceiptSchema.parse(envelope.value);
}

function homeOf(trial: WebTrial, node: string): readonly (readonly [string, number])[] {
  return [...trial.guests.files(node).contents].map(([path, content]) => [path, content.length]);
}

describe('a file for nodes', () => {
  it('comes over one request and lies on every node; the answer says where', async () => {
    const trial = await withLab();
    // More than any other request may have.
    const body = 'x'.repeat(1024 * 1024);

    const answer = await upload(trial, await announce(trial, '../Größe 1.csv', body.length), { body });

    const { operation, places } = receiptOf(answer);
    expect(operation).toMatchObject({ kind: 'copy-file', state: 'succeeded' });
    expect(places).toEqual([
      { node: 'pi-200', path: '/home/pi/.._Größe 1.csv' },
      { node: 'pi-201', path: '/home/pi/.._Größe 1.csv' },
    ]);
    expect(homeOf(trial, 'pi-201')).toEqual([['/home/pi/.._Größe 1.csv', body.length]]);
  });

  it('reaches the other node when one fails, and the answer says which', async () => {
    const trial = await withLab();
    trial.guests.files('pi-200').capacityBytes = 2;

    const { operation, places } = receiptOf(await upload(trial, await announce(trial, 'a', 3), { body: 'abc' }));

    expect(operation).toMatchObject({ state: 'failed', error: { code: 'file-not-copied' } });
    expect(places).toEqual([{ node: 'pi-201', path: '/home/pi/a' }]);
    expect(homeOf(trial, 'pi-200')).toEqual([]);
  });

  it.each([
    ['less', 4],
    ['more', 2],
  ])('is refused when %s comes than was said', async (_, said) => {
    const trial = await withLab();

    const { operation, places } = receiptOf(await upload(trial, await announce(trial, 'a', said), { body: 'abc' }));

    expect(operation).toMatchObject({ state: 'failed', error: { code: 'file-not-copied' } });
    expect(places).toEqual([]);
    expect([...homeOf(trial, 'pi-200'), ...homeOf(trial, 'pi-201')]).toEqual([]);
  });

  it('is not announced for a node that is not there', async () => {
    const trial = await withLab();

    const failure = await trial.callFailing('files.begin', { lab: 'Labor', nodes: ['x'], name: 'a', sizeBytes: 1 });

    expect(failure.code).toBe('node-not-found');
  });

  it('is taken once', async () => {
    const trial = await withLab();
    const transferId = await announce(trial, 'a', 3);
    await upload(trial, transferId, { body: 'abc' });

    const again = await upload(trial, transferId, { body: 'abc' });

    expect(again.status).toBe(404);
    expect(codeOf(again)).toBe('transfer-not-known');
    expect(homeOf(trial, 'pi-200')).toEqual([['/home/pi/a', 3]]);
  });

  it('is not taken when it was not announced, or long ago', async () => {
    const trial = await withLab();
    const transferId = await announce(trial, 'a', 3);
    trial.advance(60_001);

    expect(codeOf(await upload(trial, transferId, { body: 'abc' }))).toBe('transfer-not-known');
    expect(codeOf(await upload(trial, crypto.randomUUID(), { body: 'abc' }))).toBe('transfer-not-known');
    expect(homeOf(trial, 'pi-200')).toEqual([]);
  });

  it.each([
    ['without a cookie', { cookie: '' }, 'not-signed-in'],
    ['from another site', { origin: 'https://example.org' }, 'foreign-request'],
    ['without an origin', { origin: undefined }, 'foreign-request'],
    ['that the browser calls foreign', { 'sec-fetch-site': 'cross-site' }, 'foreign-request'],
    ['under another name', { host: 'localhost' }, 'foreign-request'],
    ['of a kind that a form can send', { 'content-type': 'text/plain' }, 'malformed-request'],
  ])('is refused %s, and can still be sent by our own page', async (_, headers, code) => {
    const trial = await withLab();
    const transferId = await announce(trial, 'a', 3);

    const refused = await upload(trial, transferId, { body: 'abc', headers });
    expect(codeOf(refused)).toBe(code);
    expect(homeOf(trial, 'pi-200')).toEqual([]);

    expect(receiptOf(await upload(trial, transferId, { body: 'abc' })).places.length).toBe(2);
  });
});
