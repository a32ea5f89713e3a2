import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Skeleton from '@mui/material/Skeleton';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';
import type { CheckView } from '../../../../src-main/contract/host-views.ts';
import { hostReport } from '../../../../src-main/locales/host-report.ts';
import { useApiQuery } from '../../../api/index.ts';
import { CopyButton } from '../../../components/copy-line.tsx';
import { FailureNotice, failureOf } from '../../../components/failure-notice.tsx';
import { Icon } from '../../../components/icon.tsx';
import { Live } from '../../../components/live.tsx';
import { useT } from '../../../lib/i18n.tsx';
import { useSettings } from '../../settings/index.ts';
import { CheckLine } from '../check-line.tsx';
import { WizardFrame } from '../wizard-frame.tsx';

/** Whether this computer is fit for a lab; every check of the core appears by itself. */
export function HostCheckScreen(): ReactNode {
  const t = useT();
  const { data, error, isFetching, refetch } = useApiQuery('host.check', {});
  const { data: info } = useApiQuery('app.info', {});
  const { mutedChecks } = useSettings().settings;
  return (
    <WizardFrame title={t('wizard.check-title')} lead={t('wizard.check-lead')}>
      {error !== null && <FailureNotice failure={failureOf(error, t)} />}
      {data === undefined && error === null && <CheckSkeleton />}
      {data !== undefined && <Verdict checks={data.checks.filter((check) => !isMuted(check, mutedChecks))} />}
      {data !== undefined && (
        <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0, display: 'grid', gap: 1.25 }}>
          {data.checks.map((check) => (
            <CheckLine key={check.id} check={check}>
              {check.status === 'warning' && <Mute check={check} />}
            </CheckLine>
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
        {data !== undefined && info !== undefined && (
          <CopyButton label={t('wizard.check-copy')} text={hostReport(data, info, t)} />
        )}
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

function Verdict({ checks }: { readonly checks: readonly CheckView[] }): ReactNode {
  const t = useT();
  const verdict = verdictOf(checks);
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

/** A finding, not its check: another finding of the same check is told again. */
function muteKey({ id, finding }: CheckView): string {
  return `${id}.${finding}`;
}

/** Only what merely stands out can be silenced, never a problem. */
function isMuted(check: CheckView, mutedChecks: readonly string[]): boolean {
  return check.status === 'warning' && mutedChecks.includes(muteKey(check));
}

function Mute({ check }: { readonly check: CheckView }): ReactNode {
  const t = useT();
  const { settings, change } = useSettings();
  const { mutedChecks } = settings;
  const key = muteKey(check);
  const isQuiet = isMuted(check, mutedChecks);
  const title = t(`checks.${check.id}.title`);
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 1, mt: 1 }}>
      {isQuiet && <Typography variant="body2">{t('wizard.check-muted')}</Typography>}
      <Button
        size="small"
        aria-label={`${t(isQuiet ? 'wizard.check-unmute' : 'wizard.check-mute')}: ${title}`}
        onClick={() => {
          const others = mutedChecks.filter((muted) => muted !== key);
          change({ mutedChecks: isQuiet ? others : [...others, key] });
        }}
      >
        {t(isQuiet ? 'wizard.check-unmute' : 'wizard.check-mute')}
      </Button>
    </Box>
  );
}
