import type { ReactNode } from 'react';
import { useT } from '../../../lib/i18n.tsx';
import { HostCheckPanel } from '../../host-check/index.ts';
import { WizardFrame } from '../wizard-frame.tsx';

/** Whether this computer is fit for a lab; every check of the core appears by itself. */
export function HostCheckScreen(): ReactNode {
  const t = useT();
  return (
    <WizardFrame title={t('wizard.check-title')} lead={t('wizard.check-lead')}>
      <HostCheckPanel />
    </WizardFrame>
  );
}
