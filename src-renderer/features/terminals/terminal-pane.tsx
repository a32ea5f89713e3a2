import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useEffect, useRef, useState, type ReactNode, type RefObject } from 'react';
import type { TerminalKind } from '../../../src-main/contract/terminal-views.ts';
import type { TerminalChannel, TerminalState } from '../../api/index.ts';
import { useT } from '../../lib/i18n.tsx';
import type { KeySurroundings } from './model/keys.ts';
import type { PaneRect, SplitDirection } from './model/layout.ts';
import type { TerminalNode } from './node-menu.tsx';
import { consoleTitle, PaneHeader } from './pane-header.tsx';
import { SearchBar } from './search-bar.tsx';
import { isUnreachable } from './state-line.tsx';
import { StrangerNotice } from './stranger-notice.tsx';
import { useTerminal } from './use-terminal.ts';
import type { TerminalView, ViewOptions } from './xterm/terminal-view.ts';
import { terminalThemes } from './xterm/themes.ts';

export interface PaneProps {
  readonly labId: string;
  readonly terminalId: string;
  readonly kind: TerminalKind;
  /** False: a console that can only be read. */
  readonly acceptsInput: boolean;
  /** Empty for the base of the lab. */
  readonly node: string;
  readonly nodes: readonly TerminalNode[];
  readonly rect: PaneRect;
  /** In the tab that is shown. */
  readonly isShown: boolean;
  /** The one with the keyboard. */
  readonly isActive: boolean;
  /** What is typed in any pane of the tab arrives here as well. */
  readonly isTypedTo: boolean;
  /** Changes when this pane is to take the keyboard. */
  readonly focusRequest: number;
  readonly platform: KeySurroundings['platform'];
  readonly look: ViewOptions;
  readonly onActivate: () => void;
  readonly onInput: (data: string) => void;
  /** Tells how to type into this terminal; null when it is gone. */
  readonly onSender: (send: ((bytes: Uint8Array<ArrayBuffer>) => void) | null) => void;
  readonly onSplit: (direction: SplitDirection, node: string) => void;
  readonly onReopen: () => void;
  /** Shows what the node says without a network. */
  readonly onConsole: () => void;
  readonly onClose: () => void;
}

function percent(fraction: number): string {
  return `${String(fraction * 100)}%`;
}

/** One terminal with its name, its state and what can be done with it. */
export function TerminalPane(props: PaneProps): ReactNode {
  const { kind, node, rect, isShown, isActive, isTypedTo, focusRequest, onSender } = props;
  const t = useT();
  const place = useRef<HTMLDivElement>(null);
  const header = useRef<HTMLButtonElement>(null);
  const [isSearching, setIsSearching] = useState(false);
  const { state, view, channel } = useTerminal(place, {
    ...props,
    onKey: (purpose) => {
      if (purpose === 'search') setIsSearching(true);
      else if (purpose === 'leave') header.current?.focus();
      else if (view !== null) copySelection(view);
    },
  });
  useSender(onSender, channel);
  useEffect(() => {
    if (isActive && focusRequest > 0) view?.focus();
  }, [isActive, focusRequest, view]);
  return (
    <Box
      component="section"
      aria-label={kind === 'console' ? consoleTitle(node, t) : t('terminals.pane', { node })}
      onFocus={props.onActivate}
      sx={(theme) => ({
        position: 'absolute',
        left: percent(rect.left),
        top: percent(rect.top),
        width: percent(rect.width),
        height: percent(rect.height),
        visibility: isShown ? 'visible' : 'hidden',
        display: 'flex',
        flexDirection: 'column',
        overflow: 'hidden',
        containerType: 'inline-size',
        border: isTypedTo ? `3px solid ${theme.lab.warm}` : `1px solid ${theme.palette.divider}`,
        boxShadow: isActive ? `inset 0 0 0 2px ${theme.lab.focus}` : 'none',
        p: '3px',
        backgroundColor: theme.palette.background.paper,
      })}
    >
      <PaneHeader
        {...props}
        state={state}
        firstRef={header}
        isSearching={isSearching}
        onSearch={() => setIsSearching(!isSearching)}
      />
      {kind === 'ssh' && isUnreachable(state) && <StrangerNotice labId={props.labId} node={node} />}
      <Notice
        state={state}
        canShowConsole={kind === 'ssh'}
        onReopen={props.onReopen}
        onConsole={props.onConsole}
        onTakeBack={() => channel.current?.takeBack()}
      />
      <Box sx={{ position: 'relative', flex: 1, minHeight: 0 }}>
        {isSearching && view !== null && (
          <SearchBar
            view={view}
            onClose={() => {
              setIsSearching(false);
              view.focus();
            }}
          />
        )}
        <Box
          ref={place}
          sx={{
            position: 'absolute',
            inset: 0,
            '& .xterm': { height: '100%' },
            // The style sheet of xterm has it black, which shows below the last line.
            '& .xterm .xterm-viewport': { backgroundColor: terminalThemes[props.look.look].background },
          }}
        />
      </Box>
    </Box>
  );
}

function copySelection(view: TerminalView): void {
  const text = view.selection();
  if (text === '') return;
  // Where the page may not use the clipboard, the browser's own menu still can.
  navigator.clipboard.writeText(text).then(() => view.clearSelection(), ignore);
}

/** Tells how to type into a terminal, as long as it is shown. */
function useSender(onSender: PaneProps['onSender'], channel: RefObject<TerminalChannel | null>): void {
  useEffect(() => {
    onSender((bytes) => channel.current?.send(bytes));
    return () => onSender(null);
  }, [onSender, channel]);
}

function ignore(): void {
  // See above.
}

interface NoticeProps {
  readonly state: TerminalState;
  readonly canShowConsole: boolean;
  readonly onReopen: () => void;
  readonly onConsole: () => void;
  readonly onTakeBack: () => void;
}

/** Leads on where nothing can be typed. */
function Notice({ state, canShowConsole, onReopen, onConsole, onTakeBack }: NoticeProps): ReactNode {
  const t = useT();
  const isOver = state.kind === 'ended' || state.kind === 'gone';
  if (!isOver && state.kind !== 'taken-over') return null;
  return (
    <Box sx={(theme) => ({ display: 'flex', gap: 1, px: 1, pb: 0.5, backgroundColor: theme.palette.background.paper })}>
      <Button size="small" variant="outlined" onClick={isOver ? onReopen : onTakeBack}>
        {t(isOver ? 'terminals.reopen' : 'terminals.take-back')}
      </Button>
      {canShowConsole && isUnreachable(state) && (
        <Button size="small" variant="outlined" onClick={onConsole}>
          {t('terminals.show-console')}
        </Button>
      )}
    </Box>
  );
}
