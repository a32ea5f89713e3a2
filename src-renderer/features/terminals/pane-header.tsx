import Box from '@mui/material/Box';
import { useState, type ReactNode, type Ref } from 'react';
import type { TerminalKind } from '../../../src-main/contract/terminal-views.ts';
import type { Translate } from '../../../src-main/locales/translate.ts';
import type { TerminalState } from '../../api/index.ts';
import { Icon } from '../../components/icon.tsx';
import { useT } from '../../lib/i18n.tsx';
import { visuallyHidden } from '../../lib/visually-hidden.ts';
import { Glyph } from './glyph.tsx';
import { IconAction } from './icon-action.tsx';
import type { SplitDirection } from './model/layout.ts';
import { NodeMenu, type TerminalNode } from './node-menu.tsx';
import { StateLine } from './state-line.tsx';

/** What a console is called: by its node, or the base (an empty name). */
export function consoleTitle(node: string, t: Translate): string {
  return node === '' ? t('terminals.console-base') : t('terminals.console', { node });
}

interface PaneHeaderProps {
  readonly kind: TerminalKind;
  readonly acceptsInput: boolean;
  readonly node: string;
  readonly nodes: readonly TerminalNode[];
  readonly state: TerminalState;
  readonly isTypedTo: boolean;
  readonly isSearching: boolean;
  /** Where the keyboard goes when it leaves the terminal. */
  readonly firstRef: Ref<HTMLButtonElement>;
  readonly onSearch: () => void;
  readonly onSplit: (direction: SplitDirection, node: string) => void;
  readonly onClose: () => void;
}

/** Narrow panes are not split further, and say in words only what is not as it should be. */
const whereNarrow = {
  '@container (max-width: 24rem)': { '& .split': { display: 'none' }, '& .detail': visuallyHidden },
};

/** Whose terminal it is, how it stands, and what can be done with it. */
export function PaneHeader(props: PaneHeaderProps): ReactNode {
  const { kind, acceptsInput, node, nodes, state, isTypedTo, isSearching, firstRef, onSearch, onSplit, onClose } =
    props;
  const t = useT();
  const [asked, setAsked] = useState<{ readonly anchor: HTMLElement; readonly direction: SplitDirection } | null>(null);
  return (
    <Box sx={{ display: 'flex', alignItems: 'center', gap: 1, pl: 1, minHeight: '2.1rem', ...whereNarrow }}>
      <Box component="h2" sx={{ m: 0, fontSize: '0.9rem', fontWeight: 650, whiteSpace: 'nowrap' }}>
        {kind === 'console' ? consoleTitle(node, t) : node}
      </Box>
      {!acceptsInput && <OutputOnly />}
      {isTypedTo && (
        <Box sx={(theme) => ({ color: theme.palette.secondary.main, display: 'flex', gap: 0.5, fontSize: '0.82rem' })}>
          <Glyph name="to-all" />
          <span className="detail">{t('terminals.typed-to')}</span>
        </Box>
      )}
      <StateLine state={state} kind={kind} acceptsInput={acceptsInput} />
      <Box sx={{ flex: 1 }} />
      <Box sx={{ display: 'flex', flexShrink: 0 }}>
        <IconAction
          ref={firstRef}
          label={kind === 'console' ? t('terminals.search-in-log') : t('terminals.search-in', { node })}
          isPressed={isSearching}
          onClick={onSearch}
        >
          <Glyph name="search" />
        </IconAction>
        <Box className="split" sx={{ display: 'flex' }}>
          {(['row', 'column'] as const).map((direction) => (
            <IconAction
              key={direction}
              opensMenu
              label={t(direction === 'row' ? 'terminals.split-beside' : 'terminals.split-below')}
              onClick={(event) => {
                setAsked({ anchor: event.currentTarget, direction });
              }}
            >
              <Glyph name={direction === 'row' ? 'beside' : 'below'} />
            </IconAction>
          ))}
        </Box>
        <IconAction
          label={kind === 'console' ? t('terminals.close-console') : t('terminals.close', { node })}
          onClick={onClose}
        >
          <Icon name="close" size="1.25em" />
        </IconAction>
      </Box>
      <NodeMenu
        nodes={[...nodes].sort((a, b) => Number(b.name === node) - Number(a.name === node))}
        anchor={asked?.anchor ?? null}
        onChoose={(chosen) => {
          if (asked !== null) onSplit(asked.direction, chosen);
        }}
        onClose={() => {
          setAsked(null);
        }}
      />
    </Box>
  );
}

/** Says that nothing can be typed here. */
export function OutputOnly(): ReactNode {
  const t = useT();
  return (
    <Box
      component="span"
      sx={(theme) => ({
        px: 0.75,
        borderRadius: '0.375rem',
        fontSize: '0.78rem',
        whiteSpace: 'nowrap',
        color: 'text.secondary',
        border: `1px solid ${theme.palette.divider}`,
      })}
    >
      {t('terminals.output-only')}
    </Box>
  );
}
