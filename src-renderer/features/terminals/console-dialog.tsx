import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import Typography from '@mui/material/Typography';
import { useEffect, useId, useRef, useState, type ReactNode } from 'react';
import type { TerminalInfo } from '../../../src-main/contract/terminal-views.ts';
import { useApiQuery, useClient } from '../../api/index.ts';
import { FailureNotice, failureOf } from '../../components/failure-notice.tsx';
import { useT } from '../../lib/i18n.tsx';
import { consoleTitle, OutputOnly } from './pane-header.tsx';
import { StateLine } from './state-line.tsx';
import { useTerminal } from './use-terminal.ts';
import { useViewOptions } from './use-view-options.ts';
import type { KeySurroundings } from './model/keys.ts';
import { terminalThemes } from './xterm/themes.ts';

interface ConsoleDialogProps {
  readonly labId: string;
  /** Null: the base of the lab. */
  readonly node: string | null;
  readonly onClose: () => void;
}

const startSize = { cols: 100, rows: 30 } as const;

/** What a node says on its serial port, over what is shown, for a look in between. */
export function ConsoleDialog({ labId, node, onClose }: ConsoleDialogProps): ReactNode {
  const t = useT();
  const id = useId();
  const { terminal, failure } = useConsole(labId, node);
  const { data: info } = useApiQuery('app.info', {});
  const closing = useRef<HTMLButtonElement>(null);
  return (
    <Dialog open onClose={onClose} aria-labelledby={id} maxWidth="lg" fullWidth>
      <DialogTitle id={id} variant="h2" sx={{ pb: 1 }}>
        {consoleTitle(node ?? '', t)}
      </DialogTitle>
      <DialogContent sx={{ display: 'grid', gap: 1 }}>
        <Typography variant="body2" sx={{ color: 'text.secondary' }}>
          {t('terminals.console-lead')}{' '}
          {t(terminal?.acceptsInput === true ? 'terminals.console-typing' : 'terminals.console-reading')}
        </Typography>
        {failure !== null && <FailureNotice failure={failureOf(failure, t)} />}
        {terminal !== null && info !== undefined && (
          <Console {...terminal} platform={info.platform} onLeave={() => closing.current?.focus()} />
        )}
      </DialogContent>
      <DialogActions sx={{ px: 3, pb: 2.5 }}>
        <Button ref={closing} variant="contained" onClick={onClose} autoFocus>
          {t('ui.close')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

/** Opens a console for as long as the component lives. */
function useConsole(
  labId: string,
  node: string | null,
): { readonly terminal: OpenedConsole | null; readonly failure: unknown } {
  const client = useClient();
  const [terminal, setTerminal] = useState<OpenedConsole | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  useEffect(() => {
    let isOver = false;
    const opening = client.call('terminals.open', { kind: 'console', lab: labId, node, ...startSize });
    opening.then(
      (info) => {
        if (!isOver) setTerminal(info);
      },
      (error: unknown) => {
        if (!isOver) setFailure(error);
      },
    );
    return () => {
      isOver = true;
      setTerminal(null);
      // What was not opened, or cannot be closed without a core, needs nobody.
      opening.then((info) => client.call('terminals.close', { terminalId: info.terminalId })).catch(() => undefined);
    };
  }, [client, labId, node]);
  return { terminal, failure };
}

type OpenedConsole = Pick<TerminalInfo, 'terminalId' | 'acceptsInput'>;

interface ConsoleProps extends OpenedConsole, Pick<KeySurroundings, 'platform'> {
  readonly onLeave: () => void;
}

function Console({ terminalId, acceptsInput, platform, onLeave }: ConsoleProps): ReactNode {
  const place = useRef<HTMLDivElement>(null);
  const look = useViewOptions(false);
  const { state, view, channel } = useTerminal(place, {
    terminalId,
    platform,
    look,
    kind: 'console',
    acceptsInput,
    onInput: (data) => channel.current?.send(new TextEncoder().encode(data)),
    onKey: (purpose) => {
      if (purpose === 'leave') onLeave();
      const text = view?.selection() ?? '';
      // Where the page may not use the clipboard, the browser's own menu still can.
      if (purpose === 'copy' && text !== '') navigator.clipboard.writeText(text).catch(() => undefined);
    },
  });
  return (
    <Box>
      <Box sx={{ display: 'flex', gap: 1, pb: 1, alignItems: 'center' }}>
        {!acceptsInput && <OutputOnly />}
        <StateLine state={state} kind="console" acceptsInput={acceptsInput} />
      </Box>
      <Box
        ref={place}
        sx={(theme) => ({
          height: 'max(12rem, calc(100vh - 22rem))',
          overflow: 'hidden',
          border: `1px solid ${theme.palette.divider}`,
          '& .xterm': { height: '100%' },
          '& .xterm .xterm-viewport': { backgroundColor: terminalThemes[look.look].background },
        })}
      />
    </Box>
  );
}
