import type { ChildProcess } from 'node:child_process';
import type { Readable } from 'node:stream';

import type { CommandSpec } from './command.ts';
import { createLineSplitter } from './lines.ts';
import { createOutputTail } from './output-tail.ts';

/** As promised by `CommandResult`. */
const maxKeptBytes = 16 * 1024 * 1024;

/** How long output may still come after the program itself ended. */
const drainMs = 2_000;

/** The output of one running program. */
export interface WatchedOutput {
  /** The program ended: hands on what is left without an end of line. */
  end(): void;
  texts(): { readonly stdout: string; readonly stderr: string };
  /** True when a line of stderr matched `errorPattern`. */
  hasErrorLine(): boolean;
  /** What the caller's `onLine` threw first. The program was asked to end then. */
  listenerError(): unknown;
}

/** The parts of an execa subprocess that are used here. */
export interface WatchedChild {
  readonly nodeChildProcess: Pick<ChildProcess, 'once'>;
  readonly stdout: Readable;
  readonly stderr: Readable;
  kill(): boolean;
}

/** Collects output, calls `onLine` and looks for `errorPattern`. */
export function watchOutput(child: WatchedChild, spec: CommandSpec): WatchedOutput {
  // A pattern with the flag g or y remembers where it stopped.
  const pattern = spec.errorPattern && new RegExp(spec.errorPattern, spec.errorPattern.flags.replaceAll(/[gy]/g, ''));
  let hasErrorLine = false;
  let listenerError: unknown;

  function takeLine(line: string, stream: 'stdout' | 'stderr'): void {
    if (stream === 'stderr' && pattern?.test(line) === true) hasErrorLine = true;
    if (listenerError !== undefined) return;
    try {
      spec.onLine?.(line, stream);
    } catch (error) {
      listenerError = error;
      child.kill();
    }
  }

  const streams = (['stdout', 'stderr'] as const).map((name) =>
    watchStream(child[name], (line) => {
      takeLine(line, name);
    }),
  );
  stopAfterExit(child);
  return {
    end: () => {
      streams.forEach((stream) => {
        stream.end();
      });
    },
    texts: () => ({ stdout: streams[0]?.text() ?? '', stderr: streams[1]?.text() ?? '' }),
    hasErrorLine: () => hasErrorLine,
    listenerError: () => listenerError,
  };
}

function watchStream(stream: Readable, onLine: (line: string) => void): { end(): void; text(): string } {
  const tail = createOutputTail(maxKeptBytes);
  const lines = createLineSplitter(onLine);
  stream.on('data', (bytes: Buffer) => {
    tail.add(bytes);
    lines.add(bytes);
  });
  return {
    end: () => {
      lines.end();
    },
    text: () => tail.text(),
  };
}

/**
 * A program may leave a service behind that inherited its output (VBoxManage starts VBoxSVC); waiting for the end of the output
 * would then wait for the service.
 */
function stopAfterExit(child: WatchedChild): void {
  child.nodeChildProcess.once('exit', () => {
    const timer = setTimeout(() => {
      // Once more through the event loop: after a long pause of this app there may be output that was never read.
      setImmediate(() => {
        child.stdout.destroy();
        child.stderr.destroy();
      });
    }, drainMs);
    child.nodeChildProcess.once('close', () => {
      clearTimeout(timer);
    });
  });
}
