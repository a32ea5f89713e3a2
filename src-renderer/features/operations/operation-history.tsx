import Box from '@mui/material/Box';
import Skeleton from '@mui/material/Skeleton';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';
import type { HistoryOperation } from '../../../src-main/contract/history-views.ts';
import { useApiQuery } from '../../api/index.ts';
import { Disclosure } from '../../components/disclosure.tsx';
import { FailureNotice, failureOf } from '../../components/failure-notice.tsx';
import { formatClock, formatMoment } from '../../lib/format.ts';
import { useT, useWords } from '../../lib/i18n.tsx';
import { HistorySteps } from './history-steps.tsx';
import { StepMark } from './step-mark.tsx';

const markOf = { succeeded: 'done', failed: 'failed', cancelled: 'cancelled', unfinished: 'cancelled' } as const;

interface OperationHistoryProps {
  readonly labId: string;
  /** Shown elsewhere while it runs. */
  readonly runningId: string | null;
}

/** What was done to a lab, newest first, as its journal tells it; each entry opens to its steps and their commands. */
export function OperationHistory({ labId, runningId }: OperationHistoryProps): ReactNode {
  const t = useT();
  const { data, error } = useApiQuery('lab.history', { lab: labId });
  if (error !== null) return <FailureNotice failure={failureOf(error, t)} />;
  if (data === undefined) return <Skeleton variant="rounded" height={96} />;
  const { operations, damagedLines, hasOlder, name } = data;
  const ended = operations.filter(({ id }) => id !== runningId);
  return (
    <>
      {damagedLines > 0 && (
        <Typography role="note" sx={{ mb: 1, color: 'warning.main' }}>
          {t('labs.history-damaged', { count: damagedLines })}
        </Typography>
      )}
      {ended.length === 0 && <Typography sx={{ color: 'text.secondary' }}>{t('labs.history-empty')}</Typography>}
      <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>
        {ended.map((operation) => (
          <Entry key={operation.id} operation={operation} name={name} />
        ))}
      </Box>
      {hasOlder && (
        <Typography variant="body2" sx={{ color: 'text.secondary' }}>
          {t('labs.history-older')}
        </Typography>
      )}
    </>
  );
}

function Entry({ operation, name }: { readonly operation: HistoryOperation; readonly name: string }): ReactNode {
  const { t, language } = useWords();
  const { kind, state, startedAt, endedAt } = operation;
  const took = endedAt === null ? '' : ` · ${formatClock(Date.parse(endedAt) - Date.parse(startedAt))}`;
  return (
    <Box component="li" sx={(theme) => ({ py: 1.25, borderTop: `1px solid ${theme.palette.divider}` })}>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 1.5, alignItems: 'center' }}>
        <StepMark state={markOf[state]} />
        <Typography sx={{ flex: 1, fontWeight: 600 }}>
          {t(`labs.kind-${kind}`)}
          {state !== 'succeeded' && <Box component="span">: {t(`labs.history-${state}`)}</Box>}
        </Typography>
        <Typography variant="body2" sx={{ color: 'text.secondary', fontVariantNumeric: 'tabular-nums' }}>
          {formatMoment(startedAt, language)}
          {took}
        </Typography>
      </Box>
      <Box sx={{ pl: { xs: 0, sm: 4.5 } }}>
        <Disclosure label={t('labs.commands-title')}>
          <HistorySteps operation={operation} name={name} isRunning={false} />
        </Disclosure>
      </Box>
    </Box>
  );
}

/** The commands of one operation, those of its finished steps while it runs. Nothing when its lab is gone. */
export function OperationCommands({
  labId,
  operationId,
}: {
  readonly labId: string;
  readonly operationId: string;
}): ReactNode {
  const t = useT();
  return (
    <Disclosure label={t('labs.commands-title')}>
      <CommandsOf labId={labId} operationId={operationId} />
    </Disclosure>
  );
}

function CommandsOf({ labId, operationId }: { readonly labId: string; readonly operationId: string }): ReactNode {
  const t = useT();
  const { data, error } = useApiQuery('lab.history', { lab: labId });
  const operation = data?.operations.find(({ id }) => id === operationId);
  if (error !== null) return <FailureNotice failure={failureOf(error, t)} />;
  if (data === undefined || operation === undefined) return <Typography>{t('labs.commands-soon')}</Typography>;
  return <HistorySteps operation={operation} name={data.name} isRunning={operation.state === 'unfinished'} />;
}
