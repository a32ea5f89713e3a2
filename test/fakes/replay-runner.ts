import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { throwIfCancelled } from '../../src-main/domain/failure.ts';
import { CommandError } from '../../src-main/process/command.ts';
import type { CommandRunner } from '../../src-main/process/command.ts';
import { applyEffect } from './file-effects.ts';
import { conversationName, replaySchema, setUpName } from './replay-format.ts';
import type { RecordedCall, Replay } from './replay-format.ts';
import { createTokens } from './tokens.ts';
import type { Tokens } from './tokens.ts';

export interface ReplayRunner extends Pick<CommandRunner, 'run'> {
  readonly count: () => number;
}

export function readReplay(path: string): Replay {
  return replaySchema.parse(JSON.parse(readFileSync(path, 'utf8')));
}

/**
 * Answers as the recorded program did, test by test, and does to files below `rootDir` what it did. A call that was not recorded
 * for the running test is an error: the driver asks something else than when the recording was made.
 */
export function createReplayRunner(replay: Replay, rootDir: string): ReplayRunner {
  const tokensOf = new Map<string, Tokens>();
  const leftOf = new Map<string, RecordedCall[]>();
  let count = 0;

  function tokensFor(name: string): Tokens {
    const tokens = tokensOf.get(name) ?? tokensOf.get(setUpName)?.copy() ?? createTokens(rootDir);
    tokensOf.set(name, tokens);
    return tokens;
  }

  function take(name: string, args: readonly string[]): RecordedCall {
    const left = leftOf.get(name) ?? [...(replay.conversations[name] ?? [])];
    leftOf.set(name, left);
    const index = left.findIndex(
      (call) => call.args.length === args.length && call.args.every((a, i) => a === args[i]),
    );
    const [call] = index === -1 ? [] : left.splice(index, 1);
    if (call === undefined)
      throw new Error(`not recorded for "${name}": ${args.join(' ')}; next: ${left[0]?.args.join(' ') ?? 'nothing'}`);
    return call;
  }

  const textOf = (tokens: Tokens, index: number): string => tokens.show(replay.texts[index] ?? '');

  return {
    count: () => count,
    run: async ({ program, args, errorPattern, okExitCodes }, { signal }) => {
      throwIfCancelled(signal);
      count += 1;
      const name = conversationName(expect.getState().currentTestName);
      const tokens = tokensFor(name);
      const call = take(
        name,
        args.map((argument) => tokens.hide(argument, 'a')),
      );
      const stdout = textOf(tokens, call.stdout);
      const stderr = textOf(tokens, call.stderr);
      for (const effect of call.effects ?? []) {
        const path = tokens.show(effect.path);
        if ('removed' in effect) await applyEffect(path, null);
        else await applyEffect(path, 'text' in effect ? { text: textOf(tokens, effect.text) } : effect);
      }
      const { exitCode } = call;
      const failed = { command: { program, args }, exitCode, stdout, stderr };
      if (!(okExitCodes ?? [0]).includes(exitCode)) throw new CommandError('exit-code', failed);
      if (errorPattern?.test(stderr) === true) throw new CommandError('output', failed);
      return { exitCode, stdout, stderr, durationMs: 1 };
    },
  };
}
