import Button from '@mui/material/Button';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useState, type ReactNode } from 'react';
import type { LabView } from '../../../src-main/contract/lab-views.ts';
import { useApiMutation } from '../../api/index.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { FailureNotice, failureOf } from '../../components/failure-notice.tsx';
import { Icon } from '../../components/icon.tsx';
import { useT } from '../../lib/i18n.tsx';

const mostAtOnce = 54;

/** Makes more nodes like those that are there. */
export function AddNodes({ lab, isBusy }: { readonly lab: LabView; readonly isBusy: boolean }): ReactNode {
  const t = useT();
  const [isOpen, setIsOpen] = useState(false);
  const [typed, setTyped] = useState('1');
  const { mutate, isPending, error } = useApiMutation('lab.add');
  const count = Number(typed);
  function close(): void {
    setIsOpen(false);
  }
  return (
    <>
      <Button
        variant="outlined"
        startIcon={<Icon name="plus" />}
        disabled={isBusy}
        onClick={() => {
          setIsOpen(true);
        }}
      >
        {t('labs.add-nodes')}
      </Button>
      <ConfirmDialog
        isOpen={isOpen}
        isBusy={isPending}
        isBlocked={!Number.isInteger(count) || count < 1 || count > mostAtOnce}
        title={t('labs.add-title')}
        confirmLabel={t('labs.add-nodes')}
        onConfirm={() => {
          mutate({ lab: lab.labId, count }, { onSuccess: close });
        }}
        onClose={close}
      >
        <Typography>{t('labs.add-text')}</Typography>
        <TextField
          autoFocus
          sx={{ mt: 1 }}
          type="number"
          label={t('labs.add-count')}
          value={typed}
          slotProps={{ htmlInput: { min: 1, max: mostAtOnce } }}
          onChange={(event) => {
            setTyped(event.target.value);
          }}
        />
        {error !== null && <FailureNotice failure={failureOf(error, t)} />}
      </ConfirmDialog>
    </>
  );
}
