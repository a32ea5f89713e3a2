import { CancelledError, LabError } from '../../src-main/domain/failure.ts';
import type { HypervisorDriver } from '../../src-main/hypervisors/driver.ts';
import type { LabDeps } from '../../src-main/labs/context.ts';
import type { GuestPort } from '../../src-main/labs/ports.ts';
import type { FakeClock } from '../fakes/fake-clock.ts';
import type { FaultId, Point } from './faults.ts';
import { asOthers, withoutIds } from './file-points.ts';
import type { Injector } from './injector.ts';

/** How long a silent program or guest is waited for, by the clock of the case. */
const patienceMs = 600_000;
const jumpMs = 5 * 3_600_000;

export interface StrikingParts {
  readonly injector: Injector;
  readonly clock: FakeClock;
}

/** The clock of the computer jumps. */
export function jump(clock: FakeClock, fault: 'clock-forward' | 'clock-back'): void {
  clock.advance(fault === 'clock-forward' ? jumpMs : -jumpMs);
}

interface StruckCall {
  readonly point: Point;
  readonly effect: () => Promise<unknown>;
  /** What the caller is told when it went wrong. */
  readonly failed: (reason: 'failed' | 'silent' | 'rubbish' | 'disk-full') => Error;
}

function waitForCancel({ user }: Injector): Promise<never> {
  user.abort();
  return Promise.reject(new CancelledError());
}

async function carryOut({ injector, clock }: StrikingParts, fault: FaultId | null, call: StruckCall): Promise<unknown> {
  const { effect, failed } = call;
  switch (fault) {
    case 'fails':
      throw failed('failed');
    case 'hangs':
      await clock.sleep(patienceMs, injector.user.signal);
      throw failed('silent');
    case 'cancelled':
      return waitForCancel(injector);
    case 'rubbish':
      if (call.point.kind !== 'ask') await effect();
      throw failed('rubbish');
    case 'late':
      await effect();
      await clock.sleep(patienceMs, injector.user.signal);
      throw failed('silent');
    case 'disk-full':
      throw failed('disk-full');
    case 'clock-forward':
    case 'clock-back':
      jump(clock, fault);
      return effect();
    default:
      return effect();
  }
}

type Method = (...args: readonly unknown[]) => unknown;

interface Struck {
  readonly names: readonly string[];
  readonly pointOf: (name: string, args: readonly unknown[]) => Point;
  readonly failed: (name: string, args: readonly unknown[]) => StruckCall['failed'];
  /** What stands for an answer where the method never throws. */
  readonly instead?: (name: string, args: readonly unknown[]) => unknown;
}

/** `target` with faults at its methods. */
function withFaults<T extends object>(target: T, parts: StrikingParts, struck: Struck): T {
  return new Proxy(target, {
    get: (object, key) => {
      const member: unknown = Reflect.get(object, key, object);
      if (typeof member !== 'function' || typeof key !== 'string' || !struck.names.includes(key)) return member;
      const method: Method = async (...args) => {
        const point = struck.pointOf(key, args);
        const fault = parts.injector.reach(point);
        const effect = async (): Promise<unknown> =>
          asOthers(() => Reflect.apply(member, object, args) as Promise<unknown>);
        const failed = struck.failed(key, args);
        try {
          const answer = await carryOut(parts, fault, { point, effect, failed });
          // What is answered to an app that ended meanwhile nobody hears.
          if (parts.injector.isEnded()) parts.injector.reach(point);
          return answer;
        } catch (error) {
          const instead = fault === null || error instanceof CancelledError ? undefined : struck.instead?.(key, args);
          if (instead === undefined) throw error;
          return instead;
        }
      };
      return method;
    },
  });
}

const asking = ['inspect', 'inspectAll', 'listSnapshots'];
const acting = [
  'createBase',
  'sealBase',
  'createNode',
  'deleteVm',
  'releaseVm',
  'adoptVm',
  'createSharedDisk',
  'start',
  'requestStop',
  'forceStop',
  'saveState',
  'takeSnapshot',
  'restoreSnapshot',
  'deleteSnapshot',
  'setSshPort',
  'setCable',
  'ensureNetwork',
  'releaseNetwork',
];

function nameOf(args: readonly unknown[]): string {
  const [first] = args;
  if (typeof first !== 'object' || first === null) return '';
  const ref: unknown = 'ref' in first ? first.ref : first;
  return typeof ref === 'object' && ref !== null && 'name' in ref ? withoutIds(String(ref.name)) : '*';
}

function toolError(reason: Parameters<StruckCall['failed']>[0]): Error {
  const program = 'fake-hypervisor';
  if (reason === 'silent') return new LabError('command-timeout', 'no answer, injected', { params: { program } });
  if (reason === 'disk-full') return new LabError('disk-full', 'no space, injected', { params: { path: '/' } });
  const params = { program, exitCode: 1 };
  return new LabError('command-failed', `${reason}, injected`, { params, evidence: ['injected'] });
}

/** An inspection never throws: what did not answer is unknown. */
function unknownState(name: string, [first]: readonly unknown[]): unknown {
  const unknown = { state: 'unknown', reasons: ['injected'] };
  if (name === 'inspect') return unknown;
  if (name !== 'inspectAll' || !Array.isArray(first)) return undefined;
  return new Map(first.map((ref: { readonly vmId: string }) => [ref.vmId, unknown]));
}

/** The driver, each of whose calls is a point. */
export function withDriverFaults(driver: HypervisorDriver, parts: StrikingParts): HypervisorDriver {
  return withFaults(driver, parts, {
    names: [...asking, ...acting],
    pointOf: (name, args) => ({ kind: asking.includes(name) ? 'ask' : 'act', what: `${name} ${nameOf(args)}` }),
    failed: () => toolError,
    instead: unknownState,
  });
}

/** What a guest does without being asked is not the app's. */
const guestMethods = ['waitUntilReady', 'reachPeers', 'run', 'checkClock', 'watchBase'];

/** The guests, each conversation with one a point. */
export function withGuestFaults(guests: LabDeps['guests'], parts: StrikingParts): LabDeps['guests'] {
  return {
    ...conversations(guests, parts),
    keepConnections: () => {
      const kept = guests.keepConnections();
      return { ...conversations(kept, parts), close: kept.close };
    },
  };
}

function conversations<T extends GuestPort>(guests: T, parts: StrikingParts): T {
  return withFaults(guests, parts, {
    names: guestMethods,
    pointOf: (name, args) => ({ kind: 'guest', what: name === 'watchBase' ? name : `${name} ${nameOf(args)}` }),
    failed:
      (name, args) =>
      (reason): Error => {
        const node = nameOf(args);
        if (name === 'watchBase')
          return new LabError('guest-setup-failed', `${reason}, injected`, { params: { step: 'x' } });
        if (reason === 'rubbish')
          return new LabError('guest-command-failed', 'rubbish, injected', { params: { node, exitCode: 1 } });
        return new LabError('node-not-ready', `${reason}, injected`, { params: { node, requirement: 'ssh' } });
      },
  });
}
