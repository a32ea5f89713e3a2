import Box from '@mui/material/Box';
import ButtonBase from '@mui/material/ButtonBase';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';
import { wizardSteps, type WizardStep } from '../../../src-main/contract/app-views.ts';
import { Icon } from '../../components/icon.tsx';
import { useT } from '../../lib/i18n.tsx';
import { canJumpTo, goTo } from './model/draft.ts';
import { useWizard } from './wizard-context.ts';

/** Where one is, and a way back to every step that was reached. */
export function StepNavigation(): ReactNode {
  const t = useT();
  const { draft } = useWizard();
  const number = wizardSteps.indexOf(draft.step) + 1;
  return (
    <Box
      component="nav"
      aria-label={t('wizard.steps')}
      sx={(theme) => ({
        backgroundColor: theme.palette.background.paper,
        borderBottom: `1px solid ${theme.palette.divider}`,
      })}
    >
      <Box sx={{ maxWidth: '62rem', mx: 'auto', px: { xs: 2, sm: 3, md: 5 }, py: 1.5 }}>
        <Typography variant="body2" sx={{ color: 'text.secondary', mb: 1 }}>
          {t('wizard.step-of', { number, of: wizardSteps.length })}
          <Box component="span" sx={{ color: 'text.primary', fontWeight: 650, ml: 1 }}>
            {t(`wizard.step-${draft.step}`)}
          </Box>
        </Typography>
        <Box component="ol" sx={{ listStyle: 'none', m: 0, p: 0, display: 'flex', gap: { xs: 0.75, sm: 1 } }}>
          {wizardSteps.map((step, index) => (
            <StepSign key={step} step={step} isPast={index < number - 1} />
          ))}
        </Box>
      </Box>
    </Box>
  );
}

function StepSign({ step, isPast }: { readonly step: WizardStep; readonly isPast: boolean }): ReactNode {
  const t = useT();
  const { draft, change } = useWizard();
  const isCurrent = step === draft.step;
  const isReachable = canJumpTo(draft, step);
  return (
    <Box component="li" sx={{ flex: 1 }}>
      <ButtonBase
        disabled={!isReachable}
        {...(isCurrent ? { 'aria-current': 'step' as const } : {})}
        onClick={() => {
          change(goTo(draft, step));
        }}
        sx={{
          width: '100%',
          display: 'flex',
          flexDirection: 'column',
          alignItems: 'stretch',
          textAlign: 'left',
          borderRadius: '0.375rem',
          py: 0.25,
        }}
      >
        <Box
          sx={(theme) => ({
            height: '0.35rem',
            borderRadius: '0.2rem',
            backgroundColor: isCurrent || isPast ? theme.palette.primary.main : theme.palette.divider,
            opacity: isPast ? 0.55 : 1,
          })}
        />
        <Box
          component="span"
          sx={{
            display: { xs: 'none', md: 'flex' },
            alignItems: 'center',
            gap: 0.4,
            mt: 0.5,
            fontSize: '0.8rem',
            fontWeight: isCurrent ? 700 : 500,
            color: isCurrent ? 'text.primary' : 'text.secondary',
          }}
        >
          {isPast && <Icon name="check" size="1em" />}
          {t(`wizard.step-${step}`)}
        </Box>
        <Box
          component="span"
          sx={{
            display: { md: 'none' },
            position: 'absolute',
            width: 1,
            height: 1,
            overflow: 'hidden',
            clipPath: 'inset(50%)',
          }}
        >
          {t(`wizard.step-${step}`)}
        </Box>
      </ButtonBase>
    </Box>
  );
}
