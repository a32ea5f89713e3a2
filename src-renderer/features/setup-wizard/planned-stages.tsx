import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';
import type { PlannedStage } from '../../../src-main/contract/lab-views.ts';
import { CopyButton } from '../../components/copy-line.tsx';
import { Disclosure } from '../../components/disclosure.tsx';
import { CodeLines } from '../../components/failure-notice.tsx';
import { Section } from '../../components/page.tsx';
import { formatBytes, formatCommandLine } from '../../lib/format.ts';
import { useWords } from '../../lib/i18n.tsx';

/** Everything that will be done, in order, each with its commands. */
export function PlannedStages({ stages }: { readonly stages: readonly PlannedStage[] }): ReactNode {
  const { t } = useWords();
  const lines = stages.flatMap(linesOf);
  return (
    <Section
      title={t('wizard.stages-title')}
      actions={lines.length > 0 && <CopyButton text={lines.join('\n')} label={t('wizard.stages-copy')} />}
    >
      <Box component="ol" sx={{ m: 0, pl: 3, display: 'grid', gap: 1 }}>
        {stages.map((stage) => (
          <Stage key={`${stage.stage} ${stage.node ?? ''}`} stage={stage} />
        ))}
      </Box>
    </Section>
  );
}

function linesOf(stage: PlannedStage): readonly string[] {
  return stage.commands.map(({ program, args }) => formatCommandLine(program, args));
}

function Stage({ stage }: { readonly stage: PlannedStage }): ReactNode {
  const { t, language } = useWords();
  const size = stage.sizeBytes === null ? '' : ` (${formatBytes(stage.sizeBytes, language)})`;
  return (
    <Box component="li">
      <Typography>
        <Box component="span" sx={{ fontWeight: 600 }}>
          {t(`cli.stage-${stage.stage}`, { node: stage.node ?? '' })}
        </Box>
        {`: ${t(`cli.action-${stage.action}`)}${size}`}
      </Typography>
      {stage.commands.length > 0 && (
        <Disclosure label={t('wizard.stage-commands', { count: stage.commands.length })}>
          <CodeLines lines={linesOf(stage)} />
        </Disclosure>
      )}
    </Box>
  );
}
