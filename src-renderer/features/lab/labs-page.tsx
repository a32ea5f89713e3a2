import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import ButtonBase from '@mui/material/ButtonBase';
import Skeleton from '@mui/material/Skeleton';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';
import type { LabList, LabView } from '../../../src-main/contract/lab-views.ts';
import { screenFailureWords } from '../../../src-main/locales/failure-words.ts';
import { useApiQuery, useLabs } from '../../api/index.ts';
import { CardGrid } from '../../components/card-grid.tsx';
import { FailureNotice, failureOf } from '../../components/failure-notice.tsx';
import { Icon } from '../../components/icon.tsx';
import { Card, Page, Section } from '../../components/page.tsx';
import { StateChip } from '../../components/state-chip.tsx';
import { useT } from '../../lib/i18n.tsx';
import { routeHref } from '../../lib/route.ts';
import { HeroPicture } from '../teaching/index.ts';

/** Every lab of this computer, and the way to a new one. */
export function LabsPage(): ReactNode {
  const t = useT();
  const { data, error } = useLabs();
  const hasLabs = data !== undefined && data.labs.length > 0;
  return (
    <Page
      title={t('labs.list-title')}
      lead={hasLabs ? t('labs.list-lead') : undefined}
      actions={hasLabs && <NewLabButton />}
    >
      <Box sx={{ display: 'grid', gap: 2 }}>
        {error !== null && <FailureNotice failure={failureOf(error, t)} />}
        <OpenDraft />
        {data === undefined && error === null && (
          <Skeleton variant="rounded" height={180} sx={{ borderRadius: '1rem' }} />
        )}
        {data?.labs.length === 0 && <NoLabs />}
        <CardGrid minWidth="19rem">
          {data?.labs.map((lab) => (
            <LabCard key={lab.labId} lab={lab} />
          ))}
        </CardGrid>
      </Box>
      {data !== undefined && data.damaged.length > 0 && <DamagedLabs damaged={data.damaged} />}
    </Page>
  );
}

function NewLabButton(): ReactNode {
  const t = useT();
  return (
    <Button variant="contained" size="large" href={routeHref({ page: 'new' })} startIcon={<Icon name="plus" />}>
      {t('labs.new-lab')}
    </Button>
  );
}

function NoLabs(): ReactNode {
  const t = useT();
  return (
    <Card>
      <Box sx={{ display: 'grid', justifyItems: 'center', textAlign: 'center', gap: 1.5, py: { xs: 1, md: 3 } }}>
        <Box sx={{ width: '100%', maxWidth: '22rem' }}>
          <HeroPicture />
        </Box>
        <Typography variant="h2">{t('labs.empty-title')}</Typography>
        <Typography sx={{ maxWidth: '34rem', color: 'text.secondary', mb: 1 }}>{t('labs.empty-text')}</Typography>
        <NewLabButton />
      </Box>
    </Card>
  );
}

/** The wizard, where it was left. */
function OpenDraft(): ReactNode {
  const t = useT();
  const { data } = useApiQuery('draft.get', {});
  const draft = data?.draft ?? null;
  if (draft === null || draft.step === 'welcome' || draft.step === 'done') return null;
  const step = t(`wizard.step-${draft.step}`);
  return (
    <Card isTinted>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 2, alignItems: 'center' }}>
        <Box sx={{ flex: '1 1 16rem' }}>
          <Typography variant="h3" component="h2">
            {t('labs.continue-title')}
          </Typography>
          <Typography>{t('labs.continue-text', { name: draft.spec.name ?? t('ui.nav-new'), step })}</Typography>
        </Box>
        <Button variant="contained" href={routeHref({ page: 'new' })}>
          {t('labs.continue')}
        </Button>
      </Box>
    </Card>
  );
}

function LabCard({ lab }: { readonly lab: LabView }): ReactNode {
  const t = useT();
  return (
    <Box component="li" sx={{ display: 'grid' }}>
      <ButtonBase
        href={routeHref({ page: 'lab', labId: lab.labId, part: 'overview' })}
        sx={(theme) => ({
          display: 'block',
          textAlign: 'left',
          p: 2.5,
          borderRadius: '1rem',
          border: `1px solid ${theme.palette.divider}`,
          backgroundColor: theme.palette.background.paper,
          '&:hover': { borderColor: theme.palette.primary.main },
        })}
      >
        <Typography variant="h2" sx={{ overflowWrap: 'anywhere', mb: 1 }}>
          {lab.name}
        </Typography>
        <StateChip state={lab.state} />
        <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 0.75, my: 2 }} aria-hidden>
          {lab.nodes.slice(0, 12).map((node) => (
            <Box
              key={node.name}
              sx={(theme) => ({
                width: '2rem',
                height: '1.5rem',
                borderRadius: '0.35rem',
                border: `2px solid ${node.state === 'running' ? theme.palette.success.main : theme.palette.text.disabled}`,
                backgroundColor: node.state === 'running' ? theme.lab.tint : 'transparent',
              })}
            />
          ))}
        </Box>
        <Typography variant="body2" sx={{ color: 'text.secondary' }}>
          {t('labs.nodes-count', { count: lab.nodes.length })} · {t(`words.hypervisor.${lab.hypervisor}`)} ·{' '}
          {lab.network.subnet}
        </Typography>
      </ButtonBase>
    </Box>
  );
}

function DamagedLabs({ damaged }: { readonly damaged: LabList['damaged'] }): ReactNode {
  const t = useT();
  return (
    <Section title={t('labs.damaged-title')}>
      <Typography sx={{ mb: 2 }}>{t('labs.damaged-text')}</Typography>
      {damaged.map(({ labId, error }) => {
        const { what, next } = screenFailureWords(error, t);
        return <FailureNotice key={labId} failure={{ what: `${labId}: ${what}`, next, details: error.evidence }} />;
      })}
    </Section>
  );
}
