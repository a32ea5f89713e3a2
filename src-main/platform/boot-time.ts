import { uptime } from 'node:os';

/** When this computer was started, in milliseconds since 1970; off by as much as its clock was set since. */
export function readBootTimeMs(): number {
  return Date.now() - uptime() * 1000;
}
