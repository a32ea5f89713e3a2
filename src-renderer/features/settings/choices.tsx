import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import { useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { settingsSchema, type Settings, type SettingsChange } from '../../../src-main/contract/app-views.ts';
import { useApiMutation, useApiQuery } from '../../api/index.ts';
import { Icon } from '../../components/icon.tsx';
import type { IconName } from '../../components/icon-paths.ts';
import { useT } from '../../lib/i18n.tsx';

/** The settings in use, and how to change some of them; seen at once, before the core has confirmed. */
export function useSettings(): { readonly settings: Settings; readonly change: (change: SettingsChange) => void } {
  const queries = useQueryClient();
  const { data } = useApiQuery('settings.get', {});
  const { mutate } = useApiMutation('settings.set');
  const settings = data ?? settingsSchema.parse({});
  return {
    settings,
    change: (change) => {
      queries.setQueryData(['settings.get', {}], { ...settings, ...change });
      mutate(change);
    },
  };
}

interface ChoiceProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly options: readonly { readonly value: T; readonly label: string; readonly icon?: IconName }[];
  readonly onChoose: (value: T) => void;
}

function Choice<T extends string>({ label, value, options, onChoose }: ChoiceProps<T>): ReactNode {
  return (
    <ToggleButtonGroup exclusive value={value} aria-label={label} sx={{ flexWrap: 'wrap' }}>
      {options.map((option) => (
        <ToggleButton
          key={option.value}
          value={option.value}
          sx={{ gap: 1, px: 2, color: 'text.primary', textTransform: 'none' }}
          onClick={() => {
            onChoose(option.value);
          }}
        >
          {option.icon !== undefined && <Icon name={option.icon} />}
          {option.label}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}

/** Chooses the language, at once and for the next time. */
export function LanguageChoice({ withSystem = false }: { readonly withSystem?: boolean }): ReactNode {
  const t = useT();
  const { settings, change } = useSettings();
  const { data: info } = useApiQuery('app.info', {});
  const values = withSystem ? (['system', 'de', 'en'] as const) : (['de', 'en'] as const);
  const value = settings.language === 'system' && !withSystem ? (info?.language ?? 'en') : settings.language;
  return (
    <Choice
      label={t('ui.language')}
      value={value}
      options={values.map((option) => ({ value: option, label: t(`ui.language-${option}`) }))}
      onChoose={(language) => {
        change({ language });
      }}
    />
  );
}

const themes = [
  ['system', 'laptop'],
  ['light', 'sun'],
  ['dark', 'moon'],
  ['contrast', 'contrast'],
] as const;

/** Chooses the look, at once and for the next time. */
export function ThemeChoice(): ReactNode {
  const t = useT();
  const { settings, change } = useSettings();
  return (
    <Choice
      label={t('ui.theme')}
      value={settings.theme}
      options={themes.map(([value, icon]) => ({ value, icon, label: t(`ui.theme-${value}`) }))}
      onChoose={(theme) => {
        change({ theme });
      }}
    />
  );
}
