import { LabError } from '../domain/failure.ts';
import type { SnapshotInfo } from './driver.ts';

/** The snapshot of this id among those of the VM `node`. Throws `snapshot-not-found`, with the names there are. */
export function requireSnapshot<S extends SnapshotInfo>(
  snapshots: readonly S[],
  { snapshotId, node }: { readonly snapshotId: string; readonly node: string },
): S {
  const found = snapshots.find((snapshot) => snapshot.snapshotId === snapshotId);
  if (found !== undefined) return found;
  const known = snapshots.map(({ name }) => name).join(', ');
  throw new LabError('snapshot-not-found', `"${node}" has no snapshot ${snapshotId}`, {
    params: { name: snapshotId, node, known },
  });
}
