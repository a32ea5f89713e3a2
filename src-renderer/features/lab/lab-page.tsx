import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Skeleton from '@mui/material/Skeleton';
import Tab from '@mui/material/Tab';
import Tabs from '@mui/material/Tabs';
import Typography from '@mui/material/Typography';
import { lazy, Suspense, type ReactNode } from 'react';
import type { LabView } from '../../../src-main/contract/lab-views.ts';
import { isRunning, useLab, useLabs, useOperations } from '../../api/index.ts';
import { FailureNotice, failureOf } from '../../components/failure-notice.tsx';
import { Card, Page } from '../../components/page.tsx';
import { StateChip } from '../../components/state-chip.tsx';
import { useT } from '../../lib/i18n.tsx';
import { navigate } from '../../lib/place.ts';
import { routeHref, type Route } from '../../lib/route.ts';
import { LabOverview } from './lab-overview.tsx';

/** Terminals bring a lot of code along; it is loaded when they are opened for the first time. */
const TerminalWorkspace = lazy(async () => {
  const { TerminalWorkspace: component } = await import('../terminals/index.ts');
  return { default: component };
});

type LabRoute = Extract<Route, { page: 'lab' }>;

/** One lab. */
export function LabPage({ route }: { readonly route: LabRoute }): ReactNode {
  const { labId, part, node } = route;
  const t = useT();
  const { error } = useLabs();
  const lab = useLab(labId);
  const operations = useOperations().filter(({ target }) => target === labId);
  if (lab === undefined) {
    return (
      <Page title={t('ui.loading')}>
        {error === null ? <Skeleton variant="rounded" height={280} /> : <FailureNotice failure={failureOf(error, t)} />}
      </Page>
    );
  }
  if (lab === null) return <LabIsGone />;
  const running = operations.find(isRunning);
  return (
    <Page title={lab.name} actions={<StateChip state={lab.state} />} isWide={part === 'terminals'}>
      <Parts route={route} />
      {part === 'overview' ? (
        <LabOverview lab={lab} operations={operations} running={running} />
      ) : (
        <Terminals lab={lab} node={node} />
      )}
    </Page>
  );
}

function Parts({ route: { labId, part } }: { readonly route: LabRoute }): ReactNode {
  const t = useT();
  return (
    <Tabs
      value={part}
      aria-label={t('labs.parts')}
      sx={{ mb: 3 }}
      onChange={(_event, chosen: unknown) => {
        navigate({ page: 'lab', labId, part: chosen === 'terminals' ? 'terminals' : 'overview' });
      }}
    >
      <Tab value="overview" label={t('labs.part-overview')} />
      <Tab value="terminals" label={t('labs.part-terminals')} />
    </Tabs>
  );
}

function Terminals({ lab, node }: { readonly lab: LabView; readonly node: string | undefined }): ReactNode {
  return (
    <Suspense fallback={<Skeleton variant="rounded" height={400} />}>
      <TerminalWorkspace lab={lab} {...(node === undefined ? {} : { node })} />
    </Suspense>
  );
}

function LabIsGone(): ReactNode {
  const t = useT();
  return (
    <Page title={t('labs.not-found-title')}>
      <Card>
        <Typography sx={{ mb: 2 }}>{t('labs.not-found-text')}</Typography>
        <Box sx={{ display: 'flex', gap: 1 }}>
          <Button variant="contained" href={routeHref({ page: 'labs' })}>
            {t('labs.to-list')}
          </Button>
          <Button variant="outlined" href={routeHref({ page: 'storage' })}>
            {t('ui.nav-storage')}
          </Button>
        </Box>
      </Card>
    </Page>
  );
}
