import { readFile } from 'node:fs/promises';
import { LabError, throwIfCancelled } from '../../src-main/domain/failure.ts';
import { watchBase } from '../../src-main/guest/watch-base.ts';
import type { GuestPort } from '../../src-main/labs/ports.ts';
import type { Clock } from '../../src-main/platform/clock.ts';
import { isMissingFile } from '../../src-main/store/file-error.ts';
import { asOthers } from './file-points.ts';

export interface CountingGuestsOptions {
  readonly clock: Clock;
  /** Names of VMs that run. */
  readonly running: () => readonly string[];
}

/** By the clock of the case. */
const patienceMs = 600_000;
const lookMs = 400;

async function countedIn(serialLogPath: string): Promise<string> {
  try {
    return await asOthers(() => readFile(serialLogPath, 'latin1'));
  } catch (error) {
    if (isMissingFile(error)) return '';
    throw error;
  }
}

function notReady(node: string, requirement: string): LabError {
  return new LabError('node-not-ready', `${node} is not ready: ${requirement}`, { params: { node, requirement } });
}

/**
 * Stands in for SSH where real VMs run a guest that only counts: a node is ready when it was seen counting on, a base is judged by what
 * it says, and who runs is reached.
 */
export function createCountingGuests({ clock, running }: CountingGuestsOptions): GuestPort {
  const none = (name: string): Promise<never> => Promise.reject(notReady(name, 'ssh'));
  const guests: GuestPort = {
    waitUntilReady: async ({ name }, { address, serialLogPath, isRunning }, { signal, report }) => {
      const before = (await countedIn(serialLogPath)).length;
      const endMs = clock.now() + patienceMs;
      while ((await countedIn(serialLogPath)).length < before + 2) {
        throwIfCancelled(signal);
        if (!(await isRunning())) throw notReady(name, 'running');
        if (clock.now() > endMs) throw notReady(name, 'ssh');
        await clock.sleep(lookMs, signal);
      }
      report(1);
      const boots = [...(await countedIn(serialLogPath))].filter((letter) => letter === '!').length;
      return {
        hostname: name,
        addresses: [address],
        bootId: `boot-${boots}`,
        cloudInit: 'done',
        peers: [],
        provenAt: new Date(clock.now()).toISOString(),
      };
    },
    reachPeers: async (_endpoint, { peers }) =>
      Promise.resolve(
        peers.map((name) => {
          const reachable = running().includes(name);
          return { name, reachable, roundTripMs: reachable ? 1 : null };
        }),
      ),
    run: () => Promise.resolve({ exitCode: 0, stdout: '', stderr: '' }),
    checkClock: () => Promise.resolve({ skewSeconds: 0, wasSet: false, bootId: 'boot-1' }),
    keepConnections: () => ({ ...guests, close: () => undefined }),
    followVitals: ({ name }) => none(name),
    storeFile: ({ name }) => none(name),
    watchBase: (serialLogPath, isRunning, options) =>
      watchBase({ serialLogPath, isRunning, clock, stallMs: patienceMs }, options),
  };
  return guests;
}
