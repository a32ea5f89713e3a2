import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isScreenMethod, screenMethods } from '../../../src-main/contract/app-methods.ts';
import { desktopChannels } from '../../../src-main/contract/desktop-bridge.ts';
import * as messages from '../../../src-main/contract/desktop-messages.ts';
import { createElectronTrial, usePreload } from './set-up.ts';

usePreload();

const runs = 500;
/** On a computer that is busy with other things; only ends what hangs. */
const patienceMs = 600_000;

const choosyMethods = Object.keys(screenMethods)
  .filter(isScreenMethod)
  .filter((method) => !screenMethods[method].request.safeParse({}).success);

/** Everything that can be cloned from one process to another, also what JSON has not. */
const cloneable = fc.anything({ withDate: true, withMap: true, withSet: true, withTypedArray: true, withBigInt: true });

describe('a message of our page', () => {
  const id = '0c5bd1b2-1111-4222-8333-444455556666';
  it.each([
    ['a call', messages.desktopCallSchema, { callId: 1, method: 'lab.list', body: '{}' }],
    ['a line that is opened', messages.openLineSchema, { lineId: 1, terminalId: id }],
    ['what is sent over it', messages.sendLineSchema, { lineId: 1, data: 'x' }],
    ['its end', messages.closeLineSchema, { lineId: 1 }],
    ['a part of a file', messages.desktopFilePartSchema, { transferId: id, bytes: new Uint8Array(1), end: 'last' }],
  ])('has no more members than it may: %s', (_, schema, message) => {
    expect(schema.safeParse(message).success).toBe(true);
    expect(schema.safeParse({ ...message, path: '/etc/passwd' }).success).toBe(false);
  });
});

describe('generated messages', () => {
  it(
    `that are no call (${String(runs)}) are refused without effect`,
    async () => {
      const { codeOf, effects } = await createElectronTrial();
      const nearly = fc.record(
        {
          callId: fc.oneof(fc.integer(), fc.double(), cloneable),
          method: fc.oneof(fc.constantFrom(...choosyMethods), cloneable),
          body: cloneable.filter((body) => typeof body !== 'string'),
          signal: fc.constant('x'),
        },
        { requiredKeys: [] },
      );

      await fc.assert(
        fc.asyncProperty(fc.oneof(cloneable, nearly), async (message) => {
          expect(await codeOf(message)).toBe('malformed-request');
        }),
        { numRuns: runs, endOnFailure: true },
      );

      expect(effects).toEqual([]);
    },
    patienceMs,
  );

  it(
    `with another shape than their method (${String(runs)}) are refused without effect`,
    async () => {
      const { codeOf, effects } = await createElectronTrial();
      const messages = fc
        .tuple(fc.constantFrom(...choosyMethods), fc.oneof(fc.jsonValue(), fc.dictionary(fc.string(), fc.jsonValue())))
        .map(([method, body]) => ({ method, body: JSON.stringify(body) }))
        .filter(({ method, body }) => !screenMethods[method].request.safeParse(JSON.parse(body)).success);

      await fc.assert(
        fc.asyncProperty(messages, fc.nat(), async (message, callId) => {
          expect(await codeOf({ callId, ...message })).toMatch(/^invalid-(?:input|lab-name)$/);
        }),
        { numRuns: runs, endOnFailure: true },
      );

      expect(effects).toEqual([]);
    },
    patienceMs,
  );

  it(
    `for methods that are none (${String(runs)}) are refused without effect`,
    async () => {
      const { codeOf, effects } = await createElectronTrial();
      const near = fc.constantFrom('__proto__', 'constructor', 'toString', 'lab.Create', 'lab.create/', 'lab', '');
      const names = fc.oneof(near, fc.string()).filter((name) => !isScreenMethod(name));

      await fc.assert(
        fc.asyncProperty(names, fc.json(), async (method, body) => {
          expect(await codeOf({ callId: 1, method, body })).toBe('unknown-method');
        }),
        { numRuns: runs, endOnFailure: true },
      );

      expect(effects).toEqual([]);
    },
    patienceMs,
  );

  it(
    `that are no part of a file (${String(runs)}) are refused without effect`,
    async () => {
      const { page, effects } = await createElectronTrial();
      const send: unknown = page.bridge.sendFilePart;
      const likely = fc.record(
        { transferId: fc.anything(), bytes: fc.anything(), end: fc.constantFrom('more', 'last', 'dropped', 'x') },
        { requiredKeys: [] },
      );
      const parts = fc
        .oneof(cloneable, likely)
        .filter((part) => !messages.desktopFilePartSchema.safeParse(part).success);

      await fc.assert(
        fc.asyncProperty(parts, async (part) => {
          const answer = await (send as (part: unknown) => Promise<unknown>)(part);
          expect(answer).toMatchObject({ ok: false, error: { code: 'malformed-request' } });
        }),
        { numRuns: runs, endOnFailure: true },
      );

      expect(effects).toEqual([]);
    },
    patienceMs,
  );

  it(
    `on every other channel (${String(runs)}) leave the core as it was`,
    async () => {
      const { electron, window, call, effects } = await createElectronTrial();
      const { request, event, line, filePart, ...heard } = desktopChannels;
      const sender = { sender: window.webContents, senderFrame: window.webContents.mainFrame };

      await fc.assert(
        fc.asyncProperty(fc.constantFrom(...Object.values(heard)), cloneable, async (channel, message) => {
          expect(electron.ipc.emit(channel, sender, structuredClone(message))).toBe(true);
        }),
        { numRuns: runs, endOnFailure: true },
      );

      expect([request, event, line, filePart].map((channel) => electron.ipc.listenerCount(channel))).toEqual([
        0, 0, 0, 0,
      ]);
      expect(effects).toEqual([]);
      expect(await call('settings.get')).toMatchObject({ theme: 'system' });
    },
    patienceMs,
  );
});
