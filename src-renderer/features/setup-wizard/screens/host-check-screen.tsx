import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Skeleton from '@mui/material/Skeleton';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';
import type { CheckView, HostCheck } from '../../../../src-main/contract/host-views.ts';
import type { Translate } from '../../../../src-main/locales/translate.ts';
import { useApiQuery } from '../../../api/index.ts';
import { CopyButton } from '../../../components/copy-line.tsx';
import { FailureNotice, failureOf } from '../../../components/failure-notice.tsx';
import { Icon } from '../../../components/icon.tsx';
import { Live } from '../../../components/live.tsx';
import { useT } from '../../../lib/i18n.tsx';
import { CheckLine, checkWords } from '../check-line.tsx';
import { WizardFrame } from '../wizard-frame.tsx';

/** Whether this computer is fit for a lab; every check of the core appears by itself. */
export function HostCheckScreen(): ReactNode {
  const t = useT();
  const { data, error, isFetching, refetch } = useApiQuery('host.check', {});
  return (
    <WizardFrame title={t('wizard.check-title')} lead={t('wizard.check-lead')}>
      {error !== null && <FailureNotice failure={failureOf(error, t)} />}
      {data === undefined && error === null && <CheckSkeleton />}
      {data !== undefined && <Verdict check={data} />}
      {data !== undefined && (
        <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0, display: 'grid', gap: 1.25 }}>
          {data.checks.map((check) => (
            <CheckLine key={check.id} check={check} />
          ))}
        </Box>
      )}
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1 }}>
        <Button
          variant="outlined"
          startIcon={<Icon name="refresh" />}
          disabled={isFetching}
          onClick={() => {
            refetch().catch(() => undefined);
          }}
        >
          {isFetching ? t('wizard.check-running') : t('wizard.check-again')}
        </Button>
        {data !== undefined && <CopyButton label={t('wizard.check-copy')} text={reportOf(data, t)} />}
      </Box>
    </WizardFrame>
  );
}

function CheckSkeleton(): ReactNode {
  const t = useT();
  return (
    <Box>
      <Live>{t('wizard.check-running')}</Live>
      {[0, 1, 2, 3].map((row) => (
        <Skeleton key={row} variant="rounded" height={76} sx={{ mb: 1.25, borderRadius: '1rem' }} />
      ))}
    </Box>
  );
}

function verdictOf(checks: readonly CheckView[]): 'problem' | 'warning' | 'ok' {
  if (checks.some(({ status }) => status === 'problem')) return 'problem';
  return checks.some(({ status }) => status === 'warning') ? 'warning' : 'ok';
}

const verdictLooks = {
  ok: { icon: 'check', color: 'success.main' },
  warning: { icon: 'info', color: 'warning.main' },
  problem: { icon: 'warning', color: 'error.main' },
} as const;

function Verdict({ check }: { readonly check: HostCheck }): ReactNode {
  const t = useT();
  const verdict = verdictOf(check.checks);
  const { icon, color } = verdictLooks[verdict];
  return (
    <Box role="status" sx={{ display: 'flex', gap: 1.5, alignItems: 'center' }}>
      <Box sx={{ color, display: 'grid' }}>
        <Icon name={icon} size="2rem" />
      </Box>
      <Typography variant="h2" component="p">
        {t(`wizard.check-${verdict}`)}
      </Typography>
    </Box>
  );
}

function reportOf(check: HostCheck, t: Translate): string {
  return check.checks
    .map((found) => {
      const { title, finding } = checkWords(found, t);
      return [`${title} [${found.status}] ${finding}`, ...found.evidence.map((line) => `    ${line}`)].join('\n');
    })
    .join('\n');
}
