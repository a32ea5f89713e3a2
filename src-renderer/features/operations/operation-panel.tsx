import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import LinearProgress from '@mui/material/LinearProgress';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';
import type { OperationRecord } from '../../../src-main/contract/app-views.ts';
import { notStarted } from '../../../src-main/domain/operation.ts';
import { isRunning, useApiMutation } from '../../api/index.ts';
import { FailureNotice, failureOf, operationFailure } from '../../components/failure-notice.tsx';
import { Icon } from '../../components/icon.tsx';
import { Live } from '../../components/live.tsx';
import { formatClock, roughMinutes } from '../../lib/format.ts';
import { useT } from '../../lib/i18n.tsx';
import { useNow } from '../../lib/use-now.ts';
import { OperationCommands } from './operation-history.tsx';
import { StepList } from './step-list.tsx';
import { stepTitle } from './step-words.ts';

/** How long it runs or ran. */
export function useElapsedMs({ startedAt, endedAt }: Pick<OperationRecord, 'startedAt' | 'endedAt'>): number {
  const now = useNow(endedAt === null);
  return Math.max(0, (endedAt === null ? now : Date.parse(endedAt)) - Date.parse(startedAt));
}

/** Operations whose target is no lab, or whose nodes do not stay on. */
const withoutConsoles: readonly OperationRecord['kind'][] = [
  'fetch-image',
  'install-hypervisor',
  'reclaim',
  'trial',
  'take-back',
  'delete',
  'remove',
  'save',
  'stop',
  'cut-power',
  'set-start-order',
];

function labWithConsoles({ kind, target }: OperationRecord): string | null {
  return withoutConsoles.includes(kind) ? null : target;
}

/** Operations that no lab's journal holds. */
const withoutLab: readonly OperationRecord['kind'][] = [
  'fetch-image',
  'reclaim',
  'take-back',
  'install-hypervisor',
  'trial',
];

/** False where nothing of a journal is left, or never was. */
function hasJournal({ kind, state }: OperationRecord): boolean {
  const isGone = (kind === 'delete' && state === 'succeeded') || (kind === 'create' && state === 'cancelled');
  return !withoutLab.includes(kind) && !isGone;
}

interface OperationPanelProps {
  readonly operation: OperationRecord;
  /** What leads on when it ended early: buttons. */
  readonly afterFailure?: ReactNode;
}

/** One operation with its steps, how far it is, how to cancel it, and how it ended. */
export function OperationPanel({ operation, afterFailure }: OperationPanelProps): ReactNode {
  const t = useT();
  const waiting = notStarted(operation);
  return (
    <Box sx={{ display: 'grid', gap: 2 }}>
      <ProgressHead operation={operation} />
      {operation.error !== null && operation.state === 'failed' && (
        <FailureNotice failure={operationFailure(operation.error, t)}>{afterFailure}</FailureNotice>
      )}
      {waiting.length > 0 && <Typography>{t('nodes.not-started', { nodes: waiting.join(', ') })}</Typography>}
      {operation.state === 'cancelled' && <CancelledNotice>{afterFailure}</CancelledNotice>}
      {operation.leftBehind.length > 0 && (
        <Box>
          <Typography sx={{ fontWeight: 600 }}>{t('labs.left-behind')}</Typography>
          {operation.leftBehind.map((item) => (
            <Typography key={item} variant="body2">
              {item}
            </Typography>
          ))}
        </Box>
      )}
      <StepList steps={operation.steps} consolesOf={labWithConsoles(operation)} />
      {hasJournal(operation) && <OperationCommands labId={operation.target} operationId={operation.id} />}
    </Box>
  );
}

/** How long it still takes, in words that promise no more than is known. */
function TimeLeft({ forecast }: Pick<OperationRecord, 'forecast'>): ReactNode {
  const t = useT();
  const now = useNow(forecast !== null && forecast !== undefined);
  if (forecast === undefined) return null;
  if (forecast === null) return <span> · {t('labs.forecast-unknown')}</span>;
  const leftMs = forecast.leftMs - Math.max(0, now - Date.parse(forecast.at));
  if (leftMs <= 0) return <span> · {t('labs.forecast-late')}</span>;
  const minutes = roughMinutes(leftMs);
  return <span> · {minutes === 0 ? t('labs.forecast-soon') : t('labs.forecast-left', { count: minutes })}</span>;
}

function CancelledNotice({ children }: { readonly children: ReactNode }): ReactNode {
  const t = useT();
  return (
    <Box
      role="status"
      sx={(theme) => ({ p: 2, borderRadius: '0.75rem', border: `1px solid ${theme.palette.divider}` })}
    >
      <Typography sx={{ fontWeight: 600 }}>{t('labs.operation-cancelled')}</Typography>
      <Typography>{t('labs.operation-cancelled-more')}</Typography>
      {children !== undefined && <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, mt: 1.5 }}>{children}</Box>}
    </Box>
  );
}

function ProgressHead({ operation }: { readonly operation: OperationRecord }): ReactNode {
  const t = useT();
  const elapsedMs = useElapsedMs(operation);
  const cancel = useApiMutation('operations.cancel');
  const isOn = isRunning(operation);
  const isCancelling = operation.state === 'cancelling';
  // Never 100 % before the end.
  const percent = isOn
    ? Math.min(99, Math.floor((operation.fraction ?? 0) * 100))
    : Math.round((operation.fraction ?? 0) * 100);
  const current = operation.steps.find(({ state }) => state === 'running');
  return (
    <Box>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 2 }}>
        <Typography sx={{ fontSize: '1.6rem', fontWeight: 650, fontVariantNumeric: 'tabular-nums' }}>
          {percent} %
        </Typography>
        <Typography sx={{ flex: 1, color: 'text.secondary', fontVariantNumeric: 'tabular-nums' }}>
          <Icon name="clock" /> {formatClock(elapsedMs)}
          {operation.state === 'running' && <TimeLeft forecast={operation.forecast} />}
        </Typography>
        {isOn && (
          <Button
            variant="outlined"
            disabled={isCancelling || cancel.isPending}
            onClick={() => {
              cancel.mutate({ operationId: operation.id });
            }}
          >
            {isCancelling ? t('labs.cancelling') : t('labs.cancel-operation')}
          </Button>
        )}
      </Box>
      <LinearProgress
        aria-label={t('labs.progress')}
        variant="determinate"
        color={operation.state === 'failed' ? 'error' : operation.state === 'succeeded' ? 'success' : 'primary'}
        value={percent}
        sx={{ mt: 1 }}
      />
      {cancel.error !== null && <FailureNotice failure={failureOf(cancel.error, t)} />}
      <Live>{isOn && current !== undefined ? stepTitle(current, t) : t(`labs.operation-${operation.state}`)}</Live>
    </Box>
  );
}
