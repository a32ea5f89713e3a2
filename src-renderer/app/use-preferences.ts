import useMediaQuery from '@mui/material/useMediaQuery';
import type { Settings } from '../../src-main/contract/app-views.ts';
import type { Language } from '../../src-main/locales/translate.ts';
import { useApiQuery } from '../api/index.ts';
import { systemLanguage } from '../lib/i18n.tsx';
import type { Look } from './theme/palettes.ts';

/** The language and the look in use: what the user chose, or what the system prefers. */
export function usePreferences(): { readonly language: Language; readonly look: Look } {
  const { data: settings } = useApiQuery('settings.get', {});
  const { data: info } = useApiQuery('app.info', {});
  const isDark = useMediaQuery('(prefers-color-scheme: dark)', { noSsr: true });
  const isContrast = useMediaQuery('(prefers-contrast: more)', { noSsr: true });
  const systemLook: Look = isContrast ? 'contrast' : isDark ? 'dark' : 'light';
  return {
    language: languageOf(settings, info?.language),
    look: settings === undefined || settings.theme === 'system' ? systemLook : settings.theme,
  };
}

function languageOf(settings: Settings | undefined, inUse: Language | undefined): Language {
  if (settings !== undefined && settings.language !== 'system') return settings.language;
  return inUse ?? systemLanguage(navigator.languages);
}
