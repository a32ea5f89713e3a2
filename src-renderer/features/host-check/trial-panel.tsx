import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import Skeleton from '@mui/material/Skeleton';
import Typography from '@mui/material/Typography';
import { useId, type ReactNode } from 'react';
import type { HypervisorView } from '../../../src-main/contract/host-views.ts';
import { trialOf, type Trial } from '../../../src-main/domain/trial.ts';
import { trialWords } from '../../../src-main/locales/trial-words.ts';
import { isRunning, useApiMutation, useApiQuery, useOperations } from '../../api/index.ts';
import { Disclosure } from '../../components/disclosure.tsx';
import { CodeLines, FailureNotice, failureOf } from '../../components/failure-notice.tsx';
import { Icon } from '../../components/icon.tsx';
import { Card } from '../../components/page.tsx';
import { formatMoment } from '../../lib/format.ts';
import { useT, useWords } from '../../lib/i18n.tsx';
import { OperationPanel } from '../operations/index.ts';

/** Really starts a throw-away VM with a hypervisor, and shows live what happens and what came out. */
export function TrialPanel(): ReactNode {
  const t = useT();
  const { data, error } = useApiQuery('host.check', {});
  const { data: trials } = useApiQuery('host.trials', {});
  const running = useOperations().find((operation) => operation.kind === 'trial' && isRunning(operation));
  const start = useApiMutation('host.trial');
  const there = (data?.hypervisors ?? []).filter(({ kind }) => kind !== 'missing');
  return (
    <Box sx={{ display: 'grid', gap: 1.5 }}>
      {error !== null && <FailureNotice failure={failureOf(error, t)} />}
      {data === undefined && error === null && <Skeleton variant="rounded" height={96} />}
      {start.error !== null && <FailureNotice failure={failureOf(start.error, t)} />}
      {data !== undefined && there.length === 0 && <Typography>{t('diagnostics.nothing-to-try')}</Typography>}
      {there.map((found) => (
        <Tried
          key={found.id}
          found={found}
          trial={trialOf(trials ?? [], found.id, found.version)}
          isBusy={running !== undefined || start.isPending}
          onStart={() => {
            start.mutate({ hypervisor: found.id });
          }}
        />
      ))}
      {running !== undefined && (
        <Card>
          <OperationPanel operation={running} />
        </Card>
      )}
    </Box>
  );
}

interface TriedProps {
  readonly found: HypervisorView;
  readonly trial: Trial | null;
  readonly isBusy: boolean;
  readonly onStart: () => void;
}

/** One hypervisor, what came out the last time, and the button that tries it. */
function Tried({ found, trial, isBusy, onStart }: TriedProps): ReactNode {
  const t = useT();
  const name = t(`words.hypervisor.${found.id}`);
  return (
    <Card>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'flex-start', gap: 1.5 }}>
        <Box sx={{ flex: '1 1 26rem', minWidth: 0 }}>
          <Typography variant="h3">{[name, found.version ?? ''].join(' ')}</Typography>
          {trial === null ? <Typography>{t('diagnostics.not-tried')}</Typography> : <Outcome trial={trial} />}
        </Box>
        <Button
          variant="outlined"
          startIcon={<Icon name="play" />}
          disabled={isBusy}
          aria-label={`${t(trial === null ? 'diagnostics.try' : 'diagnostics.try-again')}: ${name}`}
          onClick={onStart}
        >
          {t(trial === null ? 'diagnostics.try' : 'diagnostics.try-again')}
        </Button>
      </Box>
    </Card>
  );
}

const outcomeLooks = {
  good: { icon: 'check', color: 'success.main' },
  slow: { icon: 'warning', color: 'warning.main' },
  bad: { icon: 'error', color: 'error.main' },
  unclear: { icon: 'question', color: 'text.secondary' },
} as const;

function lookOf({ outcome }: Trial): keyof typeof outcomeLooks {
  if (outcome.kind === 'failed') return 'bad';
  if (outcome.kind === 'cannot-tell') return 'unclear';
  return outcome.mode === 'slow' || outcome.mode === 'software' ? 'slow' : 'good';
}

function Outcome({ trial }: { readonly trial: Trial }): ReactNode {
  const { t, language } = useWords();
  const { outcome, at } = trial;
  const { icon, color } = outcomeLooks[lookOf(trial)];
  const [first, ...others] = trialWords(trial, t);
  const log = outcome.kind === 'failed' ? outcome.failure.evidence : outcome.evidence;
  return (
    <Box sx={{ mt: 0.75 }}>
      <Box role="status" sx={{ display: 'flex', gap: 1 }}>
        <Box sx={{ color, pt: 0.2 }}>
          <Icon name={icon} size="1.3rem" />
        </Box>
        <Box sx={{ flex: 1, minWidth: 0 }}>
          <Typography sx={{ fontWeight: 600 }}>{first}</Typography>
          {others.map((sentence) => (
            <Typography key={sentence}>{sentence}</Typography>
          ))}
        </Box>
      </Box>
      <Typography variant="body2" color="text.secondary" sx={{ mt: 0.5 }}>
        {t('diagnostics.tried-at', { moment: formatMoment(at, language) })}
      </Typography>
      {log.length > 0 && (
        <Disclosure label={t('diagnostics.log')}>
          <CodeLines lines={log} />
        </Disclosure>
      )}
    </Box>
  );
}

/** The same in a dialog, from where a check offers it. */
export function TrialDialog(props: { readonly isOpen: boolean; readonly onClose: () => void }): ReactNode {
  const { isOpen, onClose } = props;
  const t = useT();
  const id = useId();
  return (
    <Dialog open={isOpen} onClose={onClose} aria-labelledby={id} maxWidth="md" fullWidth>
      <DialogTitle id={id} variant="h2">
        {t('diagnostics.trial-title')}
      </DialogTitle>
      <DialogContent sx={{ display: 'grid', gap: 2 }}>
        <Typography>{t('diagnostics.trial-lead')}</Typography>
        {isOpen && <TrialPanel />}
      </DialogContent>
      <DialogActions sx={{ px: 3, pb: 2.5 }}>
        <Button onClick={onClose}>{t('ui.close')}</Button>
      </DialogActions>
    </Dialog>
  );
}
