import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useState, type ReactNode } from 'react';
import { settingsSchema } from '../../../src-main/contract/app-views.ts';
import { useApiQuery } from '../../api/index.ts';
import { FailureNotice, failureOf } from '../../components/failure-notice.tsx';
import { useT } from '../../lib/i18n.tsx';
import { useSettings } from './choices.tsx';

/** Where to ask for newer versions; nowhere, until the user says so. */
export function UpdateChoice(): ReactNode {
  const t = useT();
  const { settings, change } = useSettings();
  const [typed, setTyped] = useState<string | null>(null);
  const address = (typed ?? settings.updateFeed).trim();
  const isWrong = !settingsSchema.shape.updateFeed.safeParse(address).success;
  return (
    <Box
      component="form"
      onSubmit={(event) => {
        event.preventDefault();
        if (isWrong) return;
        change({ updateFeed: address });
        setTyped(null);
      }}
      sx={{ display: 'grid', gap: 2 }}
    >
      <Typography>{t('ui.updates-lead')}</Typography>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, alignItems: 'flex-start' }}>
        <TextField
          label={t('ui.updates-address')}
          value={typed ?? settings.updateFeed}
          error={isWrong}
          helperText={isWrong ? t('ui.updates-wrong') : ' '}
          onChange={(event) => setTyped(event.target.value)}
          sx={{ flex: '1 1 20rem' }}
        />
        <Button type="submit" variant="outlined" disabled={isWrong || address === settings.updateFeed} sx={{ mt: 1 }}>
          {t('ui.updates-save')}
        </Button>
      </Box>
      {settings.updateFeed !== '' && <Answer address={settings.updateFeed} />}
    </Box>
  );
}

function Answer({ address }: { readonly address: string }): ReactNode {
  const t = useT();
  const { data, error } = useApiQuery('updates.look', { address });
  if (error !== null) return <FailureNotice failure={failureOf(error, t)} />;
  if (data === undefined) return null;
  return (
    <Typography role="status">
      {data.kind === 'none' ? t('ui.updates-none') : t('ui.updates-newer', { version: data.version })}
    </Typography>
  );
}
