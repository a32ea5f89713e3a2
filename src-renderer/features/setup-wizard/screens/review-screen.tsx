import Box from '@mui/material/Box';
import Skeleton from '@mui/material/Skeleton';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';
import type { PlanPreview } from '../../../../src-main/contract/lab-views.ts';
import { labIdSchema } from '../../../../src-main/domain/ids.ts';
import type { Translate } from '../../../../src-main/locales/translate.ts';
import { readableParams } from '../../../../src-main/locales/failure-words.ts';
import { useApiMutation, useApiQuery, usePlan } from '../../../api/index.ts';
import { FailureNotice, failureOf } from '../../../components/failure-notice.tsx';
import { Icon } from '../../../components/icon.tsx';
import { Card } from '../../../components/page.tsx';
import { formatMiB, roughMinutes } from '../../../lib/format.ts';
import { useT, useWords } from '../../../lib/i18n.tsx';
import { goTo, specOf } from '../model/draft.ts';
import { PlannedStages } from '../planned-stages.tsx';
import { useWizard } from '../wizard-context.ts';
import { WizardFrame } from '../wizard-frame.tsx';
import { imageWords } from './image-screen.tsx';

/** What will be done, with the commands for the curious; the last stop before anything is made. */
export function ReviewScreen(): ReactNode {
  const t = useT();
  const { draft, change } = useWizard();
  const { data, error } = usePlan(specOf(draft));
  const create = useApiMutation('lab.create');
  function build(): boolean {
    create.mutate(specOf(draft), {
      onSuccess: ({ id, target }) => {
        change({ ...goTo(draft, 'build'), operationId: id, labId: labIdSchema.safeParse(target).data ?? null });
      },
    });
    return true;
  }
  return (
    <WizardFrame
      title={t('wizard.review-title')}
      lead={t('wizard.review-lead')}
      nextLabel={create.isPending ? t('wizard.review-starting') : t('wizard.review-build')}
      obstacle={error === null ? null : t('wizard.lab-obstacle')}
      isBusy={create.isPending || data === undefined}
      onNext={build}
    >
      {create.error !== null && <FailureNotice failure={failureOf(create.error, t)} />}
      {error !== null && <FailureNotice failure={failureOf(error, t)} />}
      {data === undefined && error === null && <Skeleton variant="rounded" height={320} />}
      {data !== undefined && (
        <>
          <Summary preview={data} />
          <Warnings preview={data} />
          <PlannedStages stages={data.stages} />
        </>
      )}
    </WizardFrame>
  );
}

function expectedWords(expectedMs: number | null, t: Translate): string {
  if (expectedMs === null) return t('wizard.review-time-unknown');
  return t('wizard.review-time-value', { count: Math.max(1, roughMinutes(expectedMs)) });
}

function Summary({ preview: { plan, expectedMs } }: { readonly preview: PlanPreview }): ReactNode {
  const { t, language } = useWords();
  const { data: password } = useApiQuery('draft.hasPassword', {});
  const [first] = plan.nodes;
  const last = plan.nodes.at(-1);
  const facts: readonly (readonly [string, string])[] = [
    ['name', plan.name],
    [
      'nodes',
      t('wizard.review-nodes-value', {
        count: plan.nodes.length,
        first: first?.name ?? '',
        last: last?.name ?? '',
        memory: formatMiB(first?.memoryMiB ?? 0, language),
      }),
    ],
    ['hypervisor', t(`words.hypervisor.${plan.hypervisor}`)],
    ['image', imageWords(plan.image, t).title],
    ['network', `${plan.network.name} · ${plan.network.subnet}`],
    ['user', `${plan.user} · ${plan.keyboard} · ${plan.timezone}`],
    ...(password === undefined
      ? []
      : ([['password', t(password.isSet ? 'wizard.review-password-own' : 'wizard.review-password-made')]] as const)),
    ['time', expectedWords(expectedMs, t)],
  ];
  return (
    <Card>
      <Box
        component="dl"
        sx={{
          m: 0,
          display: 'grid',
          gridTemplateColumns: { xs: '1fr', sm: 'auto 1fr' },
          columnGap: 4,
          rowGap: { xs: 0.25, sm: 1.25 },
        }}
      >
        {facts.map(([key, value]) => (
          <Box key={key} sx={{ display: 'contents' }}>
            <Typography component="dt" sx={{ color: 'text.secondary' }}>
              {t(`wizard.review-${key}`)}
            </Typography>
            <Typography component="dd" sx={{ m: 0, mb: { xs: 1, sm: 0 }, fontWeight: 600, overflowWrap: 'anywhere' }}>
              {value}
            </Typography>
          </Box>
        ))}
      </Box>
    </Card>
  );
}

function Warnings({ preview }: { readonly preview: PlanPreview }): ReactNode {
  const t = useT();
  return preview.warnings.map(({ code, params }) => (
    <Box key={code} sx={{ display: 'flex', gap: 1.5 }}>
      <Box sx={{ color: 'warning.main' }}>
        <Icon name="warning" size="1.5rem" />
      </Box>
      <Typography>{t(`remarks.${code}`, readableParams(params, t))}</Typography>
    </Box>
  ));
}
