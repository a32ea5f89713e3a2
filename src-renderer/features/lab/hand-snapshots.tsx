import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';
import { useApiQuery } from '../../api/index.ts';
import { useT } from '../../lib/i18n.tsx';

interface HandSnapshotsProps {
  readonly lab: string;
  /** Left out: of all nodes. */
  readonly node?: string;
}

/** Names the snapshots that were taken outside of this app, where they are about to go along; asked for when it is shown. */
export function HandSnapshots({ lab, node }: HandSnapshotsProps): ReactNode {
  const t = useT();
  const { data } = useApiQuery('lab.handSnapshots', node === undefined ? { lab } : { lab, node });
  if (data === undefined) return null;
  const snapshots = data.snapshots.map((snapshot) => `${snapshot.node}: ${snapshot.name}`).join(', ');
  const unknown = data.unknown.join(', ');
  return (
    <>
      {snapshots !== '' && (
        <Typography sx={{ color: 'warning.main', overflowWrap: 'anywhere' }}>
          {t('cli.hand-snapshots', { snapshots })}
        </Typography>
      )}
      {unknown !== '' && <Typography>{t('cli.hand-snapshots-unknown', { nodes: unknown })}</Typography>}
    </>
  );
}
