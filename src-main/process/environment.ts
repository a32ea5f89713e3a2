import type { PlatformId } from '../platform/platform-id.ts';

/** An environment as Node hands it over: absent variables may be `undefined`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The environment a program gets: `base`, then `added`, then a UTF-8 locale whatever the two say.
 *
 * With LC_ALL=C, VBoxManage 7.2 cuts `list vms` at the first name that is not ASCII, with exit code 0, and `showvminfo` with
 * such a name fails (VERR_NO_TRANSLATION). C.UTF-8 keeps messages English; macOS does not know it, so en_US.UTF-8 there.
 * LANGUAGE is emptied because gettext would prefer it, and parsers read English.
 */
export function commandEnvironment(
  platformId: PlatformId,
  base: Environment,
  added: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const locale = platformId === 'macos' ? 'en_US.UTF-8' : 'C.UTF-8';
  const given: Record<string, string> = {};
  for (const [name, value] of Object.entries({ ...base, ...added })) {
    if (value !== undefined) given[name] = value;
  }
  return { ...given, LC_ALL: locale, LANG: locale, LANGUAGE: '' };
}
