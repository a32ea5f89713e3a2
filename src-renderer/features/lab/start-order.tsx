import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import IconButton from '@mui/material/IconButton';
import Typography from '@mui/material/Typography';
import { useState, type ReactNode } from 'react';
import type { LabView } from '../../../src-main/contract/lab-views.ts';
import { completeStages, moveInOrder, sameOrder, type StartStages } from '../../../src-main/domain/start-order.ts';
import { useApiMutation } from '../../api/index.ts';
import { Disclosure } from '../../components/disclosure.tsx';
import { FailureNotice, failureOf } from '../../components/failure-notice.tsx';
import { Icon } from '../../components/icon.tsx';
import { Live } from '../../components/live.tsx';
import { Card, Section } from '../../components/page.tsx';
import { useT } from '../../lib/i18n.tsx';

interface StartOrderProps {
  readonly lab: LabView;
  readonly isBusy: boolean;
}

/** Which nodes start first, and how to change it. */
export function StartOrder({ lab, isBusy }: StartOrderProps): ReactNode {
  const t = useT();
  if (lab.nodes.length < 2) return null;
  return (
    <Section title={t('nodes.order-title')}>
      <Card>
        <Stages stages={lab.startStages} />
        <Disclosure label={t('nodes.order-edit')}>
          <Typography variant="body2" sx={{ color: 'text.secondary', mb: 1.5, maxWidth: '46rem' }}>
            {t('nodes.order-lead')}
          </Typography>
          <Editor lab={lab} isBusy={isBusy} />
        </Disclosure>
      </Card>
    </Section>
  );
}

function Stages({ stages }: { readonly stages: StartStages }): ReactNode {
  const t = useT();
  if (stages.length < 2) return <Typography>{t('nodes.order-together')}</Typography>;
  return (
    <Box component="ol" sx={{ listStyle: 'none', m: 0, p: 0, display: 'flex', flexWrap: 'wrap', gap: 1 }}>
      {stages.map((stage, index) => (
        <Box
          key={stage.join(' ')}
          component="li"
          sx={(theme) => ({ px: 1.5, py: 0.75, borderRadius: '0.625rem', backgroundColor: theme.lab.well })}
        >
          {t('nodes.order-stage', { number: index + 1, nodes: stage.join(', ') })}
        </Box>
      ))}
    </Box>
  );
}

function Editor({ lab, isBusy }: StartOrderProps): ReactNode {
  const t = useT();
  const [changed, setChanged] = useState<StartStages | null>(null);
  const [said, setSaid] = useState('');
  const { mutate, isPending, error } = useApiMutation('lab.setStartOrder');
  const names = lab.nodes.map(({ name }) => name);
  // Nodes may come and go while somebody edits.
  const stages = completeStages(changed ?? lab.startStages, names);
  function move(name: string, by: -1 | 1): void {
    const next = moveInOrder(stages, name, by);
    setChanged(sameOrder(next, lab.startStages) ? null : next);
    setSaid(`${name}: ${placeText(next, name)}`);
  }
  function placeText(of: StartStages, name: string): string {
    return t('nodes.order-of', { number: of.findIndex((stage) => stage.includes(name)) + 1, count: of.length });
  }
  return (
    <Box>
      <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0, maxWidth: '28rem' }}>
        {names.map((name) => (
          <Box key={name} component="li" sx={{ display: 'flex', alignItems: 'center', gap: 1 }}>
            <Typography sx={{ flex: 1, fontWeight: 600, overflowWrap: 'anywhere' }}>{name}</Typography>
            <Typography sx={{ fontVariantNumeric: 'tabular-nums' }}>{placeText(stages, name)}</Typography>
            <IconButton aria-label={t('nodes.order-earlier', { node: name })} onClick={() => move(name, -1)}>
              <Icon name="minus" />
            </IconButton>
            <IconButton aria-label={t('nodes.order-later', { node: name })} onClick={() => move(name, 1)}>
              <Icon name="plus" />
            </IconButton>
          </Box>
        ))}
      </Box>
      <Live>{said}</Live>
      {changed !== null && (
        <Box sx={{ display: 'grid', gap: 1.5, mt: 1.5 }}>
          <Stages stages={stages} />
          <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1 }}>
            <Button
              variant="contained"
              disabled={isBusy || isPending}
              onClick={() => {
                const done = { onSuccess: () => setChanged(null) };
                mutate({ lab: lab.labId, stages: stages.map((stage) => [...stage]) }, done);
              }}
            >
              {t('nodes.order-save')}
            </Button>
            <Button onClick={() => setChanged(null)}>{t('nodes.order-discard')}</Button>
          </Box>
        </Box>
      )}
      {error !== null && <FailureNotice failure={failureOf(error, t)} />}
    </Box>
  );
}
