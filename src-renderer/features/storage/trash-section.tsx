import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useState, type ReactNode } from 'react';
import type { TrashView } from '../../../src-main/contract/lab-views.ts';
import { useApiMutation, useApiQuery } from '../../api/index.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { FailureNotice, failureOf } from '../../components/failure-notice.tsx';
import { Section } from '../../components/page.tsx';
import { formatBytes, formatMoment } from '../../lib/format.ts';
import { useWords } from '../../lib/i18n.tsx';
import { navigate } from '../../lib/place.ts';
import { Row, Rows } from './rows.tsx';

/** Deleted labs, which can be taken back until the trash is emptied. */
export function TrashSection(): ReactNode {
  const { t, language } = useWords();
  const { data: entries = [], error } = useApiQuery('trash.list', {});
  return (
    <Section title={t('ui.storage-trash')} actions={entries.length > 0 && <EmptyButton entries={entries} />}>
      {error !== null && <FailureNotice failure={failureOf(error, t)} />}
      <Rows empty={t('ui.storage-no-trash')}>
        {entries.map((entry) => (
          <Row
            key={entry.entryId}
            icon="trash"
            title={entry.name}
            facts={[
              formatBytes(entry.sizeBytes, language),
              t('ui.storage-deleted-at', { moment: formatMoment(entry.deletedAt, language) }),
            ]}
            action={<TakeBackButton entry={entry} />}
          />
        ))}
      </Rows>
    </Section>
  );
}

function TakeBackButton({ entry }: { readonly entry: TrashView }): ReactNode {
  const { t } = useWords();
  const { mutateAsync, isPending, error } = useApiMutation('trash.takeBack');
  return (
    <>
      <Button
        size="small"
        variant="outlined"
        disabled={isPending}
        aria-label={t('ui.storage-take-back-name', { name: entry.name })}
        onClick={() => {
          // The row may be gone before the answer comes: what is to follow must not depend on it. A failure is shown below.
          mutateAsync({ entryId: entry.entryId }).then(
            () => {
              navigate({ page: 'labs' });
            },
            () => undefined,
          );
        }}
      >
        {t('ui.storage-take-back')}
      </Button>
      {error !== null && <FailureNotice failure={failureOf(error, t)} />}
    </>
  );
}

function EmptyButton({ entries }: { readonly entries: readonly TrashView[] }): ReactNode {
  const { t } = useWords();
  const [isOpen, setIsOpen] = useState(false);
  const { mutate, isPending, error } = useApiMutation('trash.empty');
  return (
    <>
      <Button
        size="small"
        color="error"
        onClick={() => {
          setIsOpen(true);
        }}
      >
        {t('ui.storage-empty-trash')}
      </Button>
      <ConfirmDialog
        isOpen={isOpen}
        isDangerous
        isBusy={isPending}
        title={t('ui.storage-empty-title')}
        confirmLabel={t('ui.storage-empty-trash')}
        onConfirm={() => {
          mutate(
            {},
            {
              onSuccess: () => {
                setIsOpen(false);
              },
            },
          );
        }}
        onClose={() => {
          setIsOpen(false);
        }}
      >
        <Typography>{t('ui.storage-empty-text', { labs: entries.map(({ name }) => name).join(', ') })}</Typography>
        {error !== null && <FailureNotice failure={failureOf(error, t)} />}
      </ConfirmDialog>
    </>
  );
}
