import type { DiskRoom } from '../contract/data-views.ts';
import type { Translate } from './translate.ts';

/** What may leave the disk without a loss, in one sentence; `size` writes bytes for a person. */
export function reclaimText(
  { reclaimable }: Pick<DiskRoom, 'reclaimable'>,
  t: Translate,
  size: (bytes: number) => string,
): string {
  if (reclaimable.length === 0) return t('room.reclaim-nothing');
  const list = reclaimable.map(({ kind, bytes }) => t(`room.kind-${kind}`, { size: size(bytes) })).join(', ');
  return t('room.reclaim', { list });
}
