import IconButton from '@mui/material/IconButton';
import Button from '@mui/material/Button';
import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import { useState, type ReactNode } from 'react';
import { languages } from '../../src-main/locales/translate.ts';
import { useSettings } from '../features/settings/index.ts';
import { Icon } from '../components/icon.tsx';
import { useWords } from '../lib/i18n.tsx';

interface MenuOf<T extends string> {
  readonly options: readonly { readonly value: T; readonly label: string }[];
  readonly value: T;
  readonly onChoose: (value: T) => void;
  readonly anchor: HTMLElement | null;
  readonly onClose: () => void;
}

function ChoiceMenu<T extends string>({ options, value, onChoose, anchor, onClose }: MenuOf<T>): ReactNode {
  return (
    <Menu anchorEl={anchor} open={anchor !== null} onClose={onClose}>
      {options.map((option) => (
        <MenuItem
          key={option.value}
          selected={option.value === value}
          onClick={() => {
            onChoose(option.value);
            onClose();
          }}
        >
          {option.label}
        </MenuItem>
      ))}
    </Menu>
  );
}

/** The language, one click away from everywhere. */
export function LanguageMenu(): ReactNode {
  const { t, language } = useWords();
  const { change } = useSettings();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  return (
    <>
      <Button
        aria-label={`${t('ui.language')}: ${t(`ui.language-${language}`)}`}
        aria-haspopup="menu"
        sx={{ minWidth: 0, color: 'text.secondary', px: 1.2 }}
        onClick={(event) => {
          setAnchor(event.currentTarget);
        }}
      >
        {language.toUpperCase()}
      </Button>
      <ChoiceMenu
        anchor={anchor}
        value={language}
        options={languages.map((value) => ({ value, label: t(`ui.language-${value}`) }))}
        onChoose={(chosen) => {
          change({ language: chosen });
        }}
        onClose={() => {
          setAnchor(null);
        }}
      />
    </>
  );
}

const themes = ['system', 'light', 'dark', 'contrast'] as const;

/** The look, one click away from everywhere. */
export function ThemeMenu(): ReactNode {
  const { t } = useWords();
  const { settings, change } = useSettings();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  return (
    <>
      <IconButton
        aria-label={`${t('ui.theme')}: ${t(`ui.theme-${settings.theme}`)}`}
        aria-haspopup="menu"
        onClick={(event) => {
          setAnchor(event.currentTarget);
        }}
      >
        <Icon name="sun" />
      </IconButton>
      <ChoiceMenu
        anchor={anchor}
        value={settings.theme}
        options={themes.map((value) => ({ value, label: t(`ui.theme-${value}`) }))}
        onChoose={(theme) => {
          change({ theme });
        }}
        onClose={() => {
          setAnchor(null);
        }}
      />
    </>
  );
}
