import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';
import type { LabView, NodeView } from '../../../src-main/contract/lab-views.ts';
import { cableAdapters, type CableAdapter } from '../../../src-main/domain/cables.ts';
import { useApiMutation } from '../../api/index.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { FailureNotice, failureOf } from '../../components/failure-notice.tsx';
import { Icon } from '../../components/icon.tsx';
import { useT } from '../../lib/i18n.tsx';

export type Drill = 'power-cut' | `unplug-${CableAdapter}`;

/** What can be practised on a node as it is now. */
export function drillsFor(lab: LabView, { state, pulledCables }: NodeView): readonly Drill[] {
  const plugged = cableAdapters.filter((adapter) => pulledCables?.includes(adapter) === false);
  return [
    ...(state === 'running' ? (['power-cut'] as const) : []),
    ...(lab.canPullCables ? plugged.map((adapter) => `unplug-${adapter}` as const) : []),
  ];
}

interface DrillDialogProps {
  readonly lab: LabView;
  readonly node: NodeView;
  readonly drill: Drill;
  readonly onClose: () => void;
}

/** Says what a drill teaches and how to get back, before it begins. */
export function DrillDialog({ lab, node, drill, onClose }: DrillDialogProps): ReactNode {
  const t = useT();
  const power = useApiMutation('lab.cutPower');
  const cable = useApiMutation('lab.setCable');
  const isPowerCut = drill === 'power-cut';
  const { isPending, error } = isPowerCut ? power : cable;
  function begin(): void {
    const named = { lab: lab.labId, node: node.name };
    const done = { onSuccess: onClose };
    if (isPowerCut) power.mutate(named, done);
    else cable.mutate({ ...named, adapter: drill === 'unplug-nat' ? 'nat' : 'internal', connected: false }, done);
  }
  return (
    <ConfirmDialog
      isOpen
      isDangerous={isPowerCut}
      isBusy={isPending}
      title={t(`nodes.${drill}-title`, { node: node.name })}
      confirmLabel={t(`nodes.${isPowerCut ? drill : 'unplug'}-confirm`)}
      onConfirm={begin}
      onClose={onClose}
    >
      <Typography>{t(`nodes.${drill}-text`)}</Typography>
      {error !== null && <FailureNotice failure={failureOf(error, t)} />}
    </ConfirmDialog>
  );
}

interface PulledCablesProps {
  readonly lab: LabView;
  readonly node: NodeView;
  readonly isBusy: boolean;
}

/** Cables that are out, what that means, and how to plug them in. */
export function PulledCables({ lab, node, isBusy }: PulledCablesProps): ReactNode {
  return (node.pulledCables ?? []).map((adapter) => (
    <PulledCable key={adapter} lab={lab} node={node} adapter={adapter} isBusy={isBusy} />
  ));
}

function PulledCable({
  lab,
  node,
  adapter,
  isBusy,
}: PulledCablesProps & { readonly adapter: CableAdapter }): ReactNode {
  const t = useT();
  const { mutate, isPending, error } = useApiMutation('lab.setCable');
  return (
    <Box sx={(theme) => ({ p: 1.25, borderRadius: '0.625rem', backgroundColor: theme.lab.warmTint })}>
      <Typography variant="body2" sx={{ display: 'flex', gap: 1 }}>
        <Icon name="unplugged" />
        <span>{t(`nodes.pulled-${adapter}`)}</span>
      </Typography>
      {lab.canPullCables && (
        <Button
          size="small"
          sx={{ mt: 0.5 }}
          disabled={isBusy || isPending}
          aria-label={t(`nodes.plug-${adapter}-name`, { node: node.name })}
          onClick={() => {
            mutate({ lab: lab.labId, node: node.name, adapter, connected: true });
          }}
        >
          {t('nodes.plug')}
        </Button>
      )}
      {error !== null && <FailureNotice failure={failureOf(error, t)} />}
    </Box>
  );
}
