import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';
import type { LabPlan } from '../../../src-main/domain/plan-types.ts';
import { CardGrid } from '../../components/card-grid.tsx';
import { formatMiB } from '../../lib/format.ts';
import { useWords } from '../../lib/i18n.tsx';

/** Names and addresses as they will be. */
export function PlannedNodes({ plan }: { readonly plan: LabPlan }): ReactNode {
  const { t, language } = useWords();
  return (
    <Box sx={{ mt: 3 }}>
      <Typography variant="body2" sx={{ fontWeight: 650, mb: 1 }}>
        {t('wizard.preview')}
      </Typography>
      <CardGrid minWidth="9.5rem" gap={1}>
        {plan.nodes.map((node) => (
          <Box
            component="li"
            key={node.name}
            sx={(theme) => ({
              px: 1.5,
              py: 1,
              borderRadius: '0.75rem',
              backgroundColor: theme.lab.tint,
              border: theme.look === 'contrast' ? `1px solid ${theme.palette.divider}` : 0,
            })}
          >
            <Typography sx={{ fontWeight: 700 }}>{node.name}</Typography>
            <Typography variant="body2">{node.address}</Typography>
            <Typography variant="caption" sx={{ color: 'text.secondary' }}>
              {formatMiB(node.memoryMiB, language)} · {t('wizard.cores', { count: node.cpus })}
            </Typography>
          </Box>
        ))}
      </CardGrid>
    </Box>
  );
}
