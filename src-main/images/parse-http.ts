/** A `Content-Range` header; `start` is null in the answer to a range that cannot be had (416). */
export interface ContentRange {
  readonly start: number | null;
  readonly totalBytes: number | null;
}

/** Reads `bytes 5-9/10`, `bytes 5-9/*` and `bytes *` + `/10`; null for anything else. */
export function parseContentRange(header: string | null): ContentRange | null {
  const [, start, , total] = /^bytes (?:(\d+)-(\d+)|\*)\/(\d+|\*)$/.exec(header?.trim() ?? '') ?? [];
  if (total === undefined) return null;
  const range = { start: start === undefined ? null : Number(start), totalBytes: total === '*' ? null : Number(total) };
  // No file is larger than what a number tells exactly.
  const isExact = Object.values(range).every((bytes) => bytes === null || Number.isSafeInteger(bytes));
  return isExact ? range : null;
}

/** What went wrong on the network, as short as its innermost cause says it: `ECONNREFUSED`, `UND_ERR_BODY_TIMEOUT`. */
export function describeNetworkError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const inner = error instanceof AggregateError ? (error.errors.at(-1) as unknown) : error.cause;
  if (inner instanceof Error) return describeNetworkError(inner);
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message;
}
