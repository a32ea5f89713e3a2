import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';
import type { LabView } from '../../../src-main/contract/lab-views.ts';
import { Icon } from '../../components/icon.tsx';
import { Card } from '../../components/page.tsx';
import { useT } from '../../lib/i18n.tsx';

/** Says why the nodes are slow, when their hypervisor runs them in a slower way than it could. */
export function SlowNotice({ lab }: { readonly lab: LabView }): ReactNode {
  const t = useT();
  const slowness = lab.nodes.find((node) => node.slowness !== undefined)?.slowness;
  if (slowness === undefined) return null;
  return (
    <Box role="status" sx={{ mt: 2 }}>
      <Card isTinted>
        <Box sx={{ display: 'flex', gap: 1.5 }}>
          <Box sx={{ color: 'warning.main' }}>
            <Icon name="warning" size="1.5rem" />
          </Box>
          <Typography sx={{ flex: 1, minWidth: 0 }}>{t(`remarks.running-${slowness}`)}</Typography>
        </Box>
      </Card>
    </Box>
  );
}
