import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';
import type { LabView } from '../../../src-main/contract/lab-views.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { useT } from '../../lib/i18n.tsx';

/** Names of nodes that somebody deleted outside of this app. */
export function goneNodes({ nodes }: LabView): readonly string[] {
  return nodes.filter(({ handled = [] }) => handled.some(({ kind }) => kind === 'gone')).map(({ name }) => name);
}

interface AskAnewProps {
  readonly lab: LabView;
  /** True: nodes that are gone are made anew. */
  readonly onRepair: (anew: boolean) => void;
  readonly onClose: () => void;
}

/** Before a repair: what was deleted by hand is made anew, and empty, only when that is wanted. */
export function AskAnew({ lab, onRepair, onClose }: AskAnewProps): ReactNode {
  const t = useT();
  return (
    <ConfirmDialog
      isOpen
      title={t('labs.anew-title')}
      confirmLabel={t('labs.anew-confirm')}
      onConfirm={() => {
        onRepair(true);
      }}
      onClose={onClose}
    >
      <Typography>{t('labs.anew-text', { nodes: goneNodes(lab).join(', ') })}</Typography>
      <Button
        sx={{ justifySelf: 'start' }}
        onClick={() => {
          onRepair(false);
        }}
      >
        {t('labs.anew-leave')}
      </Button>
    </ConfirmDialog>
  );
}
