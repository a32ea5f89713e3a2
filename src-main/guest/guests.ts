import { readFile } from 'node:fs/promises';
import { LabError, isCancelled } from '../domain/failure.ts';
import type { NodeProof, PeerProof } from '../domain/node-proof.ts';
import type { TextRef } from '../domain/operation.ts';
import type { Clock } from '../platform/clock.ts';
import { createKept, createSingleUse, type Connections } from './connections.ts';
import { checkClock } from './check-clock.ts';
import type { ClockCheck } from './clock-check.ts';
import type { NodeEndpoint } from './endpoint.ts';
import { peersScript } from './guest-scripts.ts';
import { parsePeers } from './parse-guest-facts.ts';
import { proveNode } from './prove-node.ts';
import { storeFile, type FileForNode } from './store-file.ts';
import type { ReadinessRequirementId } from './readiness.ts';
import { readSerialLog } from './serial-log.ts';
import type { GuestStage } from './serial-progress.ts';
import { SshConnectError, openSshSession } from './ssh-session.ts';
import type { ConnectOptions, ExecOptions, ExecResult, SshSession } from './ssh-session.ts';
import { followVitals } from './follow-vitals.ts';
import type { VitalsSample } from './parse-vitals.ts';
import { watchBase } from './watch-base.ts';
import type { BaseWatchOptions } from './watch-base.ts';
import { describeProgress } from './describe-progress.ts';
import { watchGuest } from './watch-guest.ts';
import type { WatchEnd } from './watch-guest.ts';

export interface ReadyExpectation {
  readonly address: string;
  readonly labMac: string;
  readonly isOnLabNetwork: boolean;
  readonly serialLogPath: string;
  readonly isRunning: () => Promise<boolean>;
}

export interface ReportOptions {
  readonly signal: AbortSignal;
  readonly report: (fraction: number | null, message?: TextRef) => void;
}

export interface GuestTimings {
  /** How long a guest may say nothing before it counts as stalled. */
  readonly stallMs: number;
}

/** Long enough for a guest whose every instruction is emulated on a busy laptop; one that says nothing for so long has stalled. */
export const stallMs = 900_000;

/** Everything the app asks of running guests, over SSH and their serial logs. */
export interface Guests {
  waitUntilReady(endpoint: NodeEndpoint, expected: ReadyExpectation, options: ReportOptions): Promise<NodeProof>;
  reachPeers(
    endpoint: NodeEndpoint,
    wanted: { readonly hostsFile: string; readonly peers: readonly string[] },
    options: { readonly signal: AbortSignal },
  ): Promise<readonly PeerProof[]>;
  run(endpoint: NodeEndpoint, command: string, options: ExecOptions): Promise<ExecResult>;
  followVitals(
    endpoint: NodeEndpoint,
    options: { readonly signal: AbortSignal; readonly onSample: (sample: VitalsSample) => void },
  ): Promise<never>;
  storeFile(endpoint: NodeEndpoint, file: FileForNode, options: { readonly signal: AbortSignal }): Promise<string>;
  watchBase(serialLogPath: string, isRunning: () => Promise<boolean>, options: BaseWatchOptions): Promise<void>;
  checkClock(endpoint: NodeEndpoint, options: { readonly signal: AbortSignal }): Promise<ClockCheck>;
  keepConnections(): Guests & { readonly close: () => void };
}

/** For a node that was ready before: a login may still take long on a busy computer. */
const loginMs = 120_000;
const loginTries = 3;
const peersMs = 300_000;
/** Whoever asks how nodes are asks again soon: a forward without a guest must not hold the question for long. */
const vitalsGreetingMs = 20_000;
/** Before a login prompt there is no SSH either. A guest that says nothing at all may be anywhere. */
const bootingStages: readonly GuestStage[] = ['loading', 'kernel', 'services', 'cloud-init'];

async function openSession(endpoint: NodeEndpoint, options: ConnectOptions): Promise<SshSession> {
  const privateKey = await readFile(endpoint.privateKeyPath, 'utf8');
  const { port, user, hostKey } = endpoint;
  return openSshSession({ host: '127.0.0.1', port, user, privateKey, hostKey }, options);
}

function notReady(node: string, requirement: ReadinessRequirementId, evidence: readonly string[]): LabError {
  return new LabError('node-not-ready', `${node} is not ready: ${requirement}`, {
    params: { node, requirement },
    evidence,
  });
}

interface Missing {
  requirement: ReadinessRequirementId;
  evidence: readonly string[];
}

function toFailure(node: string, { verdict, progress }: WatchEnd, missing: Missing): LabError {
  const requirement = verdict === 'stalled' ? missing.requirement : 'power';
  const reason = progress.kernelPanic === null ? [] : [`kernel panic: ${progress.kernelPanic}`];
  const wanted = verdict === 'stalled' ? missing.evidence : [];
  return notReady(node, requirement, [...reason, ...wanted, ...progress.lastLines]);
}

