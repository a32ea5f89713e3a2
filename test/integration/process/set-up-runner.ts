import { toPlatformId } from '../../../src-main/platform/platform-id.ts';
import { createCommandRunner } from '../../../src-main/process/runner.ts';
import type { CommandRunnerSetup } from '../../../src-main/process/runner.ts';
import type { CommandRunner } from '../../../src-main/process/command.ts';

export const platformId = toPlatformId(process.platform);

/** A real runner that does not wait long before it forces an end. */
export function createTestRunner(setup: Partial<CommandRunnerSetup> = {}): CommandRunner {
  return createCommandRunner({ platformId, baseEnv: process.env, killGraceMs: 300, ...setup });
}
