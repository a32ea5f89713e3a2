import type { ApiHandlers } from '../contract/methods.ts';
import { CancelledError, LabError } from '../domain/failure.ts';
import { isNewerVersion } from '../domain/versions.ts';
import type { HttpClient } from '../images/http-client.ts';
import { describeNetworkError } from '../images/parse-http.ts';
import { readAtMost } from '../images/read-at-most.ts';
import type { Clock } from '../platform/clock.ts';
import { parseRelease, type Release } from './parse-release.ts';

/** What looking for new versions stands on. */
export interface UpdateSetup {
  readonly http: Pick<HttpClient, 'fetch'>;
  readonly clock: Clock;
  /** Version of this program. */
  readonly version: string;
}

/** A list is asked again after so long; pages may ask as often as they like. */
const freshMs = 6 * 60 * 60 * 1000;
const answerTimeoutMs = 15_000;
const maxListBytes = 256 * 1024;

interface Known {
  readonly address: string;
  readonly release: Release;
  readonly readAt: number;
}

/**
 * Says whether a release list names a newer version. Nothing is downloaded or installed, and nobody is asked but the address that the
 * user chose.
 */
export function createUpdateHandlers(setup: UpdateSetup): Pick<ApiHandlers, 'updates.look'> {
  let known: Known | null = null;
  return {
    'updates.look': async ({ address }, { signal }) => {
      const now = setup.clock.now();
      if (known?.address !== address || now - known.readAt > freshMs) {
        known = { address, release: await readList(setup, address, signal), readAt: now };
      }
      const { release } = known;
      return isNewerVersion(release.version, setup.version) ? { kind: 'newer', ...release } : { kind: 'none' };
    },
  };
}

function unusable(address: string, reason: string, cause?: unknown): LabError {
  return new LabError('update-list-unusable', `release list ${address}: ${reason}`, {
    params: { url: address },
    evidence: [reason],
    cause,
  });
}

async function readList({ http }: UpdateSetup, address: string, signal: AbortSignal): Promise<Release> {
  const text = await readText(http, address, signal);
  const release = parseRelease(text);
  if (release === null) throw unusable(address, `no release in: ${text.slice(0, 200)}`);
  return release;
}

async function readText(http: UpdateSetup['http'], address: string, signal: AbortSignal): Promise<string> {
  const limited = AbortSignal.any([signal, AbortSignal.timeout(answerTimeoutMs)]);
  try {
    const answer = await http.fetch(address, { signal: limited, headers: { accept: 'application/json' } });
    if (answer.status !== 200) {
      await answer.body?.cancel();
      throw new Error(`HTTP ${String(answer.status)}`);
    }
    return new TextDecoder().decode(await readAtMost(answer, maxListBytes));
  } catch (error) {
    if (signal.aborted) throw new CancelledError();
    throw unusable(address, describeNetworkError(error), error);
  }
}
