import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { screenMethods, isScreenMethod, type ScreenMethodName } from '../../../src-main/contract/app-methods.ts';
import { envelopeSchema } from '../../../src-main/contract/envelope.ts';
import { codeOf, createWebTrial, type Received, type WebTrial } from './set-up.ts';

const runs = 500;
/** On a computer that is busy with other things; only ends what hangs. */
const patienceMs = 600_000;

function post(trial: WebTrial, method: string, body: string | Buffer): Promise<Received> {
  const headers = { origin: trial.origin, 'content-type': 'application/json' };
  return trial.send({ method: 'POST', path: `/api/${method}`, headers, body });
}

function expectFailure({ body }: Received): void {
  expect(envelopeSchema.parse(JSON.parse(body)).ok).toBe(false);
}

/** Methods whose request has to hold something; `{}` and whatever else is fine for the others. */
const choosyMethods = Object.keys(screenMethods)
  .filter(isScreenMethod)
  .filter((method) => !screenMethods[method].request.safeParse({}).success);

/** Values near to what is wanted: the right names with wrong contents are more dangerous than noise. */
function nearMiss(method: ScreenMethodName): fc.Arbitrary<unknown> {
  const { request } = screenMethods[method];
  const fields = 'shape' in request ? Object.keys(request.shape) : [];
  const value = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom('', '../../etc', '$(reboot)', '\0', 'x'.repeat(5000), -1, 1e308, true, null),
    fc.constantFrom('__proto__', 'constructor', { __proto__: { lab: 'x' } }),
  );
  return fc.dictionary(fc.constantFrom(...fields, '__proto__', 'constructor', 'signal'), value, { maxKeys: 6 });
}

describe('generated messages', () => {
  it(
    `that are no JSON (${String(runs)}) are refused without effect`,
    async () => {
      const trial = await createWebTrial();
      const isNoJson = (bytes: Uint8Array): boolean => {
        try {
          JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
          return false;
        } catch {
          return true;
        }
      };
      const noise = fc.uint8Array({ maxLength: 200 });
      const broken = fc.json().map((text) => new TextEncoder().encode(text.slice(0, -1)));

      await fc.assert(
        fc.asyncProperty(
          fc.constantFrom(...choosyMethods),
          fc.oneof(noise, broken).filter(isNoJson),
          async (method, bytes) => {
            const answer = await post(trial, method, Buffer.from(bytes));

            expect({ status: answer.status, code: codeOf(answer) }).toEqual({ status: 400, code: 'malformed-request' });
          },
        ),
        { numRuns: runs, endOnFailure: true },
      );

      expect(trial.effects).toEqual([]);
    },
    patienceMs,
  );

  it(
    `with another shape than their method (${String(runs)}) are refused without effect`,
    async () => {
      const trial = await createWebTrial();
      const messages = fc
        .constantFrom(...choosyMethods)
        .chain((method) => fc.tuple(fc.constant(method), fc.oneof(fc.jsonValue(), nearMiss(method))))
        .filter(([method, body]) => !screenMethods[method].request.safeParse(JSON.parse(JSON.stringify(body))).success);

      await fc.assert(
        fc.asyncProperty(messages, async ([method, body]) => {
          const answer = await post(trial, method, JSON.stringify(body));

          expectFailure(answer);
          expect(codeOf(answer)).toMatch(/^invalid-(?:input|lab-name)$/);
        }),
        { numRuns: runs, endOnFailure: true },
      );

      expect(trial.effects).toEqual([]);
    },
    patienceMs,
  );

  it(
    `for methods that are none (${String(runs)}) are refused without effect`,
    async () => {
      const trial = await createWebTrial();
      const near = fc.constantFrom(
        '__proto__',
        'constructor',
        'toString',
        'lab.Create',
        'lab.create/',
        'lab.create%00',
        'lab',
      );
      const isAsWritten = (name: string): boolean => new URL(`/api/${name}`, trial.origin).pathname === `/api/${name}`;
      const names = fc
        .oneof(near, fc.webSegment({ size: '+1' }))
        .filter((name) => !isScreenMethod(name) && name !== '' && isAsWritten(name));

      await fc.assert(
        fc.asyncProperty(names, fc.jsonValue(), async (name, body) => {
          const answer = await post(trial, name, JSON.stringify(body));

          expectFailure(answer);
          expect({ status: answer.status, code: codeOf(answer) }).toEqual({ status: 404, code: 'unknown-method' });
        }),
        { numRuns: runs, endOnFailure: true },
      );

      expect(trial.effects).toEqual([]);
    },
    patienceMs,
  );

  it('leave the server as it was', async () => {
    const trial = await createWebTrial();
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (value) => {
        await post(trial, 'settings.set', JSON.stringify({ theme: value }));
      }),
      { numRuns: 50 },
    );

    expect(await trial.call('app.info')).toMatchObject({ mode: 'web' });
    expect(await trial.call('settings.get')).toMatchObject({ theme: 'system', language: 'system' });
  });
});
