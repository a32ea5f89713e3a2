// Runs under any Node from 18 on, before anything is installed: no dependencies, no syntax newer than that.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const projectDir = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** A sentence for the user; everything else that is thrown is a bug and keeps its stack. */
export class ToolchainError extends Error {}

function readLockedPackages(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).packages;
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw error;
  }
}

/** True when node_modules holds what package-lock.json asks for, by npm's own record of what it installed. */
export function isInstalled(dir = projectDir) {
  const wanted = readLockedPackages(join(dir, 'package-lock.json'));
  const installed = readLockedPackages(join(dir, 'node_modules', '.package-lock.json'));
  if (wanted === null || installed === null) return false;
  return Object.entries(wanted).every(
    // Packages for other platforms are optional, and npm leaves them out.
    ([path, entry]) => path === '' || entry.optional || entry.devOptional || installed[path]?.version === entry.version,
  );
}

/** Runs `npm ci` with its output shown. The npm that started this process is preferred over one in PATH. */
export function install() {
  const npmCli = process.env.npm_execpath;
  // Packages that want a newer Node than this one get it: they run under the pinned one.
  const npmArgs = ['ci', '--loglevel', 'error'];
  const [program, args] = npmCli?.endsWith('.js') ? [process.execPath, [npmCli, ...npmArgs]] : ['npm', npmArgs];
  const { status, error } = spawnSync(program, args, {
    cwd: projectDir,
    // stdout belongs to the command that is run afterwards, which may print JSON there.
    stdio: ['ignore', process.stderr, 'inherit'],
    shell: program === 'npm' && process.platform === 'win32',
  });
  if (error || status !== 0) throw new ToolchainError(`npm ci failed${error ? `: ${error.message}` : ''}`);
}

/** Path of the Node that package.json pins; the one that started this process may be older. */
export function pinnedNode() {
  const candidates = ['node.exe', 'node'].map((name) => join(projectDir, 'node_modules', 'node', 'bin', name));
  const found = candidates.find((path) => existsSync(path));
  if (found === undefined) throw new ToolchainError('the pinned Node is missing in node_modules: run npm ci');
  return found;
}

/**
 * Runs a program in the foreground and becomes it, as far as a parent can: same terminal, same exit code, same death.
 * A Ctrl-C of a terminal reaches the child by itself; without a terminal it is forwarded, as SIGTERM and SIGHUP are.
 */
export function runInForeground(program, args, cwd) {
  const child = spawn(program, args, { cwd, stdio: 'inherit' });
  const hasTerminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY;
  const handlers = {
    SIGINT: () => hasTerminal || child.kill('SIGINT'),
    SIGTERM: () => child.kill('SIGTERM'),
    SIGHUP: () => child.kill('SIGHUP'),
  };
  for (const [signal, handler] of Object.entries(handlers)) process.on(signal, handler);

  child.on('error', (error) => {
    process.stderr.write(`${program} did not start: ${error.message}\n`);
    process.exit(1);
  });
  child.on('close', (code, signal) => {
    for (const [name, handler] of Object.entries(handlers)) process.off(name, handler);
    if (signal === null) process.exit(code);
    process.kill(process.pid, signal);
  });
}

/** Ends the process with a sentence instead of a stack where the cause is not a bug. */
export function exitWith(error) {
  if (!(error instanceof ToolchainError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}
