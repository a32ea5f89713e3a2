import { Readable } from 'node:stream';
import type { IPty, spawn } from 'node-pty';
import { LabError } from '../domain/failure.ts';
import type { Clock } from '../platform/clock.ts';
import type { Logger } from '../platform/logger.ts';
import type { PlatformId } from '../platform/platform-id.ts';
import { formatCommand } from '../process/command.ts';
import type { Pty, PtyCommand, StartPty } from './pty.ts';
import { readToTheEnd } from './read-to-the-end.ts';

/**
 * node-pty has a compiled part, so it is not in the built files, and everything but a terminal works without it. Throws
 * `terminals-missing` where it cannot be loaded.
 */
async function loadSpawn(command: PtyCommand): Promise<typeof spawn> {
  try {
    return (await import('node-pty')).spawn;
  } catch (error) {
    throw new LabError('terminals-missing', 'node-pty cannot be loaded', {
      params: { command: formatCommand(command) },
      evidence: [error instanceof Error ? error.message : String(error)],
      cause: error,
    });
  }
}

interface PtyDeps {
  readonly platformId: PlatformId;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Starts programs in pseudo terminals of this computer. Loads node-pty with the first. */
export function createStartPty(deps: PtyDeps): StartPty {
  return async (command, size) => {
    const start = await loadSpawn(command);
    const child = start(command.program, [...command.args], {
      name: 'xterm-256color',
      cols: size.cols,
      rows: size.rows,
      cwd: command.cwd,
      env: { ...command.env },
      // Bytes, not text: a character may arrive in two pieces, and not everything that is printed is text.
      // Windows: with the console that node-pty brings, since it ends one of the system's by starting this very program as a Node,
      // which a packed app refuses to be.
      ...(deps.platformId === 'windows' ? { useConptyDll: true } : { encoding: null }),
    });
    return toPty(child, deps);
  };
}

function toPty(child: IPty, { platformId, clock, logger }: PtyDeps): Pty {
  const socket: unknown = Reflect.get(child, '_socket');
  const reading = platformId !== 'windows' && socket instanceof Readable ? readToTheEnd(socket, clock) : null;
  let hasEnded = false;
  child.onExit(() => {
    hasEnded = true;
  });
  return {
    onOutput: (listener) => {
      // ConPTY (Windows) gives text, whole characters at a time.
      child.onData((data: string | Uint8Array) => listener(typeof data === 'string' ? Buffer.from(data) : data));
    },
    onEnd: (listener) => {
      // No signal is 0 here.
      child.onExit(({ exitCode, signal }) => listener({ exitCode, signal: signal === 0 ? null : (signal ?? null) }));
    },
    write: (bytes) => {
      if (!hasEnded) child.write(Buffer.from(bytes));
    },
    resize: ({ cols, rows }) => {
      if (hasEnded) return;
      try {
        child.resize(cols, rows);
      } catch (error) {
        // It ended a moment ago, and nobody was told yet.
        logger.debug({ error }, 'terminal not resized');
      }
    },
    pause: () => child.pause(),
    resume: () => {
      child.resume();
      reading?.onResume();
    },
    kill: (force) => {
      if (hasEnded) return;
      if (platformId === 'windows') child.kill();
      else child.kill(force ? 'SIGKILL' : 'SIGHUP');
    },
  };
}
