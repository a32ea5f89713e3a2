import type { Logger } from '../../platform/logger.ts';
import type { CommandRunner } from '../../process/command.ts';
import type { Argv } from './argv.ts';

/**
 * Has VirtualBox's server (VBoxSVC) live as long as a piece of work.
 *
 * It ends by itself when no client is left, and what it has not written by then is forgotten: above all where the disks of linked clones
 * lie. Each VBoxManage is a client of its own; on Linux the server was seen to end between two that followed each other at once, and then
 * the second waited 10 s for the next server (7.2.22: every few seconds on a busy computer, never while one client stayed).
 */
export interface ServerKeeper {
  /**
   * Runs `work` while a client waits for a VM; for one that VirtualBox does not know: without a client. That none can wait is logged and no
   * failure. What `work` throws is thrown.
   */
  hold<T>(vmId: string, work: () => Promise<T>): Promise<T>;
}

/** Whoever is killed cannot end its client: it ends by itself after this time. Longer work is held for so long. */
const longestHoldMs = 60_000;

/** A property that nobody sets is waited for. */
function waitOnVm(vmId: string, timeoutMs: number): Argv {
  return ['guestproperty', 'wait', vmId, '/BigDataLab/Never', '--timeout', String(timeoutMs)];
}

export interface ServerKeeperSetup {
  readonly runner: Pick<CommandRunner, 'run'>;
  readonly program: string;
  readonly logger: Logger;
}

/** The keeper for computers on which the server ends too early: all but those with Windows, where nobody has seen it. */
export function createServerKeeper({ runner, program, logger }: ServerKeeperSetup): ServerKeeper {
  return {
    hold: async (vmId, work) => {
      const end = new AbortController();
      const spec = { program, args: waitOnVm(vmId, longestHoldMs), timeoutMs: null, okExitCodes: [0, 1, 2] };
      const client = runner.run(spec, { signal: end.signal }).catch((error: unknown) => {
        if (!end.signal.aborted) logger.debug({ error, vmId }, 'the server of VirtualBox is not held');
      });
      try {
        return await work();
      } finally {
        end.abort();
        await client;
      }
    },
  };
}

/** Where nothing has to be held. */
export const noServerKeeper: ServerKeeper = { hold: (_vmId, work) => work() };
