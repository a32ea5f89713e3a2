import { createCommandRunner } from '../../src-main/process/runner.ts';
import type { CommandRunner } from '../../src-main/process/command.ts';

/** The product's own runner, counting what it starts. */
export interface CountingRunner extends CommandRunner {
  readonly count: () => number;
}

export function createCountingRunner(): CountingRunner {
  const runner = createCommandRunner({ platformId: 'linux', baseEnv: process.env });
  let count = 0;
  return {
    run: (spec, options) => {
      count += 1;
      return runner.run(spec, options);
    },
    startDetached: (spec, logPath) => {
      count += 1;
      return runner.startDetached(spec, logPath);
    },
    count: () => count,
  };
}
