import Box from '@mui/material/Box';
import LinearProgress from '@mui/material/LinearProgress';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';
import type { StepInfo } from '../../../src-main/domain/operation.ts';
import { CardGrid } from '../../components/card-grid.tsx';
import { useT } from '../../lib/i18n.tsx';
import { ConsoleButton } from './console-button.tsx';
import { currentStep, fractionOf, groupSteps, laneState, type NodeLane } from './group-steps.ts';
import { StepMark } from './step-mark.tsx';
import { stepMessage, stepTitle } from './step-words.ts';

interface StepListProps {
  readonly steps: readonly StepInfo[];
  /** The lab whose consoles can be looked at meanwhile. */
  readonly consolesOf?: string | null;
}

/** All steps of an operation: what is common to the lab as lines, what belongs to nodes as lanes beside each other. */
export function StepList({ steps, consolesOf = null }: StepListProps): ReactNode {
  return (
    <Box component="ol" sx={{ listStyle: 'none', m: 0, p: 0, display: 'grid', gap: 0.75 }}>
      {groupSteps(steps).map((group) =>
        group.kind === 'step' ? (
          <StepLine key={group.step.id} step={group.step} consolesOf={consolesOf} />
        ) : (
          <Box component="li" key={`nodes-${group.lanes[0]?.steps[0]?.id ?? ''}`}>
            <Lanes lanes={group.lanes} consolesOf={consolesOf} />
          </Box>
        ),
      )}
    </Box>
  );
}

/** The step in which the base boots. */
const baseStep = 'base';

function StepLine({ step, consolesOf }: { readonly step: StepInfo; readonly consolesOf: string | null }): ReactNode {
  const t = useT();
  const message = stepMessage(step, t);
  const isRunning = step.state === 'running';
  return (
    <Box component="li" sx={{ display: 'flex', gap: 1.5, py: 0.5 }}>
      <StepMark state={step.state} />
      <Box sx={{ flex: 1, minWidth: 0 }}>
        <Typography
          sx={{
            fontWeight: isRunning ? 600 : 400,
            color: step.state === 'waiting' ? 'text.secondary' : 'text.primary',
          }}
        >
          {stepTitle(step, t)}
        </Typography>
        {message !== '' && (
          <Typography variant="body2" sx={{ color: 'text.secondary' }}>
            {message}
          </Typography>
        )}
        {isRunning && <Bar fraction={step.fraction} label={stepTitle(step, t)} />}
      </Box>
      {consolesOf !== null && step.id === baseStep && (isRunning || step.state === 'failed') && (
        <ConsoleButton labId={consolesOf} node={null} />
      )}
    </Box>
  );
}

/** A bar that shows how far something is, or that nobody can tell. */
function Bar({ fraction, label }: { readonly fraction: number | null; readonly label: string }): ReactNode {
  const isKnown = fraction !== null && fraction > 0;
  return (
    <LinearProgress
      aria-label={label}
      variant={isKnown ? 'determinate' : 'indeterminate'}
      value={isKnown ? Math.round(fraction * 100) : 0}
      sx={{ mt: 0.75, height: '0.35rem' }}
    />
  );
}

interface LanesProps {
  readonly lanes: readonly NodeLane[];
  readonly consolesOf: string | null;
}

function Lanes({ lanes, consolesOf }: LanesProps): ReactNode {
  return (
    <CardGrid minWidth="15rem" gap={1.25} my={0.75}>
      {lanes.map((lane) => (
        <Lane key={lane.node} lane={lane} consolesOf={consolesOf} />
      ))}
    </CardGrid>
  );
}

function Lane({ lane, consolesOf }: { readonly lane: NodeLane; readonly consolesOf: string | null }): ReactNode {
  const t = useT();
  const state = laneState(lane.steps);
  const step = currentStep(lane.steps);
  const message = step === undefined ? '' : stepMessage(step, t);
  const title = step === undefined || state === 'done' ? t('labs.lane-done') : stepTitle(step, t);
  return (
    <Box
      component="li"
      sx={(theme) => ({
        p: 1.5,
        borderRadius: '0.75rem',
        border: `1px solid ${state === 'failed' ? theme.palette.error.main : theme.palette.divider}`,
        backgroundColor: state === 'done' ? theme.lab.tint : theme.palette.background.paper,
      })}
    >
      <Box sx={{ display: 'flex', gap: 1, alignItems: 'center' }}>
        <StepMark state={state} />
        <Typography sx={{ flex: 1, fontWeight: 650 }}>{lane.node}</Typography>
        {consolesOf !== null && state !== 'waiting' && <ConsoleButton labId={consolesOf} node={lane.node} />}
      </Box>
      <Typography variant="body2" sx={{ mt: 0.5, minHeight: '3.1em', color: 'text.secondary' }}>
        {message === '' ? title : message}
      </Typography>
      <LinearProgress
        aria-label={lane.node}
        variant="determinate"
        color={state === 'failed' ? 'error' : state === 'done' ? 'success' : 'primary'}
        value={Math.round(fractionOf(lane.steps) * 100)}
        sx={{ mt: 1, height: '0.35rem' }}
      />
    </Box>
  );
}
