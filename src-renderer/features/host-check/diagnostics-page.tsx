import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useState, type ReactNode } from 'react';
import { useApiQuery } from '../../api/index.ts';
import { Icon } from '../../components/icon.tsx';
import { Page, Section } from '../../components/page.tsx';
import { useT } from '../../lib/i18n.tsx';
import { ChoiceReason } from './choice-reason.tsx';
import { FirmwareDialog } from './firmware-dialog.tsx';
import { HostCheckPanel } from './host-check-panel.tsx';
import { SupportBundleButton } from './support-dialog.tsx';
import { TrialPanel } from './trial-panel.tsx';

/** Whether this computer is fit for labs, at any time: the check, the trial, the choice, and the guide to the firmware. */
export function DiagnosticsPage(): ReactNode {
  const t = useT();
  const { data } = useApiQuery('host.check', {});
  const [isGuideOpen, setIsGuideOpen] = useState(false);
  return (
    <Page title={t('diagnostics.title')} lead={t('diagnostics.lead')}>
      <HostCheckPanel />
      <Section title={t('diagnostics.trial-title')}>
        <Typography sx={{ mb: 2, maxWidth: '46rem' }}>{t('diagnostics.trial-lead')}</Typography>
        <TrialPanel />
      </Section>
      {data !== undefined && (
        <Section title={t('diagnostics.choice-title')}>
          <ChoiceReason choice={data.choice} />
        </Section>
      )}
      <Section title={t('diagnostics.firmware-title')}>
        <Typography sx={{ mb: 2, maxWidth: '46rem' }}>{t('diagnostics.firmware-lead')}</Typography>
        <Button
          variant="outlined"
          startIcon={<Icon name="cpu" />}
          onClick={() => {
            setIsGuideOpen(true);
          }}
        >
          {t('diagnostics.firmware-open')}
        </Button>
      </Section>
      <Section title={t('support.section-title')}>
        <Typography sx={{ mb: 2, maxWidth: '46rem' }}>{t('support.section-lead')}</Typography>
        <SupportBundleButton />
      </Section>
      <FirmwareDialog
        isOpen={isGuideOpen}
        onClose={() => {
          setIsGuideOpen(false);
        }}
      />
    </Page>
  );
}
