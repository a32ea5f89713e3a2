import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';
import { Card, Page, Section } from '../../components/page.tsx';
import { useT } from '../../lib/i18n.tsx';
import { routeHref } from '../../lib/route.ts';
import { topics } from './pictures.tsx';
import { TeachCard } from './teach-card.tsx';

const firstSteps = ['create', 'terminal', 'stop', 'save', 'break'] as const;

/** First steps, and every idea of the app with its picture. */
export function HelpPage(): ReactNode {
  const t = useT();
  return (
    <Page title={t('teach.help-title')} lead={t('teach.help-lead')}>
      <Card>
        <Box component="ol" sx={{ m: 0, pl: 3, display: 'grid', gap: 1 }}>
          {firstSteps.map((step) => (
            <Typography component="li" key={step}>
              {t(`teach.first-${step}`)}
            </Typography>
          ))}
        </Box>
      </Card>
      <Section title={t('teach.ideas-title')}>
        <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: { xs: '1fr', md: '1fr 1fr' } }}>
          {topics.map((topic) => (
            <TeachCard key={topic} topic={topic} />
          ))}
        </Box>
        <Typography sx={{ mt: 3 }}>
          <Link href={routeHref({ page: 'help', topic: 'containers' })}>{t('teach.containers-title')}</Link>
        </Typography>
      </Section>
    </Page>
  );
}
