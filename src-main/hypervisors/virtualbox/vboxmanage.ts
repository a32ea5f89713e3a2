import type { CommandLine, CommandResult, CommandRunner } from '../../process/command.ts';
import { retryTransient } from '../../process/retry.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Logger } from '../../platform/logger.ts';
import type { Argv } from './argv.ts';
import { isTransient } from './failures.ts';

/** How one call may go. */
export interface VBoxCall {
  readonly signal: AbortSignal;
  /** Default 180 000; `null` for calls that copy data. */
  readonly timeoutMs?: number | null;
  /** Error lines are no failure: listings print one for each VM of the user that cannot be read, and go on. */
  readonly toleratesErrorLines?: boolean;
}

/** VBoxManage, as this driver uses it. */
export interface VBoxManage {
  /** Runs to the end; throws `CommandError` or `CancelledError`. A call that met a lock is tried again a few times. */
  run(args: Argv, call: VBoxCall): Promise<CommandResult>;
  /** Runs the program that runs VMs, which is installed beside it. */
  runHeadless(args: Argv, call: Pick<VBoxCall, 'signal'>): Promise<CommandResult>;
  /** The call as a user would type it. */
  line(args: Argv): CommandLine;
}

export interface VBoxManageSetup {
  readonly runner: Pick<CommandRunner, 'run'>;
  readonly program: string;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** VBoxManage exits with 0 after some errors (`discardstate` of a VM that is not saved, 7.2.22): their line tells. */
const errorPattern = /^VBoxManage(?:\.exe)?: error:/m;
/** A session is closed within about a second after its VM ended. */
const headlessTimeoutMs = 60_000;
/** Answers come in a second; on a computer busy with much else, the start of VirtualBox's server alone took a minute (7.2.22). */
const answerTimeoutMs = 180_000;
const retryDelaysMs = [250, 500, 1000, 2000];

/** Every call to the program goes through here. */
export function createVBoxManage({ runner, program, clock, logger }: VBoxManageSetup): VBoxManage {
  return {
    run: (args, call) => {
      const spec = {
        program,
        args,
        timeoutMs: call.timeoutMs === undefined ? answerTimeoutMs : call.timeoutMs,
        ...(call.toleratesErrorLines === true ? {} : { errorPattern }),
      };
      const once = (): Promise<CommandResult> => runner.run(spec, { signal: call.signal });
      return retryTransient(once, { isTransient, delaysMs: retryDelaysMs, clock, signal: call.signal, logger });
    },
    runHeadless: (args, { signal }) => {
      const headless = program.replace(/VBoxManage(?=(?:\.exe)?$)/, 'VBoxHeadless');
      return runner.run({ program: headless, args, timeoutMs: headlessTimeoutMs }, { signal });
    },
    line: (args) => ({ program, args }),
  };
}
