import type { Clock } from '../../platform/clock.ts';
import type { Logger } from '../../platform/logger.ts';
import type { CommandLine, CommandRunner } from '../../process/command.ts';
import { retryTransient } from '../../process/retry.ts';
import type { ParallelsTool, ToolCall } from './argv.ts';
import { isStarting, isSynchronizing, toLabError } from './failures.ts';
import type { Subject } from './failures.ts';

/** Where the programs are. */
export type ToolPaths = Readonly<Record<ParallelsTool, string>>;

/** Parallels' programs, as this driver uses them. */
export interface ParallelsTools {
  /** Runs to the end and gives stdout. Throws `CommandError` or `CancelledError`; known passing failures are tried again. */
  run(call: ToolCall, signal: AbortSignal): Promise<string>;
  /** The same, with a `LabError` about the subject. */
  runFor(subject: Subject, call: ToolCall, signal: AbortSignal): Promise<string>;
  /** The call as a user would type it. */
  line(call: ToolCall): CommandLine;
}

export interface ToolsSetup {
  readonly runner: Pick<CommandRunner, 'run'>;
  readonly paths: ToolPaths;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** docker-machine-parallels waits for Parallels' service this way. */
const startingDelaysMs = [2000, 2000, 2000, 2000, 2000];
/** vagrant-parallels. */
const synchronizingDelaysMs = [2000, 2000];
/** Said by prlctl's sources before anything that failed; whether it always exits with another code than 0 was never seen. */
const errorPattern = /^(?:Failed to |Unable to |Error: )/;

/** Every call goes through here. */
export function createParallelsTools({ runner, paths, clock, logger }: ToolsSetup): ParallelsTools {
  const line = ({ tool, args }: ToolCall): CommandLine => ({ program: paths[tool], args });
  async function run(call: ToolCall, signal: AbortSignal): Promise<string> {
    const { timeoutMs } = call;
    const spec = { ...line(call), errorPattern, ...(timeoutMs === undefined ? {} : { timeoutMs }) };
    const once = async (): Promise<string> => (await runner.run(spec, { signal })).stdout;
    const common = { clock, signal, logger };
    const settled = (): Promise<string> =>
      retryTransient(once, { ...common, isTransient: isSynchronizing, delaysMs: synchronizingDelaysMs });
    return retryTransient(settled, { ...common, isTransient: isStarting, delaysMs: startingDelaysMs });
  }
  return {
    run,
    runFor: async (subject, call, signal) => {
      try {
        return await run(call, signal);
      } catch (error) {
        throw toLabError(error, subject);
      }
    },
    line,
  };
}
