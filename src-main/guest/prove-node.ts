import { LabError } from '../domain/failure.ts';
import type { NodeProof } from '../domain/node-proof.ts';
import type { Clock } from '../platform/clock.ts';
import { factsScript } from './guest-scripts.ts';
import { parseGuestFacts } from './parse-guest-facts.ts';
import type { GuestFacts } from './parse-guest-facts.ts';
import { findUnmetRequirement, toNodeProof } from './readiness.ts';
import type { NodeExpectation, ReadinessRequirementId } from './readiness.ts';
import { SshConnectError } from './ssh-session.ts';
import type { ConnectOptions, SshSession } from './ssh-session.ts';

/** Pause between two tries to get in; a try costs a guest under emulation a good second. */
const retryMs = 1000;
/**
 * First and longest time to wait for a greeting. Short while the guest boots, as a try begun before it has its network is lost;
 * longer and longer once it is up, as a guest under emulation may need half a minute, and each try makes it slower.
 */
const greeting = { firstMs: 4000, longestMs: 30_000, growth: 1.5 } as const;
/** From the greeting to a login, software emulation included. */
const loginMs = 120_000;
const factsMs = 180_000;
const maxEvidenceChars = 2000;

export interface ProveOptions {
  readonly connect: (options: ConnectOptions) => Promise<SshSession>;
  readonly expected: NodeExpectation;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** True while the guest is known to be on its way up: nothing can listen yet. */
  readonly isBooting: () => boolean;
  /** Told at each look what is still missing, with the facts as evidence. */
  readonly onMissing: (missing: ReadinessRequirementId, evidence: readonly string[]) => void;
}

/**
 * Tries until SSH answers and lets the lab in. Goes on for ever: whoever calls it watches the guest and aborts `signal`. Only
 * `host-key-mismatch` ends it, as does anything that no patience cures.
 */
export async function waitForSsh(options: Omit<ProveOptions, 'expected'>): Promise<SshSession> {
  let greetingTimeoutMs: number = greeting.firstMs;
  for (;;) {
    try {
      return await options.connect({ signal: options.signal, timeoutMs: loginMs, greetingTimeoutMs });
    } catch (error) {
      if (!(error instanceof SshConnectError)) throw error;
      options.onMissing('ssh', [error.message]);
      const longer = Math.min(greetingTimeoutMs * greeting.growth, greeting.longestMs);
      greetingTimeoutMs = options.isBooting() ? greeting.firstMs : longer;
      await options.clock.sleep(retryMs, options.signal);
    }
  }
}

async function readFacts(session: SshSession, { expected, signal }: ProveOptions): Promise<GuestFacts> {
  const { stdout, exitCode } = await session.exec('sh -s', { signal, timeoutMs: factsMs, input: factsScript });
  try {
    return parseGuestFacts(stdout);
  } catch (cause) {
    const node = expected.hostname;
    throw new LabError('guest-command-failed', `${node} does not tell of itself what it should`, {
      params: { node, exitCode },
      evidence: [stdout.slice(0, maxEvidenceChars)],
      cause,
    });
  }
}

/** Asks over one session until every requirement is met; throws `SshConnectError` when the session breaks. */
async function proveOver(session: SshSession, options: ProveOptions): Promise<NodeProof> {
  const { clock, expected, signal } = options;
  for (;;) {
    const facts = await readFacts(session, options);
    const missing = findUnmetRequirement(facts, expected);
    if (missing === null) return toNodeProof(facts, clock.now());
    options.onMissing(missing, [JSON.stringify(facts)]);
    await clock.sleep(retryMs, signal);
  }
}

/**
 * Waits until a node has proved itself: one session for everything, opened again when it breaks. Like `waitForSsh` it goes on
 * for ever and leaves the verdict to whoever watches the guest.
 */
export async function proveNode(options: ProveOptions): Promise<NodeProof> {
  for (;;) {
    const session = await waitForSsh(options);
    try {
      return await proveOver(session, options);
    } catch (error) {
      if (!(error instanceof SshConnectError)) throw error;
      options.onMissing('ssh', [error.message]);
    } finally {
      session.close();
    }
  }
}
