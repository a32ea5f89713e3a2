import { CancelledError } from '../../src-main/domain/failure.ts';
import type { CommandResult, CommandRunner, CommandSpec } from '../../src-main/process/command.ts';
import { toCommandError } from '../../src-main/process/command-failure.ts';
import type { FaultId, Point } from './faults.ts';
import { asOthers, withoutIds } from './file-points.ts';
import type { StrikingParts } from './struck-calls.ts';
import { jump } from './struck-calls.ts';

const rubbish = '!%&/()=?';

/** Name of what a program is run for: its verb, and the file or VM it is about. */
function pointOf({ program, args }: CommandSpec): Point {
  const [verb = ''] = args;
  const isImageTool = program.endsWith('qemu-img');
  const name = args.find((arg) => arg.startsWith('guest=')) ?? args.at(-1) ?? '';
  const what = withoutIds(
    `${program.split('/').at(-1) ?? ''} ${isImageTool ? verb : ''} ${name.split('/').slice(-2).join('/')}`,
  );
  return { kind: isImageTool && verb === 'info' ? 'ask' : 'act', what };
}

/** Real programs, each run of one a point. What they do to files is theirs. */
export function withProgramFaults(runner: CommandRunner, parts: StrikingParts): CommandRunner {
  const { injector, clock } = parts;
  const reach = (spec: CommandSpec): FaultId | null => {
    const fault = injector.reach(pointOf(spec));
    if (fault === 'clock-forward' || fault === 'clock-back') jump(clock, fault);
    return fault;
  };
  const failed = (spec: CommandSpec, stderr: string): Error =>
    toCommandError('exit-code', spec, { exitCode: 1, stdout: '', stderr });
  return {
    run: async (spec, options): Promise<CommandResult> => {
      const fault = reach(spec);
      const run = (): Promise<CommandResult> => asOthers(() => runner.run(spec, options));
      const isPatient = spec.timeoutMs === null;
      switch (fault) {
        case 'fails':
          throw failed(spec, 'injected');
        case 'disk-full':
          throw failed(spec, 'injected: No space left on device');
        case 'hangs':
        case 'cancelled':
        case 'late':
          if (fault === 'late') await run();
          // Without a time-out nothing but the user ends it.
          if (fault === 'cancelled' || isPatient) {
            injector.user.abort();
            throw new CancelledError();
          }
          throw toCommandError('timeout', spec, { exitCode: null, stdout: '', stderr: '' });
        case 'rubbish':
          return { ...(await run()), stdout: rubbish, stderr: rubbish };
        default: {
          const result = await run();
          // What is answered to an app that ended meanwhile nobody hears.
          if (injector.isEnded()) injector.reach(pointOf(spec));
          return result;
        }
      }
    },
    startDetached: async (spec, logPath) => {
      const fault = reach(spec);
      const start = (changed: CommandSpec): ReturnType<CommandRunner['startDetached']> =>
        asOthers(() => runner.startDetached(changed, logPath));
      switch (fault) {
        case 'fails':
        case 'disk-full':
        case 'rubbish':
          return start({ ...spec, args: ['-nonsense'] });
        case 'hangs':
        case 'late':
          // It runs and never says a word.
          return start({ program: 'sleep', args: ['600'] });
        case 'cancelled':
          injector.user.abort();
          return start({ program: 'sleep', args: ['600'] });
        default:
          return start(spec);
      }
    },
  };
}
