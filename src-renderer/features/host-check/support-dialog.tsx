import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import Typography from '@mui/material/Typography';
import { useId, useState, type ReactNode } from 'react';
import { supportFileName, supportText } from '../../../src-main/locales/support-words.ts';
import { useApiMutation } from '../../api/index.ts';
import { FailureNotice, failureOf } from '../../components/failure-notice.tsx';
import { Icon } from '../../components/icon.tsx';
import { useT } from '../../lib/i18n.tsx';
import { saveTextFile } from '../../lib/save-file.ts';

/** Collects what helps to find a fault, shows all of it, and saves it where the user says. */
export function SupportBundleButton(): ReactNode {
  const t = useT();
  const id = useId();
  const [isOpen, setIsOpen] = useState(false);
  const { mutate, isPending, error, data } = useApiMutation('support.bundle');
  const text = data === undefined ? '' : supportText(data, t);
  const close = (): void => {
    setIsOpen(false);
  };
  return (
    <>
      <Button
        variant="outlined"
        startIcon={<Icon name="download" />}
        disabled={isPending}
        onClick={() => {
          mutate(
            {},
            {
              onSuccess: () => {
                setIsOpen(true);
              },
            },
          );
        }}
      >
        {t(isPending ? 'support.collecting' : 'support.collect')}
      </Button>
      {error !== null && <FailureNotice failure={failureOf(error, t)} />}
      <Dialog open={isOpen} onClose={close} aria-labelledby={id} maxWidth="md" fullWidth>
        <DialogTitle id={id} variant="h2">
          {t('support.title')}
        </DialogTitle>
        <DialogContent sx={{ display: 'grid', gap: 2 }}>
          <Typography>{t('support.look')}</Typography>
          <Box
            component="pre"
            // Reachable by the keyboard, as it scrolls.
            tabIndex={0}
            aria-label={t('support.content')}
            sx={(theme) => ({
              m: 0,
              p: 1.5,
              maxHeight: '45vh',
              overflow: 'auto',
              fontSize: '0.78rem',
              whiteSpace: 'pre-wrap',
              overflowWrap: 'anywhere',
              borderRadius: '0.75rem',
              border: `1px solid ${theme.palette.divider}`,
            })}
          >
            {text}
          </Box>
        </DialogContent>
        <DialogActions sx={{ px: 3, pb: 2.5 }}>
          <Button onClick={close}>{t('ui.cancel')}</Button>
          <Button
            variant="contained"
            startIcon={<Icon name="download" />}
            onClick={() => {
              if (data !== undefined) saveTextFile(supportFileName(data), text);
              close();
            }}
          >
            {t('support.save')}
          </Button>
        </DialogActions>
      </Dialog>
    </>
  );
}
