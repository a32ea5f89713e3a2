import type { Language } from '../../src-main/locales/translate.ts';

const gibBytes = 1024 ** 3;
const mibBytes = 1024 ** 2;

function decimal(value: number, language: Language, digits: number): string {
  return new Intl.NumberFormat(language, { maximumFractionDigits: digits }).format(value);
}

/** Bytes for a person: `1.3 GiB`, `812 MiB`, `4 KiB`. */
export function formatBytes(bytes: number, language: Language): string {
  if (bytes >= gibBytes) return `${decimal(bytes / gibBytes, language, 1)} GiB`;
  if (bytes >= mibBytes || bytes === 0) return `${decimal(bytes / mibBytes, language, 0)} MiB`;
  return `${decimal(Math.ceil(bytes / 1024), language, 0)} KiB`;
}

/** Memory for a person: `2 GiB`, `1.5 GiB`, `768 MiB`. */
export function formatMiB(mib: number, language: Language): string {
  return formatBytes(mib * mibBytes, language);
}

/** A duration as a stopwatch shows it: `0:08`, `12:05`, `1:02:05`. */
export function formatClock(durationMs: number): string {
  const seconds = Math.max(0, Math.floor(durationMs / 1000));
  const two = (value: number): string => String(value).padStart(2, '0');
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${String(minutes)}:${two(seconds % 60)}`;
  return `${String(Math.floor(minutes / 60))}:${two(minutes % 60)}:${two(seconds % 60)}`;
}

/** A share of a whole, 0 to 1, as a person reads it: `12 %`. */
export function formatPercent(fraction: number, language: Language): string {
  return new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 }).format(fraction);
}

const minuteSeconds = 60;
const hourSeconds = 60 * minuteSeconds;
const daySeconds = 24 * hourSeconds;

/** How long something has been running: `40 sec`, `5 min`, `2 hr 5 min`, `4 days 3 hr`. */
export function formatUptime(seconds: number, language: Language): string {
  const count = (value: number, unit: 'second' | 'minute' | 'hour' | 'day'): string =>
    new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'short' }).format(Math.floor(value));
  if (seconds < minuteSeconds) return count(seconds, 'second');
  if (seconds < hourSeconds) return count(seconds / minuteSeconds, 'minute');
  if (seconds < daySeconds) {
    return `${count(seconds / hourSeconds, 'hour')} ${count((seconds % hourSeconds) / minuteSeconds, 'minute')}`;
  }
  return `${count(seconds / daySeconds, 'day')} ${count((seconds % daySeconds) / hourSeconds, 'hour')}`;
}

/** A duration as a person would guess it, in minutes: 0 below one, each up to ten, then in steps of five. */
export function roughMinutes(durationMs: number): number {
  const minutes = durationMs / 60_000;
  if (minutes < 1) return 0;
  return minutes <= 10 ? Math.ceil(minutes) : Math.ceil(minutes / 5) * 5;
}

/** A moment for a person, in the time zone of this computer. */
export function formatMoment(iso: string, language: Language): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(iso));
}

/** A program with its arguments as one would type it in a shell. */
export function formatCommandLine(program: string, args: readonly string[]): string {
  return [program, ...args]
    .map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`))
    .join(' ');
}
