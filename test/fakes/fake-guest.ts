import { appendFile, readFile } from 'node:fs/promises';
import { LabError, throwIfCancelled } from '../../src-main/domain/failure.ts';
import type { NodeProof, PeerProof } from '../../src-main/domain/node-proof.ts';
import type { GuestEndpoint, GuestPort } from '../../src-main/labs/ports.ts';
import type { Clock } from '../../src-main/platform/clock.ts';
import type { FakeControls, FakeGuest } from './fake-driver.ts';
import { storeFile } from '../../src-main/guest/store-file.ts';
import { createFakeFiles, type FakeFiles } from './fake-files.ts';
import { followFakeVitals, type FakeVitals } from './fake-vitals.ts';

type CommandAnswer = Awaited<ReturnType<GuestPort['run']>>;
type ReadyArguments = Parameters<GuestPort['waitUntilReady']>;

/** A failure to come; without `node` for whichever node asks first (`watchBase` has none). */
export interface FakeGuestFailure {
  readonly method: keyof GuestPort;
  readonly node?: string;
  readonly error: Error;
}

export interface FakeGuestsOptions {
  /** The fake whose running VMs these guests are in. */
  readonly driver: Pick<FakeControls, 'guests' | 'powerOffInside'>;
  readonly clock: Clock;
  /** From power-on to a ready node, and from power-on to a prepared base; default 0. */
  readonly bootMs?: number;
  /** What a command prints; default: nothing, exit code 0. */
  readonly answer?: (node: string, command: string) => CommandAnswer;
  /** How far ahead the clock of a node is; default: not at all. */
  readonly skewSeconds?: (node: string) => number;
  /** How they are; default: idle. */
  readonly vitals?: (node: string) => FakeVitals;
}

/** How a test steers the guests. */
export interface FakeGuestControls {
  /** Commands run on nodes, in order. */
  readonly commands: readonly { readonly node: string; readonly command: string }[];
  /** Nodes whose clock was looked at, in order. */
  readonly clockChecks: readonly string[];
  failNext(failure: FakeGuestFailure): void;
  /** What lies in the home of a node's user. */
  files(node: string): FakeFiles;
  /** From now on this node shows another host key than the one made for it. */
  forgeHostKey(node: string): void;
}

/** How long a guest that does not answer is waited for, by the clock of the test. */
const patienceMs = 600_000;

interface Guests {
  readonly options: FakeGuestsOptions;
  readonly failures: FakeGuestFailure[];
  readonly forged: Set<string>;
  readonly files: Map<string, FakeFiles>;
}

function guestFiles({ files }: Guests, node: string): FakeFiles {
  const found = files.get(node) ?? createFakeFiles();
  files.set(node, found);
  return found;
}

function takeFailure(guests: Guests, method: keyof GuestPort, node: string | null): void {
  const index = guests.failures.findIndex(
    (failure) => failure.method === method && (failure.node === undefined || failure.node === node),
  );
  const [failure] = index === -1 ? [] : guests.failures.splice(index, 1);
  if (failure !== undefined) throw failure.error;
}

function hasCable(guest: FakeGuest, kind: 'nat' | 'internal'): boolean {
  return guest.adapters.some((adapter) => adapter.kind === kind && adapter.cableConnected);
}

function notReady(endpoint: GuestEndpoint, requirement: string): LabError {
  return new LabError('node-not-ready', `${endpoint.name} is not ready: ${requirement}`, {
    params: { node: endpoint.name, requirement },
  });
}

/** The guest that answers at the endpoint's port, or null. Throws `host-key-mismatch` when it is another. */
function findGuest({ options, forged }: Guests, endpoint: GuestEndpoint): FakeGuest | null {
  const { name, port } = endpoint;
  const guest = options.driver.guests().find(({ sshPort }) => sshPort === port);
  if (guest === undefined || !hasCable(guest, 'nat')) return null;
  if (guest.name === name && !forged.has(name)) return guest;
  throw new LabError('host-key-mismatch', `another host key at port ${port}`, { params: { node: name, port } });
}

async function waitForGuest(guests: Guests, ...[endpoint, expected, { signal }]: ReadyArguments): Promise<FakeGuest> {
  const { clock, bootMs = 0 } = guests.options;
  const start = clock.now();
  if (bootMs > 0) await clock.sleep(bootMs, signal);
  for (;;) {
    throwIfCancelled(signal);
    if (!(await expected.isRunning())) throw notReady(endpoint, 'running');
    const guest = findGuest(guests, endpoint);
    if (guest !== null) return guest;
    if (clock.now() - start > patienceMs) throw notReady(endpoint, 'ssh');
    await clock.sleep(1000, signal);
  }
}

function bootIdOf({ boots, vmId }: Pick<FakeGuest, 'boots' | 'vmId'>): string {
  return `boot-${boots}-of-${vmId}`;
}

async function waitUntilReady(guests: Guests, ...args: ReadyArguments): Promise<NodeProof> {
  const [endpoint, expected, { report }] = args;
  takeFailure(guests, 'waitUntilReady', endpoint.name);
  const guest = await waitForGuest(guests, ...args);
  const lab = guest.adapters.find(({ mac }) => mac === expected.labMac);
  if (lab === undefined || (expected.isOnLabNetwork && !lab.cableConnected)) throw notReady(endpoint, 'lab-address');
  report(1);
  return {
    hostname: guest.name,
    addresses: ['10.0.2.15', ...(lab.cableConnected ? [expected.address] : [])],
    bootId: bootIdOf(guest),
    cloudInit: 'done',
    peers: [],
    provenAt: new Date(guests.options.clock.now()).toISOString(),
  };
}

