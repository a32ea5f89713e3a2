import Box from '@mui/material/Box';
import CircularProgress from '@mui/material/CircularProgress';

import type { ReactNode } from 'react';
import type { StepState } from '../../../src-main/domain/operation.ts';
import { Icon } from '../../components/icon.tsx';
import type { IconName } from '../../components/icon-paths.ts';
import { useT } from '../../lib/i18n.tsx';
import { visuallyHidden } from '../../lib/visually-hidden.ts';

const marks: Readonly<Record<Exclude<StepState, 'running' | 'waiting'>, { icon: IconName; color: string }>> = {
  done: { icon: 'check', color: 'success.main' },
  'already-there': { icon: 'check', color: 'success.main' },
  failed: { icon: 'close', color: 'error.main' },
  cancelled: { icon: 'minus', color: 'text.secondary' },
  undone: { icon: 'restore', color: 'text.secondary' },
  'left-behind': { icon: 'warning', color: 'warning.main' },
};

/** The state of a step as a small sign, with its name for those who do not see it. */
export function StepMark({ state }: { readonly state: StepState }): ReactNode {
  const t = useT();
  return (
    <Box sx={{ width: '1.5rem', height: '1.5rem', display: 'grid', placeItems: 'center', flexShrink: 0 }}>
      <Sign state={state} />
      <span style={visuallyHidden}>{t(`labs.step-${state}`)}</span>
    </Box>
  );
}

function Sign({ state }: { readonly state: StepState }): ReactNode {
  if (state === 'running') return <CircularProgress size="1.15rem" thickness={5} aria-hidden />;
  if (state === 'waiting') {
    return (
      <Box
        sx={(theme) => ({
          width: '0.7rem',
          height: '0.7rem',
          borderRadius: '50%',
          border: `2px solid ${theme.palette.text.disabled}`,
        })}
      />
    );
  }
  const { icon, color } = marks[state];
  return (
    <Box sx={{ color, display: 'grid' }}>
      <Icon name={icon} size="1.3rem" />
    </Box>
  );
}
