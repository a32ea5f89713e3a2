import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useState, type ReactNode } from 'react';
import type { LabView } from '../../../src-main/contract/lab-views.ts';
import { nextNodes } from '../../../src-main/domain/plan-nodes.ts';
import { useApiMutation, useLabs } from '../../api/index.ts';
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
  const isCount = Number.isInteger(count) && count >= 1 && count <= mostAtOnce;
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
        isBlocked={!isCount}
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
        {isCount && <NextNodes lab={lab} count={count} />}
        {error !== null && <FailureNotice failure={failureOf(error, t)} />}
      </ConfirmDialog>
    </>
  );
}

/** Names, addresses and memory that would be added; the core decides by the same rule. */
function NextNodes({ lab, count }: { readonly lab: LabView; readonly count: number }): ReactNode {
  const t = useT();
  const { data } = useLabs();
  const [first] = lab.nodes;
  if (data === undefined || first === undefined) return null;
  const takenNames = new Set(data.labs.flatMap(({ nodes }) => nodes.map(({ name }) => name)));
  const number = Number(first.address.split('.').at(-1));
  const next = nextNodes({ first: { name: first.name, number }, subnet: lab.network.subnet, count, takenNames });
  return (
    <Box role="status" sx={{ mt: 2 }}>
      {next === null ? (
        <Typography color="error">{t('labs.add-none-left')}</Typography>
      ) : (
        <>
          <Typography variant="body2" sx={{ color: 'text.secondary' }}>
            {t('labs.add-memory', { each: first.memoryMiB, all: first.memoryMiB * count })}
          </Typography>
          <Box component="ul" tabIndex={0} sx={{ m: 0, mt: 1, pl: 2.5, maxHeight: '10rem', overflow: 'auto' }}>
            {next.map(({ name, address }) => (
              <li key={name}>{`${name} (${address})`}</li>
            ))}
          </Box>
        </>
      )}
    </Box>
  );
}
