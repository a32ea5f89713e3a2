import type { RequestOf } from '../../contract/methods.ts';
import type { CliContext } from './context.ts';

/** What to say before snapshots go along that somebody took outside of this app; nothing when there are none. */
export async function handSnapshotLines(
  context: CliContext,
  request: RequestOf<'lab.handSnapshots'>,
): Promise<readonly string[]> {
  const { t, api } = context;
  const { snapshots, unknown } = await api['lab.handSnapshots'](request, context);
  const named = snapshots.map(({ node, name }) => `${node}: ${name}`).join(', ');
  return [
    ...(snapshots.length === 0 ? [] : [t('cli.hand-snapshots', { snapshots: named })]),
    ...(unknown.length === 0 ? [] : [t('cli.hand-snapshots-unknown', { nodes: unknown.join(', ') })]),
  ];
}
