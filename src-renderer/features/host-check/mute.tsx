import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';
import type { CheckView } from '../../../src-main/contract/host-views.ts';
import { useT } from '../../lib/i18n.tsx';
import { useSettings } from '../settings/index.ts';
import { isMuted, muteKey } from './model/muting.ts';

/** Silences one finding, and takes that back. */
export function Mute({ check }: { readonly check: CheckView }): ReactNode {
  const t = useT();
  const { settings, change } = useSettings();
  const { mutedChecks } = settings;
  const key = muteKey(check);
  const isQuiet = isMuted(check, mutedChecks);
  const title = t(`checks.${check.id}.title`);
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 1, mt: 1 }}>
      {isQuiet && <Typography variant="body2">{t('wizard.check-muted')}</Typography>}
      <Button
        size="small"
        aria-label={`${t(isQuiet ? 'wizard.check-unmute' : 'wizard.check-mute')}: ${title}`}
        onClick={() => {
          const others = mutedChecks.filter((muted) => muted !== key);
          change({ mutedChecks: isQuiet ? others : [...others, key] });
        }}
      >
        {t(isQuiet ? 'wizard.check-unmute' : 'wizard.check-mute')}
      </Button>
    </Box>
  );
}
