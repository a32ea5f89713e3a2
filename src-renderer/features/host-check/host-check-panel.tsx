import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Skeleton from '@mui/material/Skeleton';
import Typography from '@mui/material/Typography';
import { useState, type ReactNode } from 'react';
import {
  checkGroups,
  groupOfCheck,
  type CheckView,
  type CheckFixAction,
  type HostCheck,
} from '../../../src-main/contract/host-views.ts';
import type { HypervisorId } from '../../../src-main/domain/ids.ts';
import { hostReport } from '../../../src-main/locales/host-report.ts';
import { useApiQuery } from '../../api/index.ts';
import { CopyButton } from '../../components/copy-line.tsx';
import { FailureNotice, failureOf } from '../../components/failure-notice.tsx';
import { Icon } from '../../components/icon.tsx';
import { Live } from '../../components/live.tsx';
import { useT } from '../../lib/i18n.tsx';
import { InstallChoices } from '../install/index.ts';
import { useSettings } from '../settings/index.ts';
import { CheckLine } from './check-line.tsx';
import { FirmwareDialog } from './firmware-dialog.tsx';
import { openFindings } from './model/muting.ts';
import { Mute } from './mute.tsx';
import { TrialDialog } from './trial-panel.tsx';

/** What the check of this computer found, what can be done about it, and the report for somebody who helps. */
export function HostCheckPanel(): ReactNode {
  const t = useT();
  const { data, error, isFetching, refetch } = useApiQuery('host.check', {});
  const { data: info } = useApiQuery('app.info', {});
  const [opened, setOpened] = useState<CheckFixAction | null>(null);
  const checkAgain = (): void => {
    refetch().catch(() => undefined);
  };
  const close = (): void => {
    setOpened(null);
  };
  return (
    <Box sx={{ display: 'grid', gap: 2.5 }}>
      {error !== null && <FailureNotice failure={failureOf(error, t)} />}
      {data === undefined && error === null && <CheckSkeleton />}
      {data !== undefined && <Verdict check={data} />}
      {data !== undefined && (
        <Groups check={data} missing={missingOf(data)} onAction={setOpened} onCheckAgain={checkAgain} />
      )}
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1 }}>
        <Button variant="outlined" startIcon={<Icon name="refresh" />} disabled={isFetching} onClick={checkAgain}>
          {isFetching ? t('wizard.check-running') : t('wizard.check-again')}
        </Button>
        {data !== undefined && info !== undefined && (
          <CopyButton label={t('wizard.check-copy')} text={hostReport(data, info, t)} />
        )}
      </Box>
      <FirmwareDialog isOpen={opened === 'firmware-guide'} onClose={close} />
      <TrialDialog isOpen={opened === 'trial'} onClose={close} />
    </Box>
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

const verdictLooks = {
  ok: { icon: 'check', color: 'success.main' },
  warning: { icon: 'info', color: 'warning.main' },
  problem: { icon: 'warning', color: 'error.main' },
} as const;

function Verdict({ check }: { readonly check: HostCheck }): ReactNode {
  const t = useT();
  const { mutedChecks } = useSettings().settings;
  const { problems, warnings } = openFindings(check.checks, mutedChecks);
  const verdict = problems > 0 ? 'problem' : warnings > 0 ? 'warning' : 'ok';
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

interface GroupsProps {
  readonly check: HostCheck;
  /** Hypervisors that could be installed. */
  readonly missing: readonly HypervisorId[];
  readonly onAction: (action: CheckFixAction) => void;
  readonly onCheckAgain: () => void;
}

/** The checks by what they are about. */
function Groups({ check, ...actions }: GroupsProps): ReactNode {
  const t = useT();
  return checkGroups.map((group) => {
    const own = check.checks.filter(({ id }) => groupOfCheck[id] === group);
    if (own.length === 0) return null;
    return (
      <Box component="section" key={group}>
        <Typography variant="h3" component="h2" sx={{ mb: 1, color: 'text.secondary' }}>
          {t(`checks.group-${group}`)}
        </Typography>
        <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0, display: 'grid', gap: 1.25 }}>
          {own.map((found) => (
            <Check key={found.id} check={found} {...actions} />
          ))}
        </Box>
      </Box>
    );
  });
}

function missingOf({ hypervisors }: HostCheck): readonly HypervisorId[] {
  return hypervisors.flatMap(({ id, kind }) => (kind === 'missing' ? [id] : []));
}

type CheckProps = Omit<GroupsProps, 'check'> & { readonly check: CheckView };

function Check({ check, missing, onAction, onCheckAgain }: CheckProps): ReactNode {
  const t = useT();
  return (
    <CheckLine
      check={check}
      renderAction={(action) =>
        action === 'install-hypervisor' ? (
          <InstallChoices missing={missing} onDone={onCheckAgain} />
        ) : (
          <Button
            size="small"
            variant="outlined"
            sx={{ mt: 0.5 }}
            aria-label={`${t(`fixes.action-${action}`)}: ${t(`checks.${check.id}.title`)}`}
            onClick={() => {
              if (action === 'check-again') onCheckAgain();
              else onAction(action);
            }}
          >
            {t(`fixes.action-${action}`)}
          </Button>
        )
      }
    >
      {check.status === 'warning' && <Mute check={check} />}
    </CheckLine>
  );
}
