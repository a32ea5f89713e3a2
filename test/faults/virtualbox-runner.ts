import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { CancelledError } from '../../src-main/domain/failure.ts';
import {
  CommandError,
  type CommandResult,
  type CommandRunner,
  type CommandSpec,
} from '../../src-main/process/command.ts';
import type { FaultId, Point } from './faults.ts';
import { asOthers, withoutIds } from './file-points.ts';
import { refusal } from './virtualbox-power.ts';
import { jump, type StrikingParts } from './struck-calls.ts';

type Run = CommandRunner['run'];

const asking = ['list', 'showvminfo', 'showmediuminfo', 'getextradata', '--version'];
/** Holds the server of VirtualBox while others work, and changes nothing: no point of its own. */
function isKeeper({ args }: CommandSpec): boolean {
  return args[0] === 'guestproperty' && args[1] === 'wait';
}

const rubbish = '\u0000\u0007{[ %s (null)\n';

/** A call without ids, paths and numbers: the same in every run. */
function pointOf({ args }: CommandSpec): Point {
  const [verb = ''] = args;
  const words = args.filter((word) => /^[a-z-]+\d?$/.test(word));
  return { kind: asking.includes(verb) ? 'ask' : 'act', what: withoutIds(words.join(' ')) };
}

function silence({ program, args }: CommandSpec): CommandError {
  return new CommandError('timeout', { command: { program, args }, exitCode: null, stdout: '', stderr: '' });
}

interface Struck {
  readonly fault: FaultId | null;
  readonly spec: CommandSpec;
  readonly effect: () => Promise<CommandResult>;
}

/** The real program, killed after a moment: sooner or later in its work, or just after it. */
async function killHalfway(spec: CommandSpec, afterMs: number): Promise<never> {
  const child = spawn(spec.program, [...spec.args], { stdio: 'ignore' });
  const ended = once(child, 'exit');
  await Promise.race([ended, sleep(afterMs)]);
  child.kill('SIGKILL');
  await ended;
  const { program, args } = spec;
  throw new CommandError('signal', { command: { program, args }, exitCode: null, stdout: '', stderr: '' });
}

async function carryOut(
  parts: StrikingParts & { readonly killAfterMs: number },
  struck: Struck,
): Promise<CommandResult> {
  const { fault, spec, effect } = struck;
  switch (fault) {
    case 'fails':
      throw refusal(spec, 'Something went wrong (injected)');
    case 'hangs':
      throw silence(spec);
    case 'cancelled':
      parts.injector.user.abort();
      throw new CancelledError();
    case 'late':
      await effect();
      throw silence(spec);
    case 'rubbish':
      return { ...(await effect()), stdout: rubbish };
    case 'child-killed':
      // What starts a VM is not really run here: for it, nothing was done.
      return spec.args[0] === 'startvm' || spec.args[0] === 'controlvm'
        ? Promise.reject(silence(spec))
        : killHalfway(spec, parts.killAfterMs);
    case 'disk-full':
      throw refusal(spec, 'Could not write: VERR_DISK_FULL (injected)');
    case 'clock-forward':
    case 'clock-back':
      jump(parts.clock, fault);
      return effect();
    default:
      return effect();
  }
}

const underWay = new Set<Promise<unknown>>();

function track<T>(work: Promise<T>): Promise<T> {
  const noted: Promise<unknown> = work.then(
    () => underWay.delete(noted),
    () => underWay.delete(noted),
  );
  underWay.add(noted);
  return work;
}

/** Waits for programs that an app has left running. */
export async function settleCommands(): Promise<void> {
  while (underWay.size > 0) await Promise.all(underWay);
}

/** Real programs, each run of one a point. */
export function withCommandFaults(real: Run, parts: StrikingParts & { readonly killAfterMs: number }): Run {
  return async (spec, options) => {
    if (isKeeper(spec)) return track(asOthers(() => real(spec, options)));
    const point = pointOf(spec);
    const fault = parts.injector.reach(point);
    // What was begun goes on without its app.
    const effect = (): Promise<CommandResult> => track(asOthers(() => real(spec, options)));
    const result = await carryOut(parts, { fault, spec, effect });
    // What is answered to an app that ended meanwhile nobody hears.
    if (parts.injector.isEnded()) parts.injector.reach(point);
    return result;
  };
}
