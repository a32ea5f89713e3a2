import { describe, expect, test } from 'vitest';

import { commandEnvironment } from '../../../src-main/process/environment.ts';

describe('commandEnvironment', () => {
  test.each([
    { platformId: 'linux', locale: 'C.UTF-8' },
    { platformId: 'windows', locale: 'C.UTF-8' },
    { platformId: 'macos', locale: 'en_US.UTF-8' },
  ] as const)('sets the locale $locale on $platformId whatever the caller has', ({ platformId, locale }) => {
    const env = commandEnvironment(platformId, { LC_ALL: 'C', LANG: 'de_DE', LANGUAGE: 'de' }, { LANG: 'C' });

    expect(env).toEqual({ LC_ALL: locale, LANG: locale, LANGUAGE: '' });
  });

  test('lets added variables win over inherited ones and leaves out absent ones', () => {
    const env = commandEnvironment('linux', { HOME: '/a', EMPTY: undefined, KEEP: 'k' }, { HOME: '/b' });

    expect(env).toMatchObject({ HOME: '/b', KEEP: 'k' });
    expect('EMPTY' in env).toBe(false);
  });
});
