import Button from '@mui/material/Button';
import Skeleton from '@mui/material/Skeleton';
import Typography from '@mui/material/Typography';
import { useEffect, type ReactNode } from 'react';
import { labIdSchema } from '../../../../src-main/domain/ids.ts';
import { isRunning, useApiMutation, useApiQuery, useLab, useOperations } from '../../../api/index.ts';
import { FailureNotice, failureOf } from '../../../components/failure-notice.tsx';
import { Icon } from '../../../components/icon.tsx';
import { Card } from '../../../components/page.tsx';
import { useT } from '../../../lib/i18n.tsx';
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

/** Go on from where it stopped, or back to the settings. */
function WaysOn(): ReactNode {
  const t = useT();
  const { draft, change } = useWizard();
  const create = useApiMutation('lab.create');
  const clearUp = useApiMutation('lab.delete');
  const lab = useLab(draft.labId ?? '');
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
      <Button
        variant="outlined"
        disabled={clearUp.isPending}
        onClick={() => {
          // What was begun has the name and the addresses that the changed lab wants.
          if (lab === null || lab === undefined) backToSettings();
          else clearUp.mutate({ lab: lab.labId, purge: true }, { onSuccess: backToSettings });
        }}
      >
        {t(lab === null || lab === undefined ? 'wizard.build-change' : 'wizard.build-clear-up')}
      </Button>
      {clearUp.error !== null && <FailureNotice failure={failureOf(clearUp.error, t)} />}
      {create.error !== null && <FailureNotice failure={failureOf(create.error, t)} />}
    </>
  );
}
