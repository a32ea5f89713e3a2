import Box from '@mui/material/Box';
import Skeleton from '@mui/material/Skeleton';
import Typography from '@mui/material/Typography';
import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import type { BrowseAnswer, BrowseEntry } from '../../../../src-main/contract/browse-views.ts';
import { Icon } from '../../../components/icon.tsx';
import { formatBytes } from '../../../lib/format.ts';
import { useT, useWords } from '../../../lib/i18n.tsx';
import { indexAfterKey } from '../model/list-keys.ts';

interface EntryListProps {
  readonly folder: BrowseAnswer | undefined;
  readonly isLoading: boolean;
  /** Hears which entry the keys or the mouse are at. */
  readonly onMark: (entry: BrowseEntry | null) => void;
  readonly onOpen: (entry: BrowseEntry) => void;
  readonly onUp: () => void;
}

/** What is in a folder: one stop of the Tab key, arrows within, Enter opens, Backspace goes up. */
export function EntryList({ folder, isLoading, onMark, onOpen, onUp }: EntryListProps): ReactNode {
  const t = useT();
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const [index, setIndex] = useState(0);
  const entries = folder?.entries ?? [];
  const current = entries[index];
  useEffect(() => {
    onMark(current ?? null);
  }, [current, onMark]);
  useEffect(() => {
    // Whoever goes on by keys is where the keys work, in each folder anew.
    list.current?.focus();
  }, []);
  function mark(next: number): void {
    setIndex(next);
    list.current?.querySelectorAll('[role=option]')[next]?.scrollIntoView({ block: 'nearest' });
  }
  function onKeyDown(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const next = indexAfterKey({ key: event.key, index, names: entries.map(({ name }) => name) });
    if (event.key === 'Enter' && current !== undefined) onOpen(current);
    else if (event.key === 'Backspace') onUp();
    else if (next === null) return;
    else mark(next);
    event.preventDefault();
  }
  return (
    <Box
      sx={(theme) => ({
        height: 'clamp(9rem, calc(100vh - 27rem), 26rem)',
        overflow: 'auto',
        border: `1px solid ${theme.palette.divider}`,
        borderRadius: '0.75rem',
        '&:focus-within': { outline: `3px solid ${theme.lab.focus}`, outlineOffset: '1px' },
      })}
    >
      <Box
        ref={list}
        role="listbox"
        tabIndex={0}
        aria-label={t('wizard.browse-list', { path: folder?.path ?? '' })}
        aria-busy={isLoading}
        {...(current === undefined ? {} : { 'aria-activedescendant': `${id}-${String(index)}` })}
        onKeyDown={onKeyDown}
        sx={{ outline: 'none', minHeight: entries.length === 0 ? '1px' : '100%' }}
      >
        {entries.map((entry, at) => (
          <EntryLine
            key={entry.path}
            id={`${id}-${String(at)}`}
            entry={entry}
            isMarked={at === index}
            onClick={() => {
              if (entry.kind === 'folder') onOpen(entry);
              else mark(at);
            }}
            onDoubleClick={() => {
              if (entry.kind === 'image') onOpen(entry);
            }}
          />
        ))}
      </Box>
      {isLoading && <Lines />}
      {folder?.entries.length === 0 && <Typography sx={{ p: 2 }}>{t('wizard.browse-empty')}</Typography>}
      {folder?.isCut === true && (
        <Typography sx={{ p: 2 }}>{t('wizard.browse-cut', { max: entries.length })}</Typography>
      )}
    </Box>
  );
}

function Lines(): ReactNode {
  return (
    <Box aria-hidden sx={{ px: 1.5 }}>
      {[60, 45, 70, 50].map((width) => (
        <Skeleton key={width} width={`${String(width)}%`} height="2.25rem" />
      ))}
    </Box>
  );
}

interface EntryLineProps {
  readonly id: string;
  readonly entry: BrowseEntry;
  readonly isMarked: boolean;
  readonly onClick: () => void;
  readonly onDoubleClick: () => void;
}

function EntryLine({ id, entry, isMarked, onClick, onDoubleClick }: EntryLineProps): ReactNode {
  const { t, language } = useWords();
  const { name, kind, sizeBytes } = entry;
  return (
    <Box
      id={id}
      role="option"
      aria-selected={isMarked}
      onClick={onClick}
      onDoubleClick={onDoubleClick}
      sx={(theme) => ({
        display: 'flex',
        gap: 1.25,
        alignItems: 'center',
        px: 1.5,
        py: 0.75,
        cursor: 'pointer',
        borderLeft: `4px solid ${isMarked ? theme.palette.primary.main : 'transparent'}`,
        backgroundColor: isMarked ? theme.lab.tint : 'transparent',
        '&:hover': { backgroundColor: theme.lab.tint },
      })}
    >
      <Icon name={kind === 'folder' ? 'folder' : 'disk'} />
      <Typography component="span" sx={{ flex: 1, minWidth: 0, overflowWrap: 'anywhere' }}>
        {name}
      </Typography>
      <Typography component="span" variant="body2" sx={{ flexShrink: 0 }}>
        {sizeBytes === null ? t(`wizard.browse-${kind}`) : formatBytes(sizeBytes, language)}
      </Typography>
    </Box>
  );
}
