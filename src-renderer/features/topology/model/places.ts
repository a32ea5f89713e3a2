/** Nodes beside each other with the two lines that they hang on. */
export interface TopologyRow {
  /** Middle of its boxes. */
  readonly y: number;
  readonly natY: number;
  readonly lanY: number;
  /** Middle of each box. */
  readonly xs: readonly number[];
}

/** Where everything of the drawing is, on a sheet as wide as `sheetWidth`. */
export interface TopologyPlaces {
  readonly rows: readonly TopologyRow[];
  readonly box: { readonly width: number; readonly height: number };
  /** Of the whole sheet. */
  readonly height: number;
  /** True when there are so many that a box has only room for its name and its state. */
  readonly isCompact: boolean;
}

export const sheetWidth = 760;

const large = { perRow: 6, width: 100, height: 76, step: 118, above: 56, below: 50 } as const;
const compact = { perRow: 9, width: 64, height: 50, step: 76, above: 30, below: 22 } as const;
/** More than two rows of large boxes are too high for a screen. */
const mostLarge = 12;
const firstNatY = 168;
/** Between the line of one row and the other line of the next. */
const betweenRows = 26;
const belowLast = 60;
/** On both sides together; more where trunks join the rows. */
const margins = { oneRow: 64, moreRows: 112 } as const;

/** Places any number of nodes, in rows of about the same length. */
export function placeNodes(count: number): TopologyPlaces {
  const size = count > mostLarge ? compact : large;
  const rowCount = Math.max(1, Math.ceil(count / size.perRow));
  const perRow = Math.ceil(count / rowCount);
  const room = sheetWidth - (rowCount === 1 ? margins.oneRow : margins.moreRows);
  const step = Math.min(size.step, room / Math.max(1, perRow));
  const pitch = size.above + size.height + size.below + betweenRows;
  const rows = Array.from({ length: rowCount }, (_, index): TopologyRow => {
    const natY = firstNatY + index * pitch;
    const y = natY + size.above + size.height / 2;
    const inRow = Math.min(perRow, count - index * perRow);
    return { y, natY, lanY: y + size.height / 2 + size.below, xs: placesInRow(inRow, step) };
  });
  const last = rows.at(-1)?.lanY ?? firstNatY;
  return {
    rows,
    box: { width: size.width, height: size.height },
    height: last + belowLast,
    isCompact: size === compact,
  };
}

function placesInRow(count: number, step: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => sheetWidth / 2 + (index - (count - 1) / 2) * step);
}
