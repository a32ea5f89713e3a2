import { describe, expect, it } from 'vitest';
import { settingsSchema } from '../../../../src-main/contract/app-views.ts';
import { createTranslator } from '../../../../src-main/locales/translate.ts';
import { silentLogger } from '../../../../src-main/platform/logger.ts';
import { createDispatch } from '../../../../src-main/shells/screen/dispatch.ts';
import type { ScreenHandlers } from '../../../../src-main/shells/screen/parse-request.ts';

describe('an answer', () => {
  it('is cut to what the contract promises: whatever else a service answers stays here', async () => {
    const settings = settingsSchema.parse({});
    const answered = { ...settings, privateKey: 'a secret' };
    // One method is asked for; the others are not there.
    const handlers = { 'settings.get': () => Promise.resolve(answered) } as unknown as ScreenHandlers;
    const dispatch = createDispatch({
      handlers,
      operations: { start: () => Promise.reject(new Error('no operation')) },
      logger: silentLogger,
      words: () => createTranslator('en'),
      onChanged: () => undefined,
    });

    const envelope = await dispatch({ method: 'settings.get', body: {}, signal: new AbortController().signal });

    expect(envelope).toEqual({ ok: true, value: settings });
  });
});
