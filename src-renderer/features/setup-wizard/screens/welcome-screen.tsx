import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';
import { Icon } from '../../../components/icon.tsx';
import type { IconName } from '../../../components/icon-paths.ts';
import { useT } from '../../../lib/i18n.tsx';
import { routeHref } from '../../../lib/route.ts';
import { LanguageChoice } from '../../settings/index.ts';
import { HeroPicture, TeachCard } from '../../teaching/index.ts';
import { OpenLabFile } from '../open-lab-file.tsx';
import { WizardFrame } from '../wizard-frame.tsx';

const promises: readonly { readonly key: string; readonly icon: IconName }[] = [
  { key: 'what', icon: 'labs' },
  { key: 'long', icon: 'clock' },
  { key: 'needs', icon: 'laptop' },
  { key: 'safe', icon: 'restore' },
];

/** What will happen, how long it takes, what it needs. */
export function WelcomeScreen(): ReactNode {
  const t = useT();
  return (
    <WizardFrame
      title={t('wizard.welcome-title')}
      lead={t('wizard.welcome-lead')}
      nextLabel={t('wizard.begin')}
      hasBack={false}
    >
      <Box
        sx={{
          display: 'grid',
          gap: { xs: 2, md: 4 },
          alignItems: 'center',
          gridTemplateColumns: { xs: '1fr', sm: '0.7fr 1.3fr', md: '1fr 1.1fr' },
        }}
      >
        <Box sx={{ maxWidth: { xs: '14rem', sm: '24rem' }, mx: 'auto', width: '100%' }}>
          <HeroPicture />
        </Box>
        <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0, display: 'grid', gap: 2 }}>
          {promises.map(({ key, icon }) => (
            <Box component="li" key={key} sx={{ display: 'flex', gap: 2 }}>
              <Box sx={{ color: 'primary.main', pt: 0.25 }}>
                <Icon name={icon} size="1.6rem" />
              </Box>
              <Box>
                <Typography sx={{ fontWeight: 650 }}>{t(`wizard.welcome-${key}`)}</Typography>
                <Typography variant="body2" sx={{ color: 'text.secondary' }}>
                  {t(`wizard.welcome-${key}-more`)}
                </Typography>
              </Box>
            </Box>
          ))}
        </Box>
      </Box>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 2 }}>
        <LanguageChoice />
        <Link href={routeHref({ page: 'help', topic: 'containers' })}>{t('teach.containers-title')}</Link>
      </Box>
      <OpenLabFile />
      <TeachCard topic="virtualization" />
    </WizardFrame>
  );
}
