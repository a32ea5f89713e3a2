import { setTimeout as wait } from 'node:timers/promises';
import { basename } from 'node:path';
import { CancelledError, throwIfCancelled } from '../../../src-main/domain/failure.ts';
import { CommandError } from '../../../src-main/process/command.ts';
import type { CommandResult, CommandRunner, CommandSpec } from '../../../src-main/process/command.ts';
import { recordCommand } from '../../../src-main/process/trace.ts';
import { Refusal, refused } from './answer.ts';
import type { Answer } from './answer.ts';
import { carryOut } from './faults.ts';
import type { Fault, Outcome } from './faults.ts';
import { prlDiskTool } from './prl-disk-tool.ts';
import { prlctl } from './prlctl.ts';
import { prlsrvctl } from './prlsrvctl.ts';
import { newWorld, World } from './world.ts';

/** Carries out one call of one of the three programs. */
export function perform(world: World, tool: string, args: readonly string[]): Answer {
  try {
    switch (tool) {
      case 'prlctl':
        return prlctl(world, args);
      case 'prlsrvctl':
        return prlsrvctl(world, args);
      case 'prl_disk_tool':
        return prlDiskTool(args);
      default:
        return refused(`no program ${tool}`);
    }
  } catch (error) {
    if (error instanceof Refusal) return refused(error.message);
    throw error;
  }
}

/** A Mac with Parallels in this process: the same programs, without starting any. */
export interface SimulatedParallels extends Pick<CommandRunner, 'run'> {
  readonly world: World;
  /** Every call as one line, in order. */
  readonly calls: readonly string[];
  /** From now on calls go wrong this way; the first fault that matches counts. */
  inject(fault: Fault): void;
  /** Everything works again. */
  heal(): void;
}

interface Injected extends Fault {
  left: number;
}

/** `delayMs`: how long each call takes, half of it before it does something and half after; default 0. */
export function createSimulatedParallels(world = new World(newWorld()), delayMs = 0): SimulatedParallels {
  const calls: string[] = [];
  const faults: Injected[] = [];

  function outcomeOf(line: string, run: () => Answer): Outcome {
    const fault = faults.find(({ left, matches }) => left > 0 && matches(line));
    if (fault === undefined) return { kind: 'answer', answer: run() };
    fault.left -= 1;
    return carryOut(fault, run);
  }

  async function pause(signal: AbortSignal): Promise<void> {
    if (delayMs > 0) await wait(delayMs / 2);
    if (signal.aborted) throw new CancelledError();
  }

  return {
    world,
    calls,
    inject: (fault) => {
      faults.push({ ...fault, left: fault.times ?? Number.POSITIVE_INFINITY });
    },
    heal: () => {
      faults.length = 0;
    },
    run: async (spec, { signal }) => {
      throwIfCancelled(signal);
      const tool = basename(spec.program);
      const line = [tool, ...spec.args].join(' ');
      calls.push(line);
      await pause(signal);
      const outcome = outcomeOf(line, () => perform(world, tool, spec.args));
      await pause(signal);
      recordCommand({ line, exitCode: outcome.kind === 'answer' ? outcome.answer.exitCode : null, durationMs: 0 });
      return toResult(spec, outcome);
    },
  };
}

/** As `process/runner.ts` does it. A call without an answer takes no time here: its limit is over at once. */
function toResult(spec: CommandSpec, outcome: Outcome): CommandResult {
  const command = { program: spec.program, args: spec.args };
  if (outcome.kind === 'silence') {
    if (spec.timeoutMs === null) throw new Error(`${command.args.join(' ')} may hang for ever`);
    throw new CommandError('timeout', { command, exitCode: null, stdout: '', stderr: '' });
  }
  const { exitCode, stdout, stderr } = outcome.answer;
  if (exitCode !== 0) throw new CommandError('exit-code', { command, exitCode, stdout, stderr });
  if (stderr.split('\n').some((text) => spec.errorPattern?.test(text) === true))
    throw new CommandError('output', { command, exitCode, stdout, stderr });
  return { exitCode, stdout, stderr, durationMs: 0 };
}
