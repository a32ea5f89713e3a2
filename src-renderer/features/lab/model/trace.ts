/** A value at a moment; null where it was not measured. */
export interface TracePoint {
  readonly atMs: number;
  /** 0 to 1. */
  readonly value: number | null;
}

/** The part of time that is drawn. */
export interface TraceWindow {
  readonly endMs: number;
  readonly spanMs: number;
  /** Between two points further apart than this nothing is known, and nothing is drawn. */
  readonly holeMs: number;
}

/** A place in a drawing of width and height 1; the origin is its upper left corner. */
export interface TracePlace {
  readonly x: number;
  readonly y: number;
}

/** Lines through what was measured, from left to right, one for each stretch without a hole. */
export function traceLines(
  points: readonly TracePoint[],
  { endMs, spanMs, holeMs }: TraceWindow,
): readonly (readonly TracePlace[])[] {
  const lines: TracePlace[][] = [];
  let lastMs: number | null = null;
  for (const { atMs, value } of points) {
    if (value === null || atMs < endMs - spanMs || atMs > endMs) {
      lastMs = null;
      continue;
    }
    if (lastMs === null || atMs - lastMs > holeMs) lines.push([]);
    lines.at(-1)?.push({ x: (atMs - endMs + spanMs) / spanMs, y: 1 - value });
    lastMs = atMs;
  }
  return lines;
}
