import { displayWidth, padToWidth } from './display-width.ts';

/** Rows as left-aligned columns, two blanks between them; the first row is the heading. */
export function formatTable(rows: readonly (readonly string[])[]): string {
  const widths = rows.reduce<readonly number[]>(
    (widest, row) => row.map((cell, column) => Math.max(widest[column] ?? 0, displayWidth(cell))),
    [],
  );
  return rows
    .map((row) =>
      row
        .map((cell, column) => padToWidth(cell, widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** Bytes for a person: `1.3 GiB`, `812 MiB`, `4 KiB`. */
export function formatBytes(bytes: number): string {
  const gib = bytes / 1024 ** 3;
  if (gib >= 1) return `${gib.toFixed(1)} GiB`;
  const mib = bytes / 1024 ** 2;
  return mib >= 1 || bytes === 0 ? `${String(Math.round(mib))} MiB` : `${String(Math.ceil(bytes / 1024))} KiB`;
}

/** A duration for a person: `8 s`, `2:05 min`, `1:02:05 h`. */
export function formatDuration(durationMs: number): string {
  const seconds = Math.round(durationMs / 1000);
  if (seconds < 60) return `${String(seconds)} s`;
  const twoDigits = (value: number): string => String(value).padStart(2, '0');
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${String(minutes)}:${twoDigits(seconds % 60)} min`;
  return `${String(Math.floor(minutes / 60))}:${twoDigits(minutes % 60)}:${twoDigits(seconds % 60)} h`;
}

// The Swedish way to write a date is year-month-day.
const dateFormat = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'short' });

/** A moment for a person, in the time zone of this computer: `2026-10-02 11:38`. */
export function formatDate(iso: string): string {
  return dateFormat.format(new Date(iso));
}
