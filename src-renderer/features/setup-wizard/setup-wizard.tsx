import Skeleton from '@mui/material/Skeleton';
import type { ReactNode } from 'react';
import type { WizardStep } from '../../../src-main/contract/app-views.ts';
import { FailureNotice, failureOf } from '../../components/failure-notice.tsx';
import { Page } from '../../components/page.tsx';
import { useT } from '../../lib/i18n.tsx';
import { changeSpec } from './model/draft.ts';
import { BuildScreen } from './screens/build-screen.tsx';
import { DoneScreen } from './screens/done-screen.tsx';
import { HostCheckScreen } from './screens/host-check-screen.tsx';
import { HypervisorScreen } from './screens/hypervisor-screen.tsx';
import { ImageScreen } from './screens/image-screen.tsx';
import { LabScreen } from './screens/lab-screen.tsx';
import { NetworkScreen } from './screens/network-screen.tsx';
import { ReviewScreen } from './screens/review-screen.tsx';
import { WelcomeScreen } from './screens/welcome-screen.tsx';
import { useDraft } from './use-draft.ts';
import { WizardContext, type Wizard } from './wizard-context.ts';

/** From nothing to a running lab, one thing a screen; goes on where it was left. */
export function SetupWizard(): ReactNode {
  const t = useT();
  const { draft, change, forget, error } = useDraft();
  if (draft === null) {
    return (
      <Page title={t('ui.nav-new')}>
        {error === null ? <Skeleton variant="rounded" height={280} /> : <FailureNotice failure={failureOf(error, t)} />}
      </Page>
    );
  }
  const wizard: Wizard = {
    draft,
    change,
    changeSpec: (changed) => {
      change(changeSpec(draft, changed));
    },
    forget,
  };
  return (
    <WizardContext value={wizard}>
      {error !== null && <FailureNotice failure={failureOf(error, t)} />}
      <Screen key={draft.step} step={draft.step} />
    </WizardContext>
  );
}

function Screen({ step }: { readonly step: WizardStep }): ReactNode {
  switch (step) {
    case 'welcome':
      return <WelcomeScreen />;
    case 'host-check':
      return <HostCheckScreen />;
    case 'hypervisor':
      return <HypervisorScreen />;
    case 'image':
      return <ImageScreen />;
    case 'lab':
      return <LabScreen />;
    case 'network':
      return <NetworkScreen />;
    case 'review':
      return <ReviewScreen />;
    case 'build':
      return <BuildScreen />;
    case 'done':
      return <DoneScreen />;
  }
}
