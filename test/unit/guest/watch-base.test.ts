import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { watchBase } from '../../../src-main/guest/watch-base.ts';
import type { BaseWatchOptions } from '../../../src-main/guest/watch-base.ts';
import { createTranslator } from '../../../src-main/locales/translate.ts';
import { createFakeClock } from '../../fakes/fake-clock.ts';
import { createTestDir } from '../../fakes/test-dir.ts';

async function watch(log: string, { isOn }: { readonly isOn: boolean }) {
  const serialLogPath = join(await createTestDir(), 'serial.log');
  await writeFile(serialLogPath, log);
  const report = vi.fn<BaseWatchOptions['report']>();
  const base = { serialLogPath, isRunning: async () => isOn, clock: createFakeClock(), stallMs: 300_000 };
  const watching = watchBase(base, { signal: new AbortController().signal, report });
  return { watching, report };
}

const halfWay = '\r\nBDL-BASE step 4/7 keyboard\r\n';

describe('watchBase', () => {
  it('is content with a base that said ready and is off', async () => {
    const { watching } = await watch(`${halfWay}\r\nBDL-BASE ready\r\n`, { isOn: false });

    await expect(watching).resolves.toBeUndefined();
  });

  it.each([
    {
      what: 'failed',
      log: `${halfWay}\r\nBDL-BASE log no layout xx\r\n\r\nBDL-BASE failed keyboard\r\n`,
      isOn: true,
      step: 'keyboard',
      evidence: 'no layout xx',
    },
    { what: 'went off half way', log: halfWay, isOn: false, step: 'keyboard', evidence: 'BDL-BASE step 4/7 keyboard' },
    { what: 'went off before it began', log: 'Booting\r\n', isOn: false, step: 'power', evidence: 'Booting' },
    { what: 'got stuck', log: halfWay, isOn: true, step: 'keyboard', evidence: 'BDL-BASE step 4/7 keyboard' },
    { what: 'stays on', log: '\r\nBDL-BASE ready\r\n', isOn: true, step: 'power-off', evidence: 'BDL-BASE ready' },
  ])('names step and evidence of a base that $what', async ({ log, isOn, step, evidence }) => {
    const { watching } = await watch(log, { isOn });

    await expect(watching).rejects.toMatchObject({
      code: 'guest-setup-failed',
      params: { step },
      evidence: expect.arrayContaining([evidence]),
    });
  });

  it('reports the step in words, and a fraction that only grows', async () => {
    const { watching, report } = await watch(`${halfWay}\r\nBDL-BASE ready\r\n`, { isOn: false });
    await watching;
    const translate = createTranslator('en');

    expect(report.mock.calls.map(([, message]) => translate(message?.key ?? '', message?.params))).toEqual([
      'step 4 of 7: setting up the keyboard',
    ]);
    expect(report.mock.calls[0]?.[0]).toBeCloseTo(0.4 + 0.6 * (3 / 7));
  });
});
