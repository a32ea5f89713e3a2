import { LabError } from '../domain/failure.ts';
import type { Clock } from '../platform/clock.ts';
import { clockScript, isClockRight, parseClockLook, setClockScript } from './clock-check.ts';
import type { ClockCheck, ClockLook } from './clock-check.ts';
import type { SshSession } from './ssh-session.ts';

const clockMs = 60_000;

interface Visits {
  readonly clock: Clock;
  /** Does the work in a session with the node. */
  readonly visit: (work: (session: SshSession) => Promise<ClockLook>) => Promise<ClockLook>;
}

/**
 * Sets the clock of a node to this computer's where it is off. Looks first and sets then, in two commands: the connection may break while
 * the clock below it jumps, and how far off the clock was must be known by then.
 */
export async function checkClock({ clock, visit }: Visits, node: string, signal: AbortSignal): Promise<ClockCheck> {
  const ask = (script: (nowMs: number) => string): Promise<ClockLook> =>
    visit(async (session) => askClock(session, node, { script: script(clock.now()), signal }));
  const found = await ask(clockScript);
  if (isClockRight(found)) return { ...found, wasSet: false };
  const { bootId } = await onceMoreWhenBroken(() => ask(setClockScript));
  return { skewSeconds: found.skewSeconds, wasSet: true, bootId };
}

async function askClock(
  session: SshSession,
  node: string,
  { script, signal }: { readonly script: string; readonly signal: AbortSignal },
): Promise<ClockLook> {
  const { exitCode, stdout, stderr } = await session.exec(script, { signal, timeoutMs: clockMs });
  const told = exitCode === 0 ? parseClockLook(stdout) : null;
  if (told !== null) return told;
  throw new LabError('guest-command-failed', `cannot set the clock of ${node}`, {
    params: { node, exitCode },
    evidence: [...stderr.trim().split('\n').slice(-5), stdout.slice(0, 200)].filter((line) => line !== ''),
  });
}

/** Does work that has to be worth doing twice, once more when its connection breaks. */
export async function onceMoreWhenBroken<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof LabError && error.code === 'node-not-ready') return work();
    throw error;
  }
}
