import { writeFile } from 'node:fs/promises';
import { expect } from 'vitest';
import { CommandError } from '../../src-main/process/command.ts';
import type { CommandResult, CommandRunner } from '../../src-main/process/command.ts';
import { compareTrees, isSettingsFile, readSettingsText, readSize, readTree } from './file-effects.ts';
import type { FileEffect } from './file-effects.ts';
import { conversationName, setUpName } from './replay-format.ts';
import type { RecordedCall } from './replay-format.ts';
import { createTokens } from './tokens.ts';
import type { Tokens } from './tokens.ts';

export interface RecordingRunner extends Pick<CommandRunner, 'run'> {
  /** Writes everything recorded so far. */
  save(path: string, about: { readonly origin: string; readonly version: string }): Promise<void>;
}

/** Passes every call on, and keeps what it answered and what it did to files below `rootDir`, test by test. */
export function createRecordingRunner(runner: Pick<CommandRunner, 'run'>, rootDir: string): RecordingRunner {
  const texts: string[] = [];
  const conversations: Record<string, RecordedCall[]> = {};
  const tokensOf = new Map<string, Tokens>();
  const lastSettings = new Map<string, string>();

  function numberOf(text: string): number {
    const known = texts.indexOf(text);
    return known === -1 ? texts.push(text) - 1 : known;
  }

  function tokensFor(name: string): Tokens {
    const tokens = tokensOf.get(name) ?? tokensOf.get(setUpName)?.copy() ?? createTokens(rootDir);
    tokensOf.set(name, tokens);
    return tokens;
  }

  async function toEffects(
    tokens: Tokens,
    before: Awaited<ReturnType<typeof readTree>>,
  ): Promise<readonly FileEffect[]> {
    const { changed, gone } = compareTrees(before, await readTree(rootDir));
    const written = await Promise.all(
      changed.map(async (path): Promise<FileEffect | null> => {
        const hidden = tokens.hide(path, 'o');
        if (!isSettingsFile(path)) return { path: hidden, bytes: await readSize(path) };
        const text = await readSettingsText(path);
        // A base names the disks of all its clones, and changes with each: what else it says stays the same.
        const rest = text.replaceAll(/<\/?HardDisk\b[^>]*>|\s+/g, '');
        if (lastSettings.get(path) === rest) return null;
        lastSettings.set(path, rest);
        return { path: hidden, text: numberOf(tokens.hide(text, 'o')) };
      }),
    );
    for (const path of gone) lastSettings.delete(path);
    return [
      ...gone.map((path): FileEffect => ({ path: tokens.hide(path, 'o'), removed: true })),
      ...written.filter((effect) => effect !== null),
    ];
  }

  return {
    run: async (spec, options) => {
      const name = conversationName(expect.getState().currentTestName);
      const tokens = tokensFor(name);
      const args = spec.args.map((argument) => tokens.hide(argument, 'a'));
      const before = await readTree(rootDir);
      const [result, error] = await settle(runner.run(spec, options));
      const answer = error instanceof CommandError ? error : result;
      if (answer !== null) {
        const effects = await toEffects(tokens, before);
        const stdout = numberOf(tokens.hide(answer.stdout, 'o'));
        const stderr = numberOf(tokens.hide(answer.stderr, 'o'));
        const call = { args, stdout, stderr, exitCode: answer.exitCode ?? -1 };
        (conversations[name] ??= []).push({ ...call, ...(effects.length === 0 ? {} : { effects: [...effects] }) });
      }
      if (result === null) throw error;
      return result;
    },
    save: (path, about) => writeFile(path, `${JSON.stringify({ ...about, texts, conversations })}\n`),
  };
}

async function settle(
  work: Promise<CommandResult>,
): Promise<readonly [CommandResult, null] | readonly [null, unknown]> {
  try {
    return [await work, null];
  } catch (error) {
    return [null, error];
  }
}
