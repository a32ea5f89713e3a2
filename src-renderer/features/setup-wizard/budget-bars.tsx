import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';
import type { Translate } from '../../../src-main/locales/translate.ts';
import type { LabPlan } from '../../../src-main/domain/plan-types.ts';
import { useApiQuery, useLabs } from '../../api/index.ts';
import { Icon } from '../../components/icon.tsx';
import type { IconName } from '../../components/icon-paths.ts';
import { formatBytes, formatMiB } from '../../lib/format.ts';
import { useWords } from '../../lib/i18n.tsx';
import { budgetsOf, isOver, type Budget } from './model/budget.ts';

interface BudgetBarsProps {
  readonly plan: LabPlan;
  /** False while the plan shown is an earlier one, because the present wish was refused. */
  readonly isCurrent: boolean;
}

/** What the lab takes of this computer's memory, disk and cores, beside what is in use already. */
export function BudgetBars({ plan, isCurrent }: BudgetBarsProps): ReactNode {
  const { t, language } = useWords();
  const { data: check } = useApiQuery('host.check', {});
  const { data: labs } = useLabs();
  const budgets = check === undefined ? null : budgetsOf(check, labs?.labs ?? [], plan);
  if (budgets === null || !isCurrent) return null;
  const bars: readonly (ShownBudget & { readonly icon: IconName })[] = [
    { key: 'memory', icon: 'memory', budget: budgets.memoryMiB, show: (mib) => formatMiB(mib, language) },
    { key: 'disk', icon: 'disk', budget: budgets.diskBytes, show: (bytes) => formatBytes(bytes, language) },
    { key: 'cores', icon: 'cpu', budget: budgets.cores, show: String },
  ];
  return (
    <Box sx={{ display: 'grid', gap: 2, mt: 3, gridTemplateColumns: { xs: '1fr', md: 'repeat(3, 1fr)' } }}>
      {bars.map(({ key, icon, budget, show }) => (
        <Box key={key}>
          <Typography variant="body2" sx={{ display: 'flex', gap: 1, alignItems: 'center', fontWeight: 650 }}>
            <Icon name={icon} />
            {t(`wizard.budget-${key}`)}
          </Typography>
          <Typography variant="body2">
            {t('wizard.budget-of', { wanted: show(budget.wanted), total: show(budget.total) })}
          </Typography>
          <Bar budget={budget} />
          <Typography variant="caption" sx={{ color: isOver(budget) ? 'warning.main' : 'text.secondary' }}>
            {captionOf({ key, budget, show }, t)}
          </Typography>
        </Box>
      ))}
    </Box>
  );
}

interface ShownBudget {
  readonly key: string;
  readonly budget: Budget;
  readonly show: (amount: number) => string;
}

function captionOf({ key, budget, show }: ShownBudget, t: Translate): string {
  if (key === 'cores' && isOver(budget)) return t('wizard.budget-shared');
  if (isOver(budget)) return t('wizard.budget-over');
  const { total, reserved, used, wanted } = budget;
  const left = show(total - reserved - used - wanted);
  const taken = reserved + used;
  return taken === 0 ? t('wizard.budget-left', { left }) : t('wizard.budget-taken', { taken: show(taken), left });
}

/** Shares of one resource: kept for the host, used by others, wanted now. */
function Bar({ budget }: { readonly budget: Budget }): ReactNode {
  const { total, reserved, used, wanted } = budget;
  const share = (amount: number): string => `${Math.min(100, (amount / total) * 100)}%`;
  return (
    <Box
      aria-hidden
      sx={(theme) => ({
        display: 'flex',
        gap: '2px',
        my: 0.75,
        height: '0.7rem',
        borderRadius: '0.35rem',
        overflow: 'hidden',
        backgroundColor: theme.palette.divider,
        border: theme.look === 'contrast' ? `1px solid ${theme.palette.divider}` : 0,
        ...(theme.look === 'contrast' ? { backgroundColor: '#000' } : {}),
      })}
    >
      <Box sx={{ width: share(reserved + used), backgroundColor: 'text.disabled' }} />
      <Box
        sx={{
          width: share(wanted),
          backgroundColor: isOver(budget) ? 'warning.main' : 'primary.main',
          transition: 'width 200ms',
          '@media (prefers-reduced-motion: reduce)': { transition: 'none' },
        }}
      />
    </Box>
  );
}
