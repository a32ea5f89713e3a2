/** Something that gives room back, as far as choosing goes. */
interface Choosable {
  readonly id: string;
  readonly needs: readonly string[];
}

/** The chosen ones with all that must go along, in the order of `items`; ids that are not there are left out. */
export function withNeeds<T extends Choosable>(items: readonly T[], chosen: readonly string[]): readonly T[] {
  const wanted = new Set(chosen);
  for (let size = -1; size !== wanted.size;) {
    size = wanted.size;
    for (const { id, needs } of items) if (wanted.has(id)) for (const need of needs) wanted.add(need);
  }
  return items.filter(({ id }) => wanted.has(id));
}

interface DatedBase {
  readonly hypervisor: string;
  readonly imageId: string;
  readonly createdAt: string;
}

/** True for a base that a newer one of the same image has replaced: new labs do not stand on it. */
export function isReplaced(base: DatedBase, all: readonly DatedBase[]): boolean {
  return all.some(
    ({ hypervisor, imageId, createdAt }) =>
      hypervisor === base.hypervisor && imageId === base.imageId && createdAt > base.createdAt,
  );
}
