import Box from '@mui/material/Box';
import Skeleton from '@mui/material/Skeleton';
import type { ReactNode } from 'react';
import { usePlan } from '../../../api/index.ts';
import { FailureNotice, failureOf } from '../../../components/failure-notice.tsx';
import { Card } from '../../../components/page.tsx';
import { useT } from '../../../lib/i18n.tsx';
import { TeachCard } from '../../teaching/index.ts';
import { Topology } from '../../topology/index.ts';
import { specOf } from '../model/draft.ts';
import { useWizard } from '../wizard-context.ts';
import { WizardFrame } from '../wizard-frame.tsx';

/** The network of the lab, drawn before it is there. */
export function NetworkScreen(): ReactNode {
  const t = useT();
  const { draft } = useWizard();
  const { data, error } = usePlan(specOf(draft));
  return (
    <WizardFrame
      title={t('wizard.network-title')}
      lead={t('wizard.network-lead')}
      obstacle={error === null ? null : t('wizard.lab-obstacle')}
    >
      {error !== null && <FailureNotice failure={failureOf(error, t)} />}
      {data === undefined && error === null && <Skeleton variant="rounded" height={320} />}
      {data !== undefined && (
        <Card>
          <Topology nodes={data.plan.nodes} network={data.plan.network} />
        </Card>
      )}
      <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: { xs: '1fr', md: '1fr 1fr' } }}>
        <TeachCard topic="nat" />
        <TeachCard topic="internal-network" />
      </Box>
    </WizardFrame>
  );
}
