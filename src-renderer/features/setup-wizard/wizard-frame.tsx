import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useEffect, useState, type ReactNode } from 'react';
import { Icon } from '../../components/icon.tsx';
import { Heading, Lead } from '../../components/page.tsx';
import { useT } from '../../lib/i18n.tsx';
import { goTo, neighbour } from './model/draft.ts';
import { StepNavigation } from './step-navigation.tsx';
import { useWizard } from './wizard-context.ts';

interface WizardFrameProps {
  readonly title: string;
  readonly lead?: string;
  readonly children: ReactNode;
  /** Label of the button that leads on; without it there is none. */
  readonly nextLabel?: string | null;
  /** Why the user cannot go on yet; null when nothing is in the way. Said when the button is pressed all the same. */
  readonly obstacle?: string | null;
  readonly isBusy?: boolean;
  /** What the button does besides going to the next step; answers true when it goes there itself. */
  readonly onNext?: () => boolean;
  readonly hasBack?: boolean;
}

/** One screen of the wizard: where one is, one thing to do, the way back and the way on. */
export function WizardFrame(props: WizardFrameProps): ReactNode {
  const { title, lead, children, nextLabel, obstacle = null, isBusy = false, onNext, hasBack = true } = props;
  const t = useT();
  const { draft, change } = useWizard();
  const [wasRefused, setWasRefused] = useState(false);
  useEffect(() => {
    if (obstacle === null) setWasRefused(false);
  }, [obstacle]);
  const back = hasBack ? neighbour(draft.step, -1) : null;
  function goOn(): void {
    if (obstacle !== null) {
      setWasRefused(true);
      return;
    }
    if (onNext?.() === true) return;
    const step = neighbour(draft.step, 1);
    if (step !== null) change(goTo(draft, step));
  }
  return (
    <Box
      component="form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        goOn();
      }}
      sx={{ display: 'flex', flexDirection: 'column', minHeight: { xs: 'auto', sm: '100vh' } }}
    >
      <StepNavigation />
      <Box
        sx={{
          flex: 1,
          width: '100%',
          maxWidth: '62rem',
          mx: 'auto',
          px: { xs: 2, sm: 3, md: 5 },
          py: { xs: 2.5, md: 4 },
        }}
      >
        <Heading>{title}</Heading>
        {lead !== undefined && <Lead>{lead}</Lead>}
        <Box sx={{ mt: 3, display: 'grid', gap: 3 }}>{children}</Box>
      </Box>
      {(back !== null || nextLabel !== null) && (
        <Footer>
          {back !== null && (
            <Button
              startIcon={<Icon name="back" />}
              onClick={() => {
                change(goTo(draft, back));
              }}
            >
              {t('ui.back')}
            </Button>
          )}
          <Box role="status" sx={{ flex: 1, textAlign: 'right', color: 'error.main', fontWeight: 600 }}>
            {wasRefused && obstacle}
          </Box>
          {nextLabel !== null && (
            <Button type="submit" variant="contained" size="large" disabled={isBusy} endIcon={<Icon name="next" />}>
              {nextLabel ?? t('ui.next')}
            </Button>
          )}
        </Footer>
      )}
    </Box>
  );
}

function Footer({ children }: { readonly children: ReactNode }): ReactNode {
  return (
    <Box
      sx={(theme) => ({
        position: 'sticky',
        bottom: 0,
        zIndex: 4,
        backgroundColor: theme.palette.background.paper,
        borderTop: `1px solid ${theme.palette.divider}`,
      })}
    >
      <Box
        sx={{
          maxWidth: '62rem',
          mx: 'auto',
          px: { xs: 2, sm: 3, md: 5 },
          py: 1.25,
          display: 'flex',
          alignItems: 'center',
          gap: 2,
          minHeight: '4.2rem',
        }}
      >
        {children}
      </Box>
    </Box>
  );
}
