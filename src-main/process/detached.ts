import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { open } from 'node:fs/promises';

import type { PlatformId } from '../platform/platform-id.ts';
import { usableFolder } from '../platform/usable-folder.ts';
import { toStartError } from './command-failure.ts';
import type { CommandRunner, CommandSpec, ProcessIdentity } from './command.ts';
import { readIdentity } from './process-identity.ts';
import { resolveProgram } from './resolve-program.ts';

/** Equal to no real start time: the process was gone before it could be asked. */
const endedBeforeAsked = 'ended';

/** Where a detached program runs. */
export interface DetachedOptions {
  /** Created with mode 0600 when it is not there; appended to. */
  readonly logPath: string;
  readonly env: Readonly<Record<string, string>>;
  readonly platformId: PlatformId;
  /** Asks the system for the start time. */
  readonly runner: CommandRunner;
}

/** Starts a program in a session of its own; neither the end of this app nor Ctrl-C in its terminal reaches it. */
export async function startDetached(spec: CommandSpec, options: DetachedOptions): Promise<ProcessIdentity> {
  const program = await resolveProgram(spec, options);
  const log = await open(options.logPath, 'a', 0o600);
  try {
    const child = spawn(program, [...spec.args], {
      env: { ...options.env },
      cwd: spec.cwd ?? usableFolder(),
      stdio: [spec.input === undefined ? 'ignore' : 'pipe', log.fd, log.fd],
      detached: true,
      windowsHide: true,
    });
    await untilStarted(child, spec);
    child.unref();
    return await identify(child, options);
  } finally {
    await log.close();
  }
}

async function untilStarted(child: ChildProcess, spec: CommandSpec): Promise<void> {
  try {
    await once(child, 'spawn');
  } catch (error) {
    throw await toStartError(spec, error);
  }
  if (child.stdin === null) return;
  // A program that ends without reading its input is no fault of ours; its log tells why.
  child.stdin.on('error', () => child.stdin?.destroy());
  child.stdin.end(spec.input);
}

async function identify(child: ChildProcess, { platformId, runner }: DetachedOptions): Promise<ProcessIdentity> {
  const pid = child.pid;
  if (pid === undefined) throw new Error('a started program has no pid');
  return (await readIdentity(pid, { platformId, runner })) ?? { pid, startTime: endedBeforeAsked };
}
