import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Checkbox from '@mui/material/Checkbox';
import FormControlLabel from '@mui/material/FormControlLabel';
import Typography from '@mui/material/Typography';
import { useState, type ReactNode } from 'react';
import type { LabView } from '../../../src-main/contract/lab-views.ts';
import { useApiMutation } from '../../api/index.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { FailureNotice, failureOf } from '../../components/failure-notice.tsx';
import { Icon } from '../../components/icon.tsx';
import { Card, Section } from '../../components/page.tsx';
import { formatBytes } from '../../lib/format.ts';
import { useT, useWords } from '../../lib/i18n.tsx';
import { HandSnapshots } from './hand-snapshots.tsx';

/** Deletes a lab, after saying exactly what goes and what stays. */
export function DeleteLab({ lab, isBusy }: { readonly lab: LabView; readonly isBusy: boolean }): ReactNode {
  const t = useT();
  const [isOpen, setIsOpen] = useState(false);
  const [purge, setPurge] = useState(false);
  const { mutate, isPending, error } = useApiMutation('lab.delete');
  function close(): void {
    setIsOpen(false);
  }
  return (
    <Section title={t('labs.danger-title')}>
      <Card>
        <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 2, alignItems: 'center' }}>
          <Typography sx={{ flex: '1 1 16rem' }}>{t('labs.delete-lead')}</Typography>
          <Button
            color="error"
            variant="outlined"
            startIcon={<Icon name="trash" />}
            disabled={isBusy}
            onClick={() => {
              setIsOpen(true);
            }}
          >
            {t('labs.delete-lab')}
          </Button>
        </Box>
      </Card>
      <ConfirmDialog
        isOpen={isOpen}
        isDangerous
        isBusy={isPending}
        title={t('labs.delete-title', { name: lab.name })}
        confirmLabel={t('labs.delete-lab')}
        onConfirm={() => {
          mutate({ lab: lab.labId, purge }, { onSuccess: close });
        }}
        onClose={close}
      >
        <WhatGoes lab={lab} />
        {isOpen && purge && <HandSnapshots lab={lab.labId} />}
        <FormControlLabel
          sx={{ mt: 1 }}
          label={t('labs.delete-purge')}
          control={
            <Checkbox
              checked={purge}
              onChange={(event) => {
                setPurge(event.target.checked);
              }}
            />
          }
        />
        {error !== null && <FailureNotice failure={failureOf(error, t)} />}
      </ConfirmDialog>
    </Section>
  );
}

function WhatGoes({ lab }: { readonly lab: LabView }): ReactNode {
  const { t, language } = useWords();
  const sizes = lab.nodes.map(({ diskUsedBytes }) => diskUsedBytes);
  const known = sizes.filter((size) => size !== null);
  const bytes = known.reduce((sum, size) => sum + size, 0);
  const lines = [
    t('labs.delete-nodes', { count: lab.nodes.length, nodes: lab.nodes.map(({ name }) => name).join(', ') }),
    ...(lab.snapshots.length > 0 ? [t('labs.delete-snapshots', { count: lab.snapshots.length })] : []),
    // Part of a sum would be taken for all of it.
    ...(known.length === sizes.length ? [t('labs.delete-disk', { size: formatBytes(bytes, language) })] : []),
    t('labs.delete-kept'),
  ];
  return (
    <>
      <Typography>{t('labs.delete-what')}</Typography>
      <Box component="ul" sx={{ my: 1, pl: 3 }}>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </Box>
    </>
  );
}
