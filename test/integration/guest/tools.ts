import { execFileSync, spawnSync } from 'node:child_process';

/** True when the program can be started here; tests of stock tools leave themselves out where one is missing. */
export function hasTool(program: string, versionArgs: readonly string[] = ['--version']): boolean {
  return spawnSync(program, versionArgs, { stdio: 'ignore' }).error === undefined;
}

/** Runs a stock tool and gives its output; throws with its words when it fails. */
export function runTool(program: string, args: readonly string[], input = ''): string {
  return execFileSync(program, args, { encoding: 'utf8', input, env: { ...process.env, LC_ALL: 'C.UTF-8' } });
}
