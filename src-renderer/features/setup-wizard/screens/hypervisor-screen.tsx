import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Skeleton from '@mui/material/Skeleton';
import { useEffect, useState, type ReactNode } from 'react';
import type { HostCheck, HypervisorView } from '../../../../src-main/contract/host-views.ts';
import { checkWords } from '../../../../src-main/locales/check-words.ts';
import type { Translate } from '../../../../src-main/locales/translate.ts';
import { useApiQuery } from '../../../api/index.ts';
import { FailureNotice, failureOf } from '../../../components/failure-notice.tsx';
import { Icon } from '../../../components/icon.tsx';
import { useT } from '../../../lib/i18n.tsx';
import { ChoiceReason, TrialDialog } from '../../host-check/index.ts';
import { InstallChoices } from '../../install/index.ts';
import { TeachCard } from '../../teaching/index.ts';
import { OptionCard } from '../option-card.tsx';
import { useWizard } from '../wizard-context.ts';
import { WizardFrame } from '../wizard-frame.tsx';

function reasonFor({ kind, version, acceleration }: HypervisorView, t: Translate): string {
  if (kind === 'missing') return t('wizard.hypervisor-missing');
  if (kind === 'unusable') return t('wizard.hypervisor-unusable');
  const speed = acceleration === null ? '' : t(`words.acceleration.${acceleration}`);
  return t('wizard.hypervisor-usable', { version: version ?? '', speed });
}

/** Which program runs the nodes: chosen already, with the reason; the others can be seen. */
export function HypervisorScreen(): ReactNode {
  const t = useT();
  const { data, error, isFetching, refetch } = useApiQuery('host.check', {});
  const { draft, changeSpec } = useWizard();
  const usable = (data?.hypervisors ?? []).filter(({ kind }) => kind === 'usable');
  const best = usable[0]?.id;
  const chosen = draft.spec.hypervisor;
  useEffect(() => {
    const isUsable = usable.some(({ id }) => id === chosen);
    if (best !== undefined && !isUsable) changeSpec({ hypervisor: best });
  });
  return (
    <WizardFrame
      title={t('wizard.hypervisor-title')}
      lead={t('wizard.hypervisor-lead')}
      isBusy={data === undefined && error === null}
      obstacle={usable.length === 0 ? t('wizard.hypervisor-needed') : null}
    >
      {error !== null && <FailureNotice failure={failureOf(error, t)} />}
      {data === undefined && error === null && <Skeleton variant="rounded" height={180} />}
      <Box role="radiogroup" aria-label={t('wizard.hypervisor-title')} sx={{ display: 'grid', gap: 1.5 }}>
        {data?.hypervisors.map((found) => (
          <OptionCard
            key={found.id}
            name="hypervisor"
            value={found.id}
            title={t(`words.hypervisor.${found.id}`)}
            text={reasonFor(found, t)}
            {...(found.id === best ? { badge: t('wizard.recommended') } : {})}
            isChosen={found.id === chosen && found.kind === 'usable'}
            isDisabled={found.kind !== 'usable'}
            onChoose={() => {
              changeSpec({ hypervisor: found.id });
            }}
          />
        ))}
      </Box>
      {data !== undefined && <ChoiceReason choice={data.choice} />}
      {data !== undefined && data.hypervisors.some(({ kind }) => kind !== 'missing') && <TryIt />}
      <InstallChoices
        missing={(data?.hypervisors ?? []).flatMap(({ id, kind }) => (kind === 'missing' ? [id] : []))}
        onDone={() => {
          refetch().catch(() => undefined);
        }}
      />
      {data !== undefined && usable.length === 0 && (
        <WhenNoneIsThere
          check={data}
          isBusy={isFetching}
          onRetry={() => {
            refetch().catch(() => undefined);
          }}
        />
      )}
      <TeachCard topic="hypervisor" />
    </WizardFrame>
  );
}

/** The way to the trial, for whoever wants proof before going on. */
function TryIt(): ReactNode {
  const t = useT();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Box>
      <Button
        variant="outlined"
        startIcon={<Icon name="play" />}
        onClick={() => {
          setIsOpen(true);
        }}
      >
        {t('diagnostics.trial-title')}
      </Button>
      <TrialDialog
        isOpen={isOpen}
        onClose={() => {
          setIsOpen(false);
        }}
      />
    </Box>
  );
}

interface WhenNoneIsThereProps {
  readonly check: HostCheck;
  readonly isBusy: boolean;
  readonly onRetry: () => void;
}

/** The way out when no hypervisor can be used: what the check found, and a button to look again. */
function WhenNoneIsThere({ check, isBusy, onRetry }: WhenNoneIsThereProps): ReactNode {
  const t = useT();
  const found = check.checks.find(({ id }) => id === 'hypervisors');
  const words = found === undefined ? null : checkWords(found, t, 'screen');
  return (
    <FailureNotice
      failure={{
        what: words?.finding ?? t('wizard.hypervisor-needed'),
        next: words?.fixes.map(({ text }) => text).join(' ') ?? '',
        details: found?.evidence ?? [],
      }}
    >
      <Button variant="outlined" startIcon={<Icon name="refresh" />} disabled={isBusy} onClick={onRetry}>
        {t('wizard.check-again')}
      </Button>
    </FailureNotice>
  );
}
