import Button from '@mui/material/Button';
import Skeleton from '@mui/material/Skeleton';
import Typography from '@mui/material/Typography';
import { useEffect, useState, type ReactNode } from 'react';
import type { LabView } from '../../../../src-main/contract/lab-views.ts';
import { labIdSchema } from '../../../../src-main/domain/ids.ts';
import { isRunning, useApiMutation, useApiQuery, useLab, useOperations } from '../../../api/index.ts';
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx';
import { FailureNotice, failureOf } from '../../../components/failure-notice.tsx';
import { Icon } from '../../../components/icon.tsx';
import { Card } from '../../../components/page.tsx';
import { useT } from '../../../lib/i18n.tsx';
import { routeHref } from '../../../lib/route.ts';
import { OperationPanel } from '../../operations/index.ts';
import { TeachCard } from '../../teaching/index.ts';
import { goTo, specOf } from '../model/draft.ts';
import { useWizard } from '../wizard-context.ts';
import { WizardFrame } from '../wizard-frame.tsx';

/** The build as it goes on in the core, whether this page is open or not. */
export function BuildScreen(): ReactNode {
  const t = useT();
  const { draft, change } = useWizard();
  const { isSuccess: isKnown } = useApiQuery('operations.list', {});
  const operations = useOperations();
  const operation = operations.find(({ id }) => id === draft.operationId);
  const lab = useLab(draft.labId ?? '');
  const isForgotten = isKnown && operation === undefined;
  const isDone =
    operation?.state === 'succeeded' ||
    (isForgotten && lab !== undefined && lab !== null && lab.state !== 'incomplete');
  useEffect(() => {
    if (isDone) change(goTo(draft, 'done'));
  });
  const hasEnded = operation !== undefined && !isRunning(operation);
  return (
    <WizardFrame
      key={String(hasEnded)}
      title={t(hasEnded && !isDone ? 'wizard.build-ended' : 'wizard.build-title')}
      {...(hasEnded ? {} : { lead: t('wizard.build-lead') })}
      nextLabel={null}
      hasBack={false}
    >
      {operation !== undefined && (
        <Card>
          <OperationPanel operation={operation} afterFailure={hasEnded && <WaysOn />} />
        </Card>
      )}
      {operation === undefined && !isKnown && <Skeleton variant="rounded" height={320} />}
      {isForgotten && !isDone && lab !== undefined && <Interrupted />}
      {!hasEnded && <TeachCard topic="snapshot" />}
    </WizardFrame>
  );
}

/** Shown when the program was ended in the middle of the build. */
function Interrupted(): ReactNode {
  const t = useT();
  return (
    <Card>
      <Typography variant="h2">{t('wizard.build-interrupted')}</Typography>
      <Typography sx={{ mt: 1, mb: 2 }}>{t('wizard.build-interrupted-more')}</Typography>
      <WaysOn />
    </Card>
  );
}

/** Go on from where it stopped, keep it for later, or undo it and go back to the settings. */
function WaysOn(): ReactNode {
  const t = useT();
  const { draft, change } = useWizard();
  const create = useApiMutation('lab.create');
  const lab = useLab(draft.labId ?? '');
  const [isAsked, setIsAsked] = useState(false);
  function backToSettings(): void {
    change({ ...goTo(draft, 'lab'), operationId: null, labId: null });
  }
  return (
    <>
      <Button
        variant="contained"
        startIcon={<Icon name="refresh" />}
        disabled={create.isPending}
        onClick={() => {
          create.mutate(specOf(draft), {
            onSuccess: ({ id, target }) => {
              change({ ...draft, operationId: id, labId: labIdSchema.safeParse(target).data ?? draft.labId });
            },
          });
        }}
      >
        {t('wizard.build-retry')}
      </Button>
      {lab === null || lab === undefined ? (
        <Button variant="outlined" onClick={backToSettings}>
          {t('wizard.build-change')}
        </Button>
      ) : (
        <>
          <Button variant="outlined" href={routeHref({ page: 'labs' })}>
            {t('wizard.build-keep')}
          </Button>
          <Button
            variant="outlined"
            color="error"
            aria-haspopup="dialog"
            onClick={() => {
              setIsAsked(true);
            }}
          >
            {t('wizard.build-undo')}
          </Button>
          <UndoBuild lab={lab} isOpen={isAsked} onClose={() => setIsAsked(false)} onUndone={backToSettings} />
        </>
      )}
      {create.error !== null && <FailureNotice failure={failureOf(create.error, t)} />}
    </>
  );
}

interface UndoBuildProps {
  readonly lab: LabView;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onUndone: () => void;
}

/** Asks, saying exactly what goes: it has the name and the addresses that a changed lab wants. */
function UndoBuild({ lab, isOpen, onClose, onUndone }: UndoBuildProps): ReactNode {
  const t = useT();
  const undo = useApiMutation('lab.delete');
  return (
    <ConfirmDialog
      isOpen={isOpen}
      title={t('wizard.build-undo-title')}
      confirmLabel={t('wizard.build-undo-confirm')}
      isDangerous
      isBusy={undo.isPending}
      onClose={onClose}
      onConfirm={() => {
        undo.mutate({ lab: lab.labId, purge: true }, { onSuccess: onUndone });
      }}
    >
      <Typography>
        {t('wizard.build-undo-text', { name: lab.name, nodes: lab.nodes.map(({ name }) => name).join(', ') })}
      </Typography>
      {undo.error !== null && <FailureNotice failure={failureOf(undo.error, t)} />}
    </ConfirmDialog>
  );
}