async function waitUntilReady(
  endpoint: NodeEndpoint,
  {
    expected,
    options,
    surroundings,
  }: {
    readonly expected: ReadyExpectation;
    readonly options: ReportOptions;
    readonly surroundings: Surroundings;
  },
): Promise<NodeProof> {
  const { clock, timings, connections } = surroundings;
  const ends = new AbortController();
  const signal = AbortSignal.any([options.signal, ends.signal]);
  const missing: Missing = { requirement: 'ssh', evidence: [] };
  let stage: GuestStage = 'silent';
  const proof = proveNode({
    connect: async (connectOptions) => (await connections.open(endpoint, connectOptions)).session,
    expected: { ...expected, hostname: endpoint.name },
    clock,
    signal,
    isBooting: () => bootingStages.includes(stage),
    onMissing: (requirement, evidence) => Object.assign(missing, { requirement, evidence }),
  });
  const verdict = watchGuest(
    {
      readSerial: async () => readSerialLog(expected.serialLogPath),
      isRunning: expected.isRunning,
      stallMs: timings.stallMs,
      clock,
      onProgress: (progress) => {
        stage = progress.stage;
        options.report(...describeProgress(progress));
      },
    },
    signal,
  ).then((end) => {
    if (end.verdict === 'done') throw new Error('a node has no end of its own');
    throw toFailure(endpoint.name, end, missing);
  });
  try {
    return await Promise.race([proof, verdict]);
  } finally {
    ends.abort();
    await Promise.allSettled([proof, verdict]);
  }
}

interface Patience {
  readonly tries: number;
  readonly greetingTimeoutMs?: number;
}

interface SessionWork<T> {
  readonly signal: AbortSignal;
  /** Has to be worth doing twice where sessions are kept: the first may have broken in between. */
  readonly work: (session: SshSession) => Promise<T>;
  readonly patience?: Patience;
}

/** Runs `work` over a session; logging in is tried again, as a node may be busy. */
async function withSession<T>(
  connections: Connections,
  endpoint: NodeEndpoint,
  { signal, work, patience: { tries, ...patience } = { tries: loginTries } }: SessionWork<T>,
): Promise<T> {
  const options = { signal, timeoutMs: loginMs, ...patience };
  for (let tryNumber = 1; ; tryNumber += 1) {
    const opened = await connections.open(endpoint, options).catch((error: unknown) => {
      if (isCancelled(error) || !(error instanceof SshConnectError)) throw error;
      if (tryNumber >= tries) throw notReady(endpoint.name, 'ssh', [error.message]);
      return null;
    });
    if (opened === null) continue;
    try {
      return await work(opened.session);
    } catch (error) {
      if (!(error instanceof SshConnectError)) throw error;
      if (!opened.isReused) throw notReady(endpoint.name, 'ssh', [error.message]);
    } finally {
      opened.session.close();
    }
  }
}

async function reachPeers(
  session: SshSession,
  node: string,
  wanted: { readonly hostsFile: string; readonly peers: readonly string[]; readonly signal: AbortSignal },
): Promise<readonly PeerProof[]> {
  const words = [Buffer.from(wanted.hostsFile).toString('base64'), ...wanted.peers];
  if (!words.every((word) => /^[A-Za-z0-9+/=.-]+$/.test(word)))
    throw new Error(`not a node name in ${wanted.peers.join(' ')}`);
  const { exitCode, stdout, stderr } = await session.exec(`sh -s -- ${words.join(' ')}`, {
    signal: wanted.signal,
    timeoutMs: peersMs,
    input: peersScript,
  });
  if (exitCode !== 0) {
    const evidence = stderr.trim().split('\n').slice(-10);
    throw new LabError('guest-command-failed', `cannot ask the peers of ${node}`, {
      params: { node, exitCode },
      evidence,
    });
  }
  return parsePeers(stdout, wanted.peers);
}

interface Surroundings {
  readonly clock: Clock;
  readonly timings: GuestTimings;
  readonly connections: Connections;
}

/**
 * The real guests. `waitUntilReady` ends with a proof, with `host-key-mismatch`, or with `node-not-ready` once its watch on the
 * guest has a verdict: off, panic, emergency shell, or nothing said for `stallMs`.
 */
export function createGuests(clock: Clock, timings: GuestTimings): Guests {
  return guestsOver({ clock, timings, connections: createSingleUse(openSession) });
}

/** Nobody waits long for these: whoever asks for them asks again, or is told at once. */
const impatient: Patience = { tries: 1, greetingTimeoutMs: vitalsGreetingMs };

/** A guest that was halted answers soon, or not at all; the computer it is on has much to do at that moment. */
const awakening: Patience = { tries: 3, greetingTimeoutMs: vitalsGreetingMs };

function guestsOver(surroundings: Surroundings): Guests {
  const { clock, timings, connections } = surroundings;
  return {
    waitUntilReady: async (endpoint, expected, options) =>
      waitUntilReady(endpoint, { expected, options, surroundings }),
    reachPeers: async (endpoint, wanted, { signal }) =>
      withSession(connections, endpoint, {
        signal,
        work: async (session) => reachPeers(session, endpoint.name, { ...wanted, signal }),
      }),
    run: async (endpoint, command, options) =>
      withSession(connections, endpoint, {
        signal: options.signal,
        work: async (session) => session.exec(command, options),
      }),
    checkClock: async (endpoint, { signal }) =>
      checkClock(
        { clock, visit: async (work) => withSession(connections, endpoint, { signal, work, patience: awakening }) },
        endpoint.name,
        signal,
      ),
    followVitals: async (endpoint, options) =>
      withSession(connections, endpoint, {
        signal: options.signal,
        work: async (session) => followVitals(session, endpoint.name, options),
        patience: impatient,
      }),
    storeFile: async (endpoint, file, { signal }) =>
      withSession(connections, endpoint, {
        signal,
        work: async (session) => storeFile(await session.openFiles(), endpoint.name, { file, signal }),
        patience: impatient,
      }),
    watchBase: async (serialLogPath, isRunning, options) =>
      watchBase({ serialLogPath, isRunning, clock, stallMs: timings.stallMs }, options),
    keepConnections: () => {
      const kept = createKept(openSession);
      return { ...guestsOver({ ...surroundings, connections: kept }), close: () => kept.closeAll() };
    },
  };
}
