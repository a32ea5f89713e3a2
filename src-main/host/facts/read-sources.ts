import { open, readFile } from 'node:fs/promises';
import { isCancelled } from '../../domain/failure.ts';
import { CommandError, formatCommand, type CommandLine, type CommandRunner } from '../../process/command.ts';
import type { Source } from './source.ts';

/** How sources are read; tests have their own. */
export interface SourceReader {
  /** Every exit code will do as long as there is output. */
  readonly run: (line: CommandLine) => Promise<Source>;
  readonly file: (path: string) => Promise<Source>;
  /** `opens`, or the code of the error: ENOENT, EACCES, ... */
  readonly opening: (path: string) => Promise<Source>;
}

const askTimeoutMs = 20_000;

/** Reads this computer. A program that is missing or slow is a source that failed, never an exception. */
export function createSourceReader(runner: Pick<CommandRunner, 'run'>, signal: AbortSignal): SourceReader {
  return {
    run: async (line) => {
      const from = formatCommand(line);
      try {
        const { stdout } = await runner.run({ ...line, timeoutMs: askTimeoutMs }, { signal });
        return { kind: 'text', from, text: stdout };
      } catch (error) {
        if (isCancelled(error) || !(error instanceof CommandError)) throw error;
        // Where one of several questions has no answer, sysctl ends with 1 and answers the others.
        if (error.reason === 'exit-code' && error.stdout.trim() !== '')
          return { kind: 'text', from, text: error.stdout };
        return { kind: 'failed', from, reason: error.reason === 'missing' ? 'no such program' : error.message };
      }
    },
    file: async (path) => {
      try {
        return { kind: 'text', from: path, text: await readFile(path, 'utf8') };
      } catch (error) {
        return { kind: 'failed', from: path, reason: codeOf(error) };
      }
    },
    opening: async (path) => {
      try {
        await (await open(path, 'r+')).close();
        return { kind: 'text', from: path, text: 'opens' };
      } catch (error) {
        return { kind: 'text', from: path, text: codeOf(error) };
      }
    },
  };
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
