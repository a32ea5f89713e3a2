import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import Link from '@mui/material/Link';
import Skeleton from '@mui/material/Skeleton';
import Typography from '@mui/material/Typography';
import { useId, type ReactNode } from 'react';
import type { InstallPlan } from '../../../src-main/contract/install-views.ts';
import type { HypervisorId } from '../../../src-main/domain/ids.ts';
import { isRunning, useApiMutation, useApiQuery, useOperations } from '../../api/index.ts';
import { CopyLine } from '../../components/copy-line.tsx';
import { FailureNotice, failureOf } from '../../components/failure-notice.tsx';
import { useT } from '../../lib/i18n.tsx';
import { OperationPanel } from '../operations/index.ts';

interface InstallDialogProps {
  readonly hypervisor: HypervisorId;
  readonly onClose: () => void;
}

/** How a hypervisor comes onto this computer: what will be run, then how far it is; or how it is done by hand. */
export function InstallDialog({ hypervisor, onClose }: InstallDialogProps): ReactNode {
  const t = useT();
  const id = useId();
  const name = t(`words.hypervisor.${hypervisor}`);
  const { data: plan, error } = useApiQuery('host.installPlan', { hypervisor });
  const { operation, begin, failure, isPending } = useInstallation(hypervisor);
  const isBusy = isPending || (operation !== undefined && isRunning(operation));
  const isDone = operation?.state === 'succeeded';
  const isOffered = plan?.kind === 'offered' && !isDone;
  return (
    <Dialog open onClose={onClose} aria-labelledby={id} maxWidth="sm" fullWidth>
      <DialogTitle id={id} variant="h2" sx={{ pb: 1 }}>
        {t('install.title', { hypervisor: name })}
      </DialogTitle>
      <DialogContent sx={{ display: 'grid', gap: 2 }}>
        {plan === undefined && error === null && <Skeleton variant="rounded" height={120} />}
        {error !== null && <FailureNotice failure={failureOf(error, t)} />}
        {failure !== null && <FailureNotice failure={failureOf(failure, t)} />}
        {plan !== undefined && operation === undefined && <PlanText plan={plan} name={name} />}
        {operation !== undefined && <OperationPanel operation={operation} />}
        {isBusy && (
          <Typography variant="body2" sx={{ color: 'text.secondary' }}>
            {t('install.cannot-cancel')}
          </Typography>
        )}
        {isDone && <Typography sx={{ fontWeight: 600 }}>{t('install.done', { hypervisor: name })}</Typography>}
      </DialogContent>
      <DialogActions sx={{ px: 3, pb: 2.5 }}>
        <Button onClick={onClose} {...(isOffered ? {} : { variant: 'contained', autoFocus: true })}>
          {t(isDone ? 'install.check-again' : 'ui.close')}
        </Button>
        {isOffered && (
          <Button variant="contained" disabled={isBusy} onClick={begin} autoFocus>
            {t('install.button')}
          </Button>
        )}
      </DialogActions>
    </Dialog>
  );
}

/** The installation that runs, or that was begun here. */
function useInstallation(hypervisor: HypervisorId) {
  const { mutate, data: begun, error, isPending } = useApiMutation('host.installHypervisor');
  const operation = useOperations().find(
    (candidate) =>
      candidate.kind === 'install-hypervisor' &&
      candidate.target === hypervisor &&
      (candidate.id === begun?.id || isRunning(candidate)),
  );
  return { operation, failure: error, isPending, begin: () => mutate({ hypervisor, confirmed: true }) };
}

function PlanText({ plan, name }: { readonly plan: InstallPlan; readonly name: string }): ReactNode {
  const t = useT();
  const isByHand = plan.kind === 'by-hand';
  const isPossible = !isByHand || plan.reason !== 'not-for-this-computer';
  return (
    <>
      <Typography>
        {isByHand ? t(`install.by-hand-${plan.reason}`, { hypervisor: name }) : t('install.lead', { hypervisor: name })}{' '}
        {isByHand && isPossible && t('install.lead-by-hand', { hypervisor: name })}
      </Typography>
      <Box>
        {plan.commands.map((line, index) => (
          <CopyLine
            key={line}
            text={line}
            label={t(index > 0 ? 'install.then' : isByHand ? 'install.for-terminal' : 'install.will-run')}
          />
        ))}
      </Box>
      {plan.kind === 'offered' && plan.asksAdministrator && <Typography>{t('install.asks-administrator')}</Typography>}
      {isPossible &&
        plan.notes.map((note) => (
          <Typography key={note} variant="body2" sx={{ color: 'text.secondary' }}>
            {t(`install.note-${note}`)}
          </Typography>
        ))}
      {isByHand && isPossible && (
        <Link href={plan.url} target="_blank" rel="noopener noreferrer">
          {t('install.open-page')}
        </Link>
      )}
    </>
  );
}
