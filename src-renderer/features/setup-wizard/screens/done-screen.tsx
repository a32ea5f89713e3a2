import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';
import { useLab } from '../../../api/index.ts';
import { CopyLine } from '../../../components/copy-line.tsx';
import { Icon } from '../../../components/icon.tsx';
import { Card } from '../../../components/page.tsx';
import { StateChip } from '../../../components/state-chip.tsx';
import { useT } from '../../../lib/i18n.tsx';
import { navigate } from '../../../lib/place.ts';
import type { LabPart } from '../../../lib/route.ts';
import { ReadyPicture } from '../../teaching/index.ts';
import { useWizard } from '../wizard-context.ts';
import { WizardFrame } from '../wizard-frame.tsx';

/** The lab is ready: what to do with it now. */
export function DoneScreen(): ReactNode {
  const t = useT();
  const { draft, forget } = useWizard();
  const lab = useLab(draft.labId ?? '');
  function leave(part: LabPart): boolean {
    forget();
    navigate(draft.labId === null ? { page: 'labs' } : { page: 'lab', labId: draft.labId, part });
    return true;
  }
  const others = (lab?.nodes ?? []).slice(1).map(({ name }) => name);
  return (
    <WizardFrame
      title={t('wizard.done-title', { name: lab?.name ?? draft.spec.name ?? '' })}
      lead={t('wizard.done-lead')}
      nextLabel={t('wizard.done-terminals')}
      hasBack={false}
      onNext={() => leave('terminals')}
    >
      <Box sx={{ maxWidth: '26rem', width: '100%', mx: 'auto' }}>
        <ReadyPicture />
      </Box>
      <Box
        component="ul"
        sx={{ listStyle: 'none', m: 0, p: 0, display: 'flex', flexWrap: 'wrap', gap: 1.5, justifyContent: 'center' }}
      >
        {lab?.nodes.map((node) => (
          <Typography component="li" key={node.name} sx={{ display: 'flex', gap: 1, alignItems: 'center' }}>
            <strong>{node.name}</strong> {node.address} <StateChip state={node.state} />
          </Typography>
        ))}
      </Box>
      <Card isTinted>
        <Typography variant="h2" sx={{ mb: 1 }}>
          {t('wizard.done-exercise')}
        </Typography>
        <Typography sx={{ mb: 2 }}>{t('wizard.done-exercise-text', { node: lab?.nodes[0]?.name ?? '' })}</Typography>
        <CopyLine
          label={t('wizard.done-exercise-command')}
          text={others.map((name) => `ping -c 3 ${name}`).join('; ') || 'hostname; uptime'}
        />
      </Card>
      <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: { xs: '1fr', sm: '1fr 1fr' } }}>
        {(['stop', 'save'] as const).map((kind) => (
          <Card key={kind}>
            <Typography variant="h3" component="h2">
              <Icon name={kind === 'stop' ? 'power' : 'moon'} /> {t(`wizard.done-${kind}`)}
            </Typography>
            <Typography variant="body2">{t(`wizard.done-${kind}-text`)}</Typography>
          </Card>
        ))}
      </Box>
      <Button
        variant="outlined"
        sx={{ justifySelf: 'start' }}
        onClick={() => {
          leave('overview');
        }}
      >
        {t('wizard.done-open')}
      </Button>
    </WizardFrame>
  );
}