function needGuest(guests: Guests, endpoint: GuestEndpoint): FakeGuest {
  const guest = findGuest(guests, endpoint);
  if (guest === null) throw notReady(endpoint, 'ssh');
  return guest;
}

/** Name of the internal network the guest is plugged into, or null. */
function networkOf(guest: FakeGuest): string | null {
  const adapter = guest.adapters.find(({ kind }) => kind === 'internal');
  return adapter?.cableConnected === true ? adapter.networkName : null;
}

function askPeer({ options }: Guests, guest: FakeGuest, name: string): PeerProof {
  const network = networkOf(guest);
  const peers = network === null ? [] : options.driver.guests().filter((other) => networkOf(other) === network);
  const reachable = peers.some((other) => other.name === name);
  return { name, reachable, roundTripMs: reachable ? 0.5 : null };
}

async function saysReady(serialLogPath: string): Promise<boolean> {
  try {
    return (await readFile(serialLogPath, 'utf8')).includes('BDL-BASE ready');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
    throw error;
  }
}

async function watchBase(guests: Guests, ...args: Parameters<GuestPort['watchBase']>): Promise<void> {
  const [serialLogPath, isRunning, { signal, report }] = args;
  const { driver, clock, bootMs = 0 } = guests.options;
  if (bootMs > 0) await clock.sleep(bootMs, signal);
  throwIfCancelled(signal);
  const guest = driver.guests().find((candidate) => candidate.serialLogPath === serialLogPath);
  if (guest === undefined || !(await isRunning())) {
    if (await saysReady(serialLogPath)) return;
    throw new LabError('guest-setup-failed', 'the base ended before it was ready', { params: { step: 'start' } });
  }
  failBase(guests, guest);
  // The words of the preparation script, for those who read the log after a crash.
  await appendFile(serialLogPath, '\r\nBDL-BASE ready\r\n');
  report(1);
  driver.powerOffInside(guest.vmId);
}

/** A preparation that fails powers the base off; anything else, as a crash of the app, leaves it running. */
function failBase(guests: Guests, guest: FakeGuest): void {
  try {
    takeFailure(guests, 'watchBase', null);
  } catch (error) {
    if (error instanceof LabError) guests.options.driver.powerOffInside(guest.vmId);
    throw error;
  }
}

/** Stands in for what labs reach over SSH: the guests of a fake driver's running VMs. */
export function createFakeGuests(options: FakeGuestsOptions): GuestPort & FakeGuestControls {
  const guests: Guests = { options, failures: [], forged: new Set(), files: new Map() };
  const commands: { readonly node: string; readonly command: string }[] = [];
  const clockChecks: string[] = [];
  const port: GuestPort & FakeGuestControls = {
    commands,
    clockChecks,
    failNext: (failure) => {
      guests.failures.push(failure);
    },
    forgeHostKey: (node) => {
      guests.forged.add(node);
    },
    waitUntilReady: (...args) => waitUntilReady(guests, ...args),
    reachPeers: async (endpoint, { peers }, { signal }) => {
      throwIfCancelled(signal);
      takeFailure(guests, 'reachPeers', endpoint.name);
      const guest = needGuest(guests, endpoint);
      return Promise.resolve(peers.map((name) => askPeer(guests, guest, name)));
    },
    run: async (endpoint, command, { signal }) => {
      throwIfCancelled(signal);
      takeFailure(guests, 'run', endpoint.name);
      const { name } = needGuest(guests, endpoint);
      commands.push({ node: name, command });
      const silence: CommandAnswer = { exitCode: 0, stdout: '', stderr: '' };
      return Promise.resolve(options.answer?.(name, command) ?? silence);
    },
    checkClock: async (endpoint, { signal }) => {
      throwIfCancelled(signal);
      takeFailure(guests, 'checkClock', endpoint.name);
      const { name, boots, vmId } = needGuest(guests, endpoint);
      clockChecks.push(name);
      const skewSeconds = options.skewSeconds?.(name) ?? 0;
      return Promise.resolve({ skewSeconds, wasSet: Math.abs(skewSeconds) > 2, bootId: bootIdOf({ boots, vmId }) });
    },
    followVitals: async (endpoint, call) =>
      followFakeVitals({
        ...call,
        clock: options.clock,
        vitals: options.vitals?.(endpoint.name) ?? {},
        look: () => {
          takeFailure(guests, 'followVitals', endpoint.name);
          needGuest(guests, endpoint);
        },
      }),
    files: (node) => guestFiles(guests, node),
    storeFile: async (endpoint, file, { signal }) => {
      takeFailure(guests, 'storeFile', endpoint.name);
      needGuest(guests, endpoint);
      return storeFile(guestFiles(guests, endpoint.name), endpoint.name, { file, signal });
    },
    watchBase: (...args) => watchBase(guests, ...args),
    keepConnections: () => ({ ...port, close: () => undefined }),
  };
  return port;
}
