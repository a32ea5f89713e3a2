import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useState, type ReactNode } from 'react';
import type { Leftover } from '../../../src-main/contract/data-views.ts';
import { useApiMutation, useApiQuery } from '../../api/index.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { FailureNotice, failureOf } from '../../components/failure-notice.tsx';
import { Section } from '../../components/page.tsx';
import { formatBytes, formatMoment } from '../../lib/format.ts';
import { useWords } from '../../lib/i18n.tsx';
import { Row, Rows } from './rows.tsx';

/** What no record names: what is provably ours may go, one by one or all at once; left out when there is none. */
export function Leftovers(): ReactNode {
  const { t } = useWords();
  const { data } = useApiQuery('data.inspect', {});
  if (data === undefined || data.leftovers.length === 0) return null;
  const ours = data.leftovers.filter(({ proof }) => proof !== null);
  return (
    <Section
      title={t('ui.storage-leftovers')}
      actions={
        ours.length > 1 && (
          <TidyButton
            items={ours}
            label={t('tidy.remove-all')}
            title={t('tidy.remove-all-title')}
            text={t('tidy.remove-all-text')}
          />
        )
      }
    >
      <Rows lead={t('ui.storage-leftovers-lead')} empty="">
        {data.leftovers.map((leftover) => (
          <LeftoverRow key={leftover.path} leftover={leftover} />
        ))}
      </Rows>
    </Section>
  );
}

function LeftoverRow({ leftover }: { readonly leftover: Leftover }): ReactNode {
  const { t, language } = useWords();
  const { kind, path, sizeBytes, changedAt, proof, vms } = leftover;
  const machines = vms.map(({ name, state }) => `${name} (${t(`states.${state}`)})`).join(', ');
  return (
    <Row
      icon="file"
      title={path}
      facts={[
        t(`cli.leftover-${kind}`),
        formatBytes(sizeBytes, language),
        changedAt === null ? '' : t('tidy.changed', { moment: formatMoment(changedAt, language) }),
        t(`tidy.proof-${proof ?? 'none'}`, { vms: machines }),
      ]}
      action={
        proof !== null && (
          <TidyButton
            items={[leftover]}
            label={t('tidy.remove')}
            name={t('tidy.remove-name', { name: path })}
            title={t('tidy.remove-title')}
            text={t('tidy.remove-text', { path })}
          />
        )
      }
    />
  );
}

interface TidyButtonProps {
  readonly items: readonly Leftover[];
  readonly label: string;
  readonly name?: string;
  readonly title: string;
  readonly text: string;
}

function TidyButton({ items, label, name, title, text }: TidyButtonProps): ReactNode {
  const { t } = useWords();
  const [isOpen, setIsOpen] = useState(false);
  const { mutateAsync, isPending, error } = useApiMutation('data.tidy');
  async function tidyAll(): Promise<void> {
    for (const { path } of items) await mutateAsync({ path });
    setIsOpen(false);
  }
  return (
    <>
      <Button
        size="small"
        color="error"
        {...(name === undefined ? {} : { 'aria-label': name })}
        onClick={() => {
          setIsOpen(true);
        }}
      >
        {label}
      </Button>
      <ConfirmDialog
        isOpen={isOpen}
        isDangerous
        isBusy={isPending}
        title={title}
        confirmLabel={label}
        onConfirm={() => {
          // A failure is shown in the dialog, which stays open.
          tidyAll().catch(() => undefined);
        }}
        onClose={() => {
          setIsOpen(false);
        }}
      >
        <Typography sx={{ overflowWrap: 'anywhere' }}>{text}</Typography>
        {error !== null && <FailureNotice failure={failureOf(error, t)} />}
      </ConfirmDialog>
    </>
  );
}
