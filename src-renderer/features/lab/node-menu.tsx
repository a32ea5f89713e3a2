import IconButton from '@mui/material/IconButton';
import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import Typography from '@mui/material/Typography';
import { useState, type ReactNode } from 'react';
import type { LabView, NodeView } from '../../../src-main/contract/lab-views.ts';
import { useApiMutation } from '../../api/index.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { FailureNotice, failureOf } from '../../components/failure-notice.tsx';
import { Icon } from '../../components/icon.tsx';
import { useT } from '../../lib/i18n.tsx';
import { DrillDialog, drillsFor, type Drill } from './drills.tsx';
import { HandSnapshots } from './hand-snapshots.tsx';

const actions = ['reset', 'remove'] as const;
type NodeAction = (typeof actions)[number];

interface NodeMenuProps {
  readonly lab: LabView;
  readonly node: NodeView;
  readonly isBusy: boolean;
}

/** What can be done with one node alone; each asks first, as each takes something away. */
export function NodeMenu({ lab, node, isBusy }: NodeMenuProps): ReactNode {
  const t = useT();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [asked, setAsked] = useState<NodeAction | null>(null);
  const [drill, setDrill] = useState<Drill | null>(null);
  return (
    <>
      <IconButton
        aria-label={t('labs.node-actions', { node: node.name })}
        aria-haspopup="menu"
        disabled={isBusy}
        onClick={(event) => {
          setAnchor(event.currentTarget);
        }}
      >
        <Icon name="dots" />
      </IconButton>
      <Menu
        anchorEl={anchor}
        open={anchor !== null}
        onClose={() => {
          setAnchor(null);
        }}
      >
        {drillsFor(lab, node).map((drill) => (
          <MenuItem
            key={drill}
            onClick={() => {
              setAnchor(null);
              setDrill(drill);
            }}
          >
            {t(`nodes.drill-${drill}`)}
          </MenuItem>
        ))}
        {actions.map((action) => (
          <MenuItem
            key={action}
            disabled={action === 'remove' && lab.nodes.length < 2}
            onClick={() => {
              setAnchor(null);
              setAsked(action);
            }}
          >
            {t(`labs.node-${action}`)}
          </MenuItem>
        ))}
      </Menu>
      {drill !== null && (
        <DrillDialog
          lab={lab}
          node={node}
          drill={drill}
          onClose={() => {
            setDrill(null);
          }}
        />
      )}
      {asked !== null && (
        <AskFirst
          lab={lab}
          node={node}
          action={asked}
          onClose={() => {
            setAsked(null);
          }}
        />
      )}
    </>
  );
}

interface AskFirstProps extends Pick<NodeMenuProps, 'lab' | 'node'> {
  readonly action: NodeAction;
  readonly onClose: () => void;
}

function AskFirst({ lab, node, action, onClose }: AskFirstProps): ReactNode {
  const t = useT();
  const { mutate, isPending, error } = useApiMutation(`lab.${action}`);
  return (
    <ConfirmDialog
      isOpen
      isDangerous
      isBusy={isPending}
      title={t(`labs.${action}-title`, { node: node.name })}
      confirmLabel={t(`labs.node-${action}`)}
      onConfirm={() => {
        mutate({ lab: lab.labId, node: node.name }, { onSuccess: onClose });
      }}
      onClose={onClose}
    >
      <Typography>{t(`labs.${action}-text`)}</Typography>
      <HandSnapshots lab={lab.labId} node={node.name} />
      {error !== null && <FailureNotice failure={failureOf(error, t)} />}
    </ConfirmDialog>
  );
}
