import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useState, type ReactNode } from 'react';
import type { LabView } from '../../../src-main/contract/lab-views.ts';
import { useApiMutation } from '../../api/index.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { FailureNotice, failureOf } from '../../components/failure-notice.tsx';
import { Icon } from '../../components/icon.tsx';
import { Card, Section } from '../../components/page.tsx';
import { formatMoment } from '../../lib/format.ts';
import { useT, useWords } from '../../lib/i18n.tsx';
import { TeachCard } from '../teaching/index.ts';

interface SnapshotsProps {
  readonly lab: LabView;
  readonly isBusy: boolean;
}

/** Points in time to which the whole lab can go back, along a line that ends now. */
export function Snapshots({ lab, isBusy }: SnapshotsProps): ReactNode {
  const { t, language } = useWords();
  return (
    <Section title={t('labs.snapshots-title')} actions={<TakeSnapshot lab={lab} isBusy={isBusy} />}>
      {lab.snapshots.length === 0 ? (
        <Box sx={{ display: 'grid', gap: 1.5 }}>
          <Typography sx={{ color: 'text.secondary' }}>{t('labs.snapshot-none')}</Typography>
          <TeachCard topic="snapshot" />
        </Box>
      ) : (
        <Card>
          <Box component="ol" sx={{ listStyle: 'none', m: 0, p: 0 }}>
            {lab.snapshots.map(({ name, takenAt }) => (
              <Moment key={name} title={name} text={formatMoment(takenAt, language)}>
                <Restore lab={lab} name={name} isBusy={isBusy} />
              </Moment>
            ))}
            <Moment title={t('labs.now')} text={t(`states.${lab.state}`)} isLast />
          </Box>
        </Card>
      )}
    </Section>
  );
}

interface MomentProps {
  readonly title: string;
  readonly text: string;
  readonly isLast?: boolean;
  readonly children?: ReactNode;
}

function Moment({ title, text, isLast = false, children }: MomentProps): ReactNode {
  return (
    <Box component="li" sx={{ display: 'flex', gap: 2, minHeight: '4rem' }}>
      <Box aria-hidden sx={{ display: 'flex', flexDirection: 'column', alignItems: 'center', width: '1.6rem' }}>
        <Box sx={{ color: isLast ? 'text.secondary' : 'primary.main', display: 'grid' }}>
          <Icon name={isLast ? 'clock' : 'flag'} size="1.5rem" />
        </Box>
        {!isLast && <Box sx={{ flex: 1, width: '2px', backgroundColor: 'divider', my: 0.5 }} />}
      </Box>
      <Box sx={{ flex: 1, minWidth: 0 }}>
        <Typography sx={{ fontWeight: 650, overflowWrap: 'anywhere' }}>{title}</Typography>
        <Typography variant="body2" sx={{ color: 'text.secondary' }}>
          {text}
        </Typography>
      </Box>
      {children}
    </Box>
  );
}

function Restore({ lab, name, isBusy }: SnapshotsProps & { readonly name: string }): ReactNode {
  const t = useT();
  const [isOpen, setIsOpen] = useState(false);
  const { mutate, isPending, error } = useApiMutation('lab.restore');
  function close(): void {
    setIsOpen(false);
  }
  return (
    <>
      <Button
        size="small"
        sx={{ alignSelf: 'flex-start' }}
        startIcon={<Icon name="restore" />}
        disabled={isBusy}
        aria-label={t('labs.snapshot-restore-name', { name })}
        onClick={() => {
          setIsOpen(true);
        }}
      >
        {t('labs.snapshot-restore')}
      </Button>
      <ConfirmDialog
        isOpen={isOpen}
        isDangerous
        isBusy={isPending}
        title={t('labs.restore-title', { name })}
        confirmLabel={t('labs.restore-confirm')}
        onConfirm={() => {
          mutate({ lab: lab.labId, name }, { onSuccess: close });
        }}
        onClose={close}
      >
        <Typography>{t('labs.restore-text')}</Typography>
        {error !== null && <FailureNotice failure={failureOf(error, t)} />}
      </ConfirmDialog>
    </>
  );
}

function TakeSnapshot({ lab, isBusy }: SnapshotsProps): ReactNode {
  const t = useT();
  const [isOpen, setIsOpen] = useState(false);
  const [name, setName] = useState('');
  const { mutate, isPending, error } = useApiMutation('lab.snapshot');
  function close(): void {
    setIsOpen(false);
    setName('');
  }
  return (
    <>
      <Button
        variant="outlined"
        startIcon={<Icon name="flag" />}
        disabled={isBusy}
        onClick={() => {
          setIsOpen(true);
        }}
      >
        {t('labs.snapshot-take')}
      </Button>
      <ConfirmDialog
        isOpen={isOpen}
        isBusy={isPending}
        isBlocked={name.trim() === ''}
        title={t('labs.snapshot-title')}
        confirmLabel={t('labs.snapshot-take')}
        onConfirm={() => {
          mutate({ lab: lab.labId, name: name.trim() }, { onSuccess: close });
        }}
        onClose={close}
      >
        <Typography>{t('labs.snapshot-text')}</Typography>
        <TextField
          fullWidth
          autoFocus
          sx={{ mt: 1 }}
          label={t('labs.snapshot-name')}
          placeholder={t('labs.snapshot-example')}
          value={name}
          slotProps={{ htmlInput: { maxLength: 60 } }}
          onChange={(event) => {
            setName(event.target.value);
          }}
        />
        {error !== null && <FailureNotice failure={failureOf(error, t)} />}
      </ConfirmDialog>
    </>
  );
}
