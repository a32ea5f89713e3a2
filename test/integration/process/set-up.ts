import { systemClock } from '../../../src-main/platform/clock.ts';
import { waitFor } from '../../../src-main/platform/wait-for.ts';
import type { CommandSpec } from '../../../src-main/process/command.ts';

export { createTestDir } from '../../fakes/test-dir.ts';
export { createTestRunner, platformId } from './set-up-runner.ts';

/** A signal nobody aborts. */
export function neverAborted(): { readonly signal: AbortSignal } {
  return { signal: new AbortController().signal };
}

/** A program of the given JavaScript. */
export function script(code: string, more: Partial<CommandSpec> = {}): CommandSpec {
  return { program: process.execPath, args: ['-e', code], ...more };
}

/** Looks for at most 10 s until `look` says yes; false when it never did. */
export async function eventually(look: () => Promise<boolean>): Promise<boolean> {
  const options = { timeoutMs: 10_000, intervalMs: 20, clock: systemClock, ...neverAborted() };
  const found = await waitFor(async () => ((await look()) ? true : undefined), options);
  return found ?? false;
}
