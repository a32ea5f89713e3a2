import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';
import type { OperationRecord } from '../../../src-main/contract/app-views.ts';
import { Disclosure } from '../../components/disclosure.tsx';
import { FailureNotice, operationFailure } from '../../components/failure-notice.tsx';
import { formatClock, formatMoment } from '../../lib/format.ts';
import { useWords } from '../../lib/i18n.tsx';
import { useElapsedMs } from './operation-panel.tsx';
import { StepList } from './step-list.tsx';
import { StepMark } from './step-mark.tsx';

const markOf = {
  queued: 'waiting',
  running: 'running',
  cancelling: 'running',
  succeeded: 'done',
  failed: 'failed',
  cancelled: 'cancelled',
} as const;

/** What was done, newest first; each entry opens to its steps. */
export function OperationHistory({ operations }: { readonly operations: readonly OperationRecord[] }): ReactNode {
  const { t } = useWords();
  if (operations.length === 0)
    return <Typography sx={{ color: 'text.secondary' }}>{t('labs.history-empty')}</Typography>;
  return (
    <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>
      {operations.map((operation) => (
        <Entry key={operation.id} operation={operation} />
      ))}
    </Box>
  );
}

function Entry({ operation }: { readonly operation: OperationRecord }): ReactNode {
  const { t, language } = useWords();
  const elapsedMs = useElapsedMs(operation);
  return (
    <Box component="li" sx={(theme) => ({ py: 1.25, borderTop: `1px solid ${theme.palette.divider}` })}>
      <Box sx={{ display: 'flex', gap: 1.5, alignItems: 'center' }}>
        <StepMark state={markOf[operation.state]} />
        <Typography sx={{ flex: 1, fontWeight: 600 }}>{t(`labs.kind-${operation.kind}`)}</Typography>
        <Typography variant="body2" sx={{ color: 'text.secondary', fontVariantNumeric: 'tabular-nums' }}>
          {formatMoment(operation.startedAt, language)} · {formatClock(elapsedMs)}
        </Typography>
      </Box>
      <Box sx={{ pl: 4.5 }}>
        <Disclosure label={t('labs.history-open')}>
          {operation.error !== null && <FailureNotice failure={operationFailure(operation.error, t)} />}
          <StepList steps={operation.steps} />
        </Disclosure>
      </Box>
    </Box>
  );
}
