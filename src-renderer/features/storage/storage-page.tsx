import Button from '@mui/material/Button';
import Skeleton from '@mui/material/Skeleton';
import Typography from '@mui/material/Typography';
import { useState, type ReactNode } from 'react';
import type { BaseView, ImageView } from '../../../src-main/contract/lab-views.ts';
import { useApiMutation, useApiQuery } from '../../api/index.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { FailureNotice, failureOf } from '../../components/failure-notice.tsx';
import { Live } from '../../components/live.tsx';
import { Page, Section } from '../../components/page.tsx';
import { formatBytes, formatMoment } from '../../lib/format.ts';
import { useWords } from '../../lib/i18n.tsx';
import { Leftovers } from './leftovers.tsx';
import { ReclaimSection } from './reclaim-section.tsx';
import { Row, Rows } from './rows.tsx';
import { TrashSection } from './trash-section.tsx';

/** Images, bases, trash and leftovers: what lies on the disk, and what of it may go. */
export function StoragePage(): ReactNode {
  const { t } = useWords();
  const { data, error } = useApiQuery('images.list', {});
  return (
    <Page title={t('ui.nav-storage')} lead={t('ui.storage-lead')}>
      {error !== null && <FailureNotice failure={failureOf(error, t)} />}
      {data === undefined && error === null && <Skeleton variant="rounded" height={160} />}
      {data !== undefined && (
        <>
          <ReclaimSection />
          <Images images={data.images.filter(({ cached }) => cached)} />
          <Bases bases={data.bases} />
        </>
      )}
      <TrashSection />
      <Leftovers />
    </Page>
  );
}

function Images({ images }: { readonly images: readonly ImageView[] }): ReactNode {
  const { t, language } = useWords();
  return (
    <Section title={t('ui.storage-images')}>
      <Rows lead={t('ui.storage-images-lead')} empty={t('ui.storage-no-images')}>
        {images.map((image) => (
          <Row
            key={`${image.imageId} ${image.digest ?? ''}`}
            icon="package"
            title={image.imageId}
            facts={[t('ui.storage-cached'), image.sizeBytes === null ? '' : formatBytes(image.sizeBytes, language)]}
            action={
              <RemoveButton
                id={image.digest ?? image.imageId}
                name={image.imageId}
                text={t('ui.storage-remove-image-text')}
              />
            }
          />
        ))}
      </Rows>
    </Section>
  );
}

function Bases({ bases }: { readonly bases: readonly BaseView[] }): ReactNode {
  const { t, language } = useWords();
  return (
    <Section title={t('ui.storage-bases')}>
      <Rows lead={t('ui.storage-bases-lead')} empty={t('ui.storage-no-bases')}>
        {bases.map((base) => (
          <Row
            key={base.baseId}
            icon="disk"
            title={base.imageId}
            facts={[
              t(`words.hypervisor.${base.hypervisor}`),
              formatBytes(base.sizeBytes, language),
              t('ui.created-at', { moment: formatMoment(base.createdAt, language) }),
              base.sealed ? '' : t('ui.storage-unsealed'),
              base.usedBy.length === 0
                ? t('ui.storage-unused')
                : t('ui.storage-used-by', { labs: base.usedBy.join(', ') }),
            ]}
            action={
              base.usedBy.length === 0 && (
                <RemoveButton id={base.baseId} name={base.imageId} text={t('ui.storage-remove-base-text')} />
              )
            }
          />
        ))}
      </Rows>
    </Section>
  );
}

function RemoveButton(props: { readonly id: string; readonly name: string; readonly text: string }): ReactNode {
  const { t, language } = useWords();
  const [isOpen, setIsOpen] = useState(false);
  const { mutate, isPending, error, data } = useApiMutation('images.remove');
  return (
    <>
      <Button
        size="small"
        color="error"
        aria-label={t('ui.storage-remove-name', { name: props.name })}
        onClick={() => {
          setIsOpen(true);
        }}
      >
        {t('ui.storage-remove')}
      </Button>
      <Live>{data !== undefined && t('ui.storage-freed', { size: formatBytes(data.freedBytes, language) })}</Live>
      <ConfirmDialog
        isOpen={isOpen}
        isDangerous
        isBusy={isPending}
        title={t('ui.storage-remove-title', { name: props.name })}
        confirmLabel={t('ui.storage-remove')}
        onConfirm={() => {
          mutate(
            { id: props.id },
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
        <Typography>{props.text}</Typography>
        {error !== null && <FailureNotice failure={failureOf(error, t)} />}
      </ConfirmDialog>
    </>
  );
}
