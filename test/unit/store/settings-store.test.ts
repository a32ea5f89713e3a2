import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { settingsSchema } from '../../../src-main/contract/app-views.ts';
import { createSettingsStore } from '../../../src-main/store/settings-store.ts';
import { createTestDir } from '../../fakes/test-dir.ts';

const defaults = settingsSchema.parse({});

async function createPath(): Promise<string> {
  return join(await createTestDir(), 'data', 'settings.json');
}

describe('the settings', () => {
  it('are the defaults where nothing was chosen', async () => {
    expect(await createSettingsStore(await createPath()).read()).toEqual(defaults);
  });

  it('keep what was chosen, for every other reader too', async () => {
    const path = await createPath();

    const changed = await createSettingsStore(path).change({ language: 'de', terminalFontSize: 18 });

    expect(changed).toEqual({ ...defaults, language: 'de', terminalFontSize: 18 });
    expect(await createSettingsStore(path).read()).toEqual(changed);
  });

  it('keep both of two changes at once', async () => {
    const store = createSettingsStore(await createPath());

    await Promise.all([store.change({ theme: 'dark' }), store.change({ mutedChecks: ['network'] })]);

    expect(await store.read()).toMatchObject({ theme: 'dark', mutedChecks: ['network'] });
  });

  it('written before a choice existed have its default', async () => {
    const path = await createPath();
    const store = createSettingsStore(path);
    await store.change({});
    await writeFile(path, JSON.stringify({ schemaVersion: 1, theme: 'contrast' }));

    expect(await store.read()).toEqual({ ...defaults, theme: 'contrast' });
  });

  it.each([
    ['{ "schemaVersion": 2 }', 'stored-file-too-new'],
    ['{ "schemaVersion": 1, "theme": "pink" }', 'stored-file-damaged'],
    ['{ "sche', 'stored-file-damaged'],
  ])('that cannot be read (%s) are refused and stay as they are', async (content, code) => {
    const path = await createPath();
    const store = createSettingsStore(path);
    await store.change({});
    await writeFile(path, content);

    await expect(store.read()).rejects.toMatchObject({ code });
    await expect(store.change({ theme: 'dark' })).rejects.toMatchObject({ code });
    expect(await readFile(path, 'utf8')).toBe(content);
  });
});
