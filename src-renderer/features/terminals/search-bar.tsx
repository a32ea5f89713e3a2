import Box from '@mui/material/Box';
import InputBase from '@mui/material/InputBase';
import { useEffect, useState, type ReactNode } from 'react';
import { Icon } from '../../components/icon.tsx';
import { useT } from '../../lib/i18n.tsx';
import { Glyph } from './glyph.tsx';
import { IconAction } from './icon-action.tsx';
import type { Found, TerminalView } from './xterm/terminal-view.ts';

interface SearchBarProps {
  readonly view: TerminalView;
  readonly onClose: () => void;
}

/** Looks for text in what a terminal has said. */
export function SearchBar({ view, onClose }: SearchBarProps): ReactNode {
  const t = useT();
  const [text, setText] = useState('');
  const [found, setFound] = useState<Found | null>(null);
  useEffect(() => {
    view.onFound(setFound);
    return view.endSearch;
  }, [view]);
  const count = found?.count ?? 0;
  return (
    <Box
      role="search"
      sx={(theme) => ({
        position: 'absolute',
        top: '0.4rem',
        right: '1rem',
        zIndex: 2,
        display: 'flex',
        alignItems: 'center',
        gap: 0.25,
        pl: 1,
        border: `1px solid ${theme.palette.divider}`,
        borderRadius: '0.6rem',
        backgroundColor: theme.palette.background.paper,
      })}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose();
        if (event.key === 'Enter') view.search(text, event.shiftKey ? 'previous' : 'next');
      }}
    >
      <InputBase
        autoFocus
        value={text}
        placeholder={t('terminals.search')}
        inputProps={{ 'aria-label': t('terminals.search'), spellCheck: false }}
        sx={{ width: '10rem', fontSize: '0.9rem' }}
        onChange={(event) => {
          setText(event.target.value);
          view.search(event.target.value, 'next');
        }}
      />
      <Box role="status" sx={{ minWidth: '4.5rem', fontSize: '0.8rem', color: 'text.secondary' }}>
        {text !== '' && found !== null && foundWords(found)}
        {text !== '' && found !== null && count === 0 && t('terminals.search-nothing')}
      </Box>
      <IconAction
        label={t('terminals.search-previous')}
        isDisabled={count === 0}
        onClick={() => view.search(text, 'previous')}
      >
        <Glyph name="up" />
      </IconAction>
      <IconAction label={t('terminals.search-next')} isDisabled={count === 0} onClick={() => view.search(text, 'next')}>
        <Icon name="down" size="1.25em" />
      </IconAction>
      <IconAction label={t('terminals.search-close')} onClick={onClose}>
        <Icon name="close" size="1.25em" />
      </IconAction>
    </Box>
  );
}

/** `3 / 12`; only the number where it is not known which one is shown. */
function foundWords({ index, count }: Found): string {
  if (count === 0) return '';
  return index < 0 ? String(count) : `${String(index + 1)} / ${String(count)}`;
}
