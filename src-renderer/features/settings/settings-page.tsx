import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';
import { useApiQuery } from '../../api/index.ts';
import { Card, Page, Section } from '../../components/page.tsx';
import { useT } from '../../lib/i18n.tsx';
import { LanguageChoice, ThemeChoice } from './choices.tsx';
import { UpdateChoice } from './update-choice.tsx';

/** Language, look, and what this program is. */
export function SettingsPage(): ReactNode {
  const t = useT();
  const { data: info } = useApiQuery('app.info', {});
  return (
    <Page title={t('ui.nav-settings')} lead={t('ui.settings-lead')}>
      <Card>
        <Typography variant="h2" sx={{ mb: 1.5 }}>
          {t('ui.language')}
        </Typography>
        <LanguageChoice withSystem />
        <Typography variant="h2" sx={{ mt: 4, mb: 1.5 }}>
          {t('ui.theme')}
        </Typography>
        <ThemeChoice />
      </Card>
      <Section title={t('ui.updates-title')}>
        <UpdateChoice />
      </Section>
      <Section title={t('ui.settings-about')}>
        <Box component="dl" sx={{ m: 0, display: 'grid', gridTemplateColumns: 'auto 1fr', columnGap: 3, rowGap: 1 }}>
          <Fact term={t('ui.about-version')} value={info?.version ?? '…'} />
          <Fact term={t('ui.about-data')} value={info?.dataDir ?? '…'} />
        </Box>
      </Section>
    </Page>
  );
}

function Fact({ term, value }: { readonly term: string; readonly value: string }): ReactNode {
  return (
    <>
      <Typography component="dt" sx={{ color: 'text.secondary' }}>
        {term}
      </Typography>
      <Typography component="dd" sx={{ m: 0, overflowWrap: 'anywhere' }}>
        {value}
      </Typography>
    </>
  );
}
