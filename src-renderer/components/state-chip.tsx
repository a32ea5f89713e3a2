import Box from '@mui/material/Box';
import type { ReactNode } from 'react';
import type { LabState, NodeState } from '../../src-main/domain/states.ts';
import { useT } from '../lib/i18n.tsx';
import { Icon } from './icon.tsx';
import type { IconName } from './icon-paths.ts';

type Tone = 'good' | 'quiet' | 'busy' | 'sleeping' | 'bad' | 'unsure';

const tones: Readonly<Record<NodeState | LabState, Tone>> = {
  running: 'good',
  stopped: 'quiet',
  absent: 'bad',
  creating: 'busy',
  starting: 'busy',
  stopping: 'busy',
  suspending: 'busy',
  paused: 'sleeping',
  suspended: 'sleeping',
  broken: 'bad',
  unknown: 'unsure',
  incomplete: 'unsure',
  'partly-running': 'busy',
};
const icons: Readonly<Record<Tone, IconName>> = {
  good: 'check',
  quiet: 'power',
  busy: 'refresh',
  sleeping: 'moon',
  bad: 'error',
  unsure: 'question',
};
const colors: Readonly<Record<Tone, string>> = {
  good: 'success.main',
  quiet: 'text.secondary',
  busy: 'info.main',
  sleeping: 'info.main',
  bad: 'error.main',
  unsure: 'warning.main',
};

/** Which tone a state has: colour and sign follow it, here and in drawings. */
export function toneOf(state: NodeState | LabState): Tone {
  return tones[state];
}

/** A state with a sign and its name; never by colour alone. */
export function StateChip({ state }: { readonly state: NodeState | LabState }): ReactNode {
  const t = useT();
  const tone = toneOf(state);
  return (
    <Box
      component="span"
      sx={{
        display: 'inline-flex',
        alignItems: 'center',
        gap: 0.75,
        px: 1.1,
        py: 0.35,
        borderRadius: '2rem',
        fontSize: '0.86rem',
        fontWeight: 650,
        whiteSpace: 'nowrap',
        border: '1px solid currentColor',
        color: colors[tone],
      }}
    >
      <Icon name={icons[tone]} size="1.05em" />
      {t(`states.${state}`)}
    </Box>
  );
}
