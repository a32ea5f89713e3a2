import type { Clock } from '../platform/clock.ts';
import { waitFor } from '../platform/wait-for.ts';
import type { ProcessIdentity, ProcessTable } from './command.ts';
import { readIdentity } from './process-identity.ts';
import type { IdentityOptions } from './process-identity.ts';

const lookEveryMs = 50;

/** After the forced end the system needs a moment; a process stuck in the kernel may need long. */
const forcedEndMs = 10_000;

/** Looks at the real processes of this computer. */
export function createProcessTable(options: IdentityOptions & { readonly clock: Clock }): ProcessTable {
  async function isAlive(identity: ProcessIdentity): Promise<boolean> {
    return (await readIdentity(identity.pid, options))?.startTime === identity.startTime;
  }

  async function isGoneWithin(identity: ProcessIdentity, timeoutMs: number): Promise<boolean> {
    const isGone = await waitFor(async () => ((await isAlive(identity)) ? undefined : true), {
      timeoutMs,
      intervalMs: lookEveryMs,
      signal: new AbortController().signal,
      clock: options.clock,
    });
    return isGone ?? false;
  }

  async function end(identity: ProcessIdentity, graceMs: number): Promise<void> {
    if (!(await isAlive(identity))) return;
    sendSignal(identity.pid, 'SIGTERM');
    if (await isGoneWithin(identity, graceMs)) return;
    sendSignal(identity.pid, 'SIGKILL');
    if (await isGoneWithin(identity, forcedEndMs)) return;
    throw new Error(`process ${String(identity.pid)} did not end`);
  }

  return { isAlive, identify: (pid) => readIdentity(pid, options), end };
}

function sendSignal(pid: number, signal: 'SIGTERM' | 'SIGKILL'): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    // It ended between the look and the signal.
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return;
    throw error;
  }
}
