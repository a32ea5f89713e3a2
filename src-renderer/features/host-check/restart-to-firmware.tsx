import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Checkbox from '@mui/material/Checkbox';
import FormControlLabel from '@mui/material/FormControlLabel';
import Typography from '@mui/material/Typography';
import { useState, type ReactNode } from 'react';
import type { FirmwareGuide } from '../../../src-main/contract/firmware-views.ts';
import { useApiMutation, useLabs } from '../../api/index.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { FailureNotice, failureOf } from '../../components/failure-notice.tsx';
import { Icon } from '../../components/icon.tsx';
import { Card } from '../../components/page.tsx';
import { useT } from '../../lib/i18n.tsx';

/** Restarts into the setup of the firmware where this computer can: asked once for saved work, and once more for the restart. */
export function RestartToFirmware({ restart }: { readonly restart: FirmwareGuide['restart'] }): ReactNode {
  const t = useT();
  const [isAsking, setIsAsking] = useState(false);
  if (!restart.possible) return <Typography>{t(`firmware.restart-${restart.reason}`)}</Typography>;
  return (
    <Card>
      <Typography>{t(`firmware.restart-${restart.reason}`)}</Typography>
      {restart.needsAdministrator && (
        <Typography variant="body2" color="text.secondary">
          {t('diagnostics.restart-administrator')}
        </Typography>
      )}
      <Box sx={{ mt: 1 }}>
        <Button
          variant="outlined"
          startIcon={<Icon name="power" />}
          onClick={() => {
            setIsAsking(true);
          }}
        >
          {t('diagnostics.restart')}
        </Button>
      </Box>
      {isAsking && (
        <RestartQuestions
          onClose={() => {
            setIsAsking(false);
          }}
        />
      )}
    </Card>
  );
}

/** First that everything is saved, then that it may really restart. */
function RestartQuestions({ onClose }: { readonly onClose: () => void }): ReactNode {
  const t = useT();
  const [isSaved, setIsSaved] = useState(false);
  const [isSecond, setIsSecond] = useState(false);
  const { mutate, isPending, error, isSuccess } = useApiMutation('host.restartToFirmware');
  const running = (useLabs().data?.labs ?? []).filter(({ state }) => state !== 'stopped' && state !== 'suspended');
  return (
    <ConfirmDialog
      isOpen
      isDangerous
      title={t(isSecond ? 'diagnostics.restart-really' : 'diagnostics.restart-save-first')}
      confirmLabel={t(isSecond ? 'diagnostics.restart-now' : 'ui.next')}
      isBusy={isPending || isSuccess}
      isBlocked={!isSaved}
      onConfirm={() => {
        if (isSecond) mutate({ confirmed: true });
        else setIsSecond(true);
      }}
      onClose={onClose}
    >
      <Typography>{t(isSecond ? 'diagnostics.restart-what' : 'diagnostics.restart-saving')}</Typography>
      {running.length > 0 && (
        <Typography>{t('diagnostics.restart-labs', { labs: running.map(({ name }) => name).join(', ') })}</Typography>
      )}
      {!isSecond && (
        <FormControlLabel
          control={
            <Checkbox
              checked={isSaved}
              onChange={(_event, checked) => {
                setIsSaved(checked);
              }}
            />
          }
          label={t('diagnostics.restart-saved')}
        />
      )}
      {error !== null && <FailureNotice failure={failureOf(error, t)} />}
    </ConfirmDialog>
  );
}
