import { LabError } from '../../domain/failure.ts';

/** What the user chose. */
export interface ServeOptions {
  /** Null: any free one. */
  readonly port: number | null;
  /** Opens the browser, where somebody would see it. */
  readonly open: boolean;
  /** Answers JSON instead of sentences. */
  readonly json: boolean;
}

const portLimits = { min: 1024, max: 65_535 } as const;

/** The port a user wrote; null when none. Throws `invalid-input`. */
export function parsePort(text: string | undefined): number | null {
  if (text === undefined) return null;
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port >= portLimits.min && port <= portLimits.max) return port;
  const params = { field: 'port', value: text, expected: `${String(portLimits.min)}–${String(portLimits.max)}` };
  throw new LabError('invalid-input', `no port '${text}'`, { params });
}
