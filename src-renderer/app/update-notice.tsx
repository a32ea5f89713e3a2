import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Link from '@mui/material/Link';
import { useState, type ReactNode } from 'react';
import { useApiQuery } from '../api/index.ts';
import { useSettings } from '../features/settings/index.ts';
import { useT } from '../lib/i18n.tsx';

/** Says that a newer version is there, where the user wants to be told. A list that cannot be read is told in the settings alone. */
export function UpdateNotice(): ReactNode {
  const t = useT();
  const { updateFeed } = useSettings().settings;
  const [isPutOff, setIsPutOff] = useState(false);
  const { data } = useApiQuery('updates.look', { address: updateFeed }, { isEnabled: updateFeed !== '' });
  if (data?.kind !== 'newer' || updateFeed === '' || isPutOff) return null;
  return (
    <Box
      role="status"
      sx={(theme) => ({
        display: 'flex',
        flexWrap: 'wrap',
        alignItems: 'center',
        gap: 2,
        px: 3,
        py: 1,
        backgroundColor: theme.lab.tint,
        borderBottom: `1px solid ${theme.palette.divider}`,
      })}
    >
      <span>{t('ui.updates-newer', { version: data.version })}</span>
      <Link href={data.url} target="_blank" rel="noopener noreferrer">
        {t('ui.updates-open')}
      </Link>
      <Button size="small" sx={{ ml: 'auto' }} onClick={() => setIsPutOff(true)}>
        {t('ui.updates-later')}
      </Button>
    </Box>
  );
}
