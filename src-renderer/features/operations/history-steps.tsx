import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';
import type { HistoryOperation, HistoryStep } from '../../../src-main/contract/history-views.ts';
import type { StepState } from '../../../src-main/domain/operation.ts';
import { historyScript, historyStepTitle } from '../../../src-main/locales/history-words.ts';
import { CopyButton } from '../../components/copy-line.tsx';
import { Disclosure } from '../../components/disclosure.tsx';
import { CodeLines, FailureNotice, operationFailure } from '../../components/failure-notice.tsx';
import { Icon } from '../../components/icon.tsx';
import { formatClock } from '../../lib/format.ts';
import { useT } from '../../lib/i18n.tsx';
import { saveTextFile, toFileName } from '../../lib/save-file.ts';
import { StepMark } from './step-mark.tsx';

interface HistoryStepsProps {
  readonly operation: HistoryOperation;
  /** Name of the lab. */
  readonly name: string;
  readonly isRunning: boolean;
}

/** The steps of an operation, each with the commands it ran, and all of them as a script. */
export function HistorySteps({ operation, name, isRunning }: HistoryStepsProps): ReactNode {
  const t = useT();
  const script = historyScript(operation, name, t);
  return (
    <>
      <Box component="ol" sx={{ listStyle: 'none', m: 0, p: 0 }}>
        {operation.steps.map((step) => (
          <StepEntry key={step.stepId} step={step} isRunning={isRunning} />
        ))}
      </Box>
      {isRunning && (
        <Typography variant="body2" sx={{ color: 'text.secondary' }}>
          {t('labs.commands-soon')}
        </Typography>
      )}
      {operation.steps.length > 0 && !isRunning && (
        <Box sx={{ mt: 1 }}>
          <CopyButton text={script} label={t('labs.script-copy')} />
          <Button
            size="small"
            startIcon={<Icon name="download" size="1.1em" />}
            onClick={() => {
              saveTextFile(`${toFileName(name)}-${operation.kind}.sh`, script, 'text/x-shellscript');
            }}
          >
            {t('labs.script-save')}
          </Button>
          <Typography variant="body2" sx={{ color: 'text.secondary', maxWidth: '46rem' }}>
            {t('labs.script-purpose')} {t('labs.script-shell')}
          </Typography>
        </Box>
      )}
    </>
  );
}

function markOf(outcome: HistoryStep['outcome'], isRunning: boolean): StepState {
  if (outcome !== 'unfinished') return outcome;
  return isRunning ? 'running' : 'cancelled';
}

function StepEntry({ step, isRunning }: { readonly step: HistoryStep; readonly isRunning: boolean }): ReactNode {
  const t = useT();
  const { commands, error, leftBehind, outcome, durationMs } = step;
  const isPlain = outcome === 'done' || (outcome === 'unfinished' && isRunning);
  return (
    <Box component="li" sx={{ display: 'flex', gap: 1.5, py: 0.5 }}>
      <StepMark state={markOf(outcome, isRunning)} />
      <Box sx={{ flex: 1, minWidth: 0 }}>
        <Typography>
          {historyStepTitle(step, t)}
          <Box
            component="span"
            sx={{ color: 'text.secondary', fontSize: '0.85rem', fontVariantNumeric: 'tabular-nums' }}
          >
            {isPlain ? '' : ` · ${t(`labs.outcome-${outcome}`)}`}
            {durationMs === null ? '' : ` · ${formatClock(durationMs)}`}
          </Box>
        </Typography>
        {error !== null && <FailureNotice failure={operationFailure(error, t)} />}
        {leftBehind.map((item) => (
          <Typography key={item} variant="body2">
            {item}
          </Typography>
        ))}
        {commands.length > 0 && (
          <Disclosure label={t('labs.commands-of', { count: commands.length })}>
            <Commands commands={commands} />
          </Disclosure>
        )}
      </Box>
    </Box>
  );
}

function Commands({ commands }: Pick<HistoryStep, 'commands'>): ReactNode {
  const t = useT();
  const lines = commands.map(({ line, exitCode }) =>
    exitCode === null || exitCode === 0 ? line : `${line}\n# ${t('cli.exit-code', { exitCode })}`,
  );
  return <CodeLines lines={lines} isWhole />;
}
