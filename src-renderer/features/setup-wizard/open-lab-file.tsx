import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useState, type ReactNode } from 'react';
import { maxLabFileBytes } from '../../../src-main/contract/app-views.ts';
import { useApiMutation } from '../../api/index.ts';
import { FailureNotice, failureOf, type ShownFailure } from '../../components/failure-notice.tsx';
import { FileButton } from '../../components/file-button.tsx';
import { useT } from '../../lib/i18n.tsx';
import { useWizard } from './wizard-context.ts';

type Refusal = 'too-large' | 'unreadable';

/** Begins with the wish in a file that somebody saved from a lab. */
export function OpenLabFile(): ReactNode {
  const t = useT();
  const { change } = useWizard();
  const { mutate, reset, isPending, error } = useApiMutation('draft.open');
  const [refusal, setRefusal] = useState<Refusal | null>(null);

  async function open(file: File): Promise<void> {
    reset();
    setRefusal(file.size > maxLabFileBytes ? 'too-large' : null);
    if (file.size > maxLabFileBytes) return;
    const request = { text: await file.text(), fileName: file.name.slice(0, 300) };
    mutate(request, {
      onSuccess: ({ draft }) => {
        change(draft);
      },
    });
  }

  const failure: ShownFailure | null =
    refusal !== null
      ? { what: t(`wizard.file-${refusal}`), next: '', details: [] }
      : error === null
        ? null
        : failureOf(error, t);
  return (
    <Box sx={{ display: 'grid', gap: 1, justifyItems: 'start' }}>
      <Typography>{t('wizard.file-text')}</Typography>
      <FileButton
        label={t('wizard.file-open')}
        accept=".bdlab,.yaml,.yml"
        isSingle
        isDisabled={isPending}
        onFiles={([file]) => {
          if (file === undefined) return;
          open(file).catch(() => {
            setRefusal('unreadable');
          });
        }}
      />
      {failure !== null && <FailureNotice failure={failure} />}
    </Box>
  );
}
