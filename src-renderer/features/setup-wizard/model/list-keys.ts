const pageLines = 8;

interface KeyPress {
  /** As `KeyboardEvent.key` names it. */
  readonly key: string;
  readonly index: number;
  readonly names: readonly string[];
}

/** Where a key leads in a list: arrows, pages, ends, or the next name that begins with a letter. Null when nowhere. */
export function indexAfterKey({ key, index, names }: KeyPress): number | null {
  if (names.length === 0) return null;
  const last = names.length - 1;
  const moves: Readonly<Record<string, number>> = {
    ArrowDown: index + 1,
    ArrowUp: index - 1,
    PageDown: index + pageLines,
    PageUp: index - pageLines,
    Home: 0,
    End: last,
  };
  const moved = moves[key];
  if (moved !== undefined) return Math.min(last, Math.max(0, moved));
  if ([...key].length !== 1 || key === ' ') return null;
  const begins = (name: string): boolean => name.toLowerCase().startsWith(key.toLowerCase());
  const after = names.findIndex((name, at) => at > index && begins(name));
  const found = after === -1 ? names.findIndex(begins) : after;
  return found === -1 ? null : found;
}
