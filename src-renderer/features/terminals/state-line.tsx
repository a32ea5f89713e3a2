import Box from '@mui/material/Box';
import type { ReactNode } from 'react';
import type { TerminalKind } from '../../../src-main/contract/terminal-views.ts';
import type { Translate } from '../../../src-main/locales/translate.ts';
import type { TerminalState } from '../../api/index.ts';
import { Icon } from '../../components/icon.tsx';
import type { IconName } from '../../components/icon-paths.ts';
import { useT } from '../../lib/i18n.tsx';

const icons: Readonly<Record<TerminalState['kind'], IconName>> = {
  connecting: 'refresh',
  open: 'check',
  lost: 'warning',
  'taken-over': 'info',
  gone: 'close',
  ended: 'power',
};
const colors: Readonly<Record<TerminalState['kind'], string>> = {
  connecting: 'info.main',
  open: 'success.main',
  lost: 'error.main',
  'taken-over': 'info.main',
  gone: 'text.secondary',
  ended: 'warning.main',
};

/** What ssh itself ends with when it cannot reach the node, or loses it. */
const sshFailed = 255;

/** True when ssh ended because it could not reach the node, or lost it. */
export function isUnreachable(state: TerminalState): boolean {
  return state.kind === 'ended' && state.exitCode === sshFailed;
}

function wordsOf({ state, kind, acceptsInput }: StateLineProps, t: Translate): string {
  if (!acceptsInput && state.kind === 'open') return t('terminals.state-follows');
  if (kind === 'console' && state.kind === 'ended') return t('terminals.state-log-unreadable');
  if (state.kind !== 'ended') return t(`terminals.state-${state.kind}`);
  if (state.exitCode === null) return t('terminals.state-ended-signal');
  if (isUnreachable(state)) return t('terminals.state-ended-ssh');
  return t('terminals.state-ended', { exitCode: state.exitCode });
}

interface StateLineProps {
  readonly state: TerminalState;
  readonly kind: TerminalKind;
  readonly acceptsInput: boolean;
}

/** How it stands with a terminal, in words and with a sign; spoken when it changes. */
export function StateLine(props: StateLineProps): ReactNode {
  const { state } = props;
  const t = useT();
  const words = wordsOf(props, t);
  return (
    <Box
      role="status"
      title={words}
      sx={{
        display: 'flex',
        alignItems: 'center',
        gap: 0.5,
        minWidth: 0,
        fontSize: '0.82rem',
        color: colors[state.kind],
      }}
    >
      <Icon name={icons[state.kind]} size="1em" />
      <Box
        component="span"
        className={state.kind === 'open' ? 'detail' : ''}
        sx={{ overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }}
      >
        {words}
      </Box>
    </Box>
  );
}
