import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useState, type ReactNode } from 'react';
import type { OperationMethodName } from '../../../src-main/contract/app-methods.ts';
import type { LabView } from '../../../src-main/contract/lab-views.ts';
import type { LabState } from '../../../src-main/domain/states.ts';
import { useApiMutation } from '../../api/index.ts';
import { FailureNotice, failureOf } from '../../components/failure-notice.tsx';
import { Icon } from '../../components/icon.tsx';
import type { IconName } from '../../components/icon-paths.ts';
import { useT } from '../../lib/i18n.tsx';
import { AskAnew, goneNodes } from './ask-anew.tsx';

type PowerMethod = Extract<OperationMethodName, 'lab.start' | 'lab.stop' | 'lab.save' | 'lab.repair' | 'lab.create'>;

interface PowerAction {
  readonly method: PowerMethod;
  readonly label: string;
  readonly icon: IconName;
}

const start: PowerAction = { method: 'lab.start', label: 'start', icon: 'play' };
const resume: PowerAction = { method: 'lab.start', label: 'resume', icon: 'play' };
const stop: PowerAction = { method: 'lab.stop', label: 'stop', icon: 'power' };
const save: PowerAction = { method: 'lab.save', label: 'save', icon: 'moon' };
const repair: PowerAction = { method: 'lab.repair', label: 'repair', icon: 'wrench' };
const finish: PowerAction = { method: 'lab.create', label: 'finish-build', icon: 'play' };

/** What makes sense in each state, the likeliest first. */
const actionsOf: Readonly<Record<LabState, readonly PowerAction[]>> = {
  stopped: [start],
  suspended: [resume, stop],
  running: [stop, save],
  'partly-running': [start, stop, save],
  incomplete: [finish, repair],
  broken: [repair, start, stop],
  unknown: [repair],
};

/** The one big control of a lab: what it is doing, and what can be done with all of it. */
export function PowerControl({ lab, isBusy }: { readonly lab: LabView; readonly isBusy: boolean }): ReactNode {
  const t = useT();
  return (
    <Box
      sx={(theme) => ({
        display: 'flex',
        flexWrap: 'wrap',
        alignItems: 'center',
        gap: 2,
        p: { xs: 2, md: 3 },
        borderRadius: '1.25rem',
        border: `1px solid ${theme.palette.divider}`,
        backgroundColor: lab.state === 'running' ? theme.lab.tint : theme.palette.background.paper,
      })}
    >
      <Typography sx={{ flex: { xs: '1 1 100%', md: '1 1 14rem' }, fontSize: '1.08rem' }}>
        {t(`labs.power-${lab.state}`)}
      </Typography>
      {actionsOf[lab.state].map((action, index) => (
        <ActionButton key={action.label} lab={lab} action={action} isMain={index === 0} isBusy={isBusy} />
      ))}
    </Box>
  );
}

interface ActionButtonProps {
  readonly lab: LabView;
  readonly action: PowerAction;
  readonly isMain: boolean;
  readonly isBusy: boolean;
}

function ActionButton({ lab, action, isMain, isBusy }: ActionButtonProps): ReactNode {
  const t = useT();
  const byLab = useApiMutation(action.method === 'lab.create' ? 'lab.start' : action.method);
  const byName = useApiMutation('lab.create');
  const isCreate = action.method === 'lab.create';
  const [isAsking, setIsAsking] = useState(false);
  const { isPending, error } = isCreate ? byName : byLab;
  return (
    <>
      <Button
        size="large"
        variant={isMain ? 'contained' : 'outlined'}
        startIcon={<Icon name={action.icon} size="1.3rem" />}
        disabled={isBusy || isPending}
        onClick={() => {
          if (isCreate) byName.mutate({ name: lab.name });
          else if (action.method === 'lab.repair' && goneNodes(lab).length > 0) setIsAsking(true);
          else byLab.mutate({ lab: lab.labId });
        }}
      >
        {t(`labs.${action.label}`)}
      </Button>
      {isAsking && (
        <AskAnew
          lab={lab}
          onRepair={(anew) => {
            setIsAsking(false);
            byLab.mutate({ lab: lab.labId, anew });
          }}
          onClose={() => {
            setIsAsking(false);
          }}
        />
      )}
      {error !== null && (
        <Box sx={{ flexBasis: '100%' }}>
          <FailureNotice failure={failureOf(error, t)} />
        </Box>
      )}
    </>
  );
}
