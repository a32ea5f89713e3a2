// Runs under any Node from 18 on.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** About 110 MB; whoever needs longer has the browser meanwhile, and may fetch it with `npx install-electron`. */
const fetchLimitMs = 120_000;
const patienceAfterFailureMs = 24 * 3600_000;

function electronDir(dir) {
  return join(dir, 'node_modules', 'electron');
}

/** True when Electron's program is there, and not only its package. */
export function hasElectron(dir) {
  try {
    return existsSync(join(electronDir(dir), 'dist', readFileSync(join(electronDir(dir), 'path.txt'), 'utf8')));
  } catch (error) {
    if (error.code === 'ENOENT') return false;
    throw error;
  }
}

function readFailure(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    // None, or one that nobody can read: then it is tried again.
    return {};
  }
}

/** False where a window would not open even with Electron: nobody would see it, or Chromium refuses. */
export function mayOpenWindow({ platform, env, uid }) {
  if (platform !== 'linux') return (env.SSH_CONNECTION ?? '') === '';
  return uid !== 0 && (env.DISPLAY ?? '') + (env.WAYLAND_DISPLAY ?? '') !== '';
}

/**
 * Has Electron's program in the end, or answers false. It is fetched when it is missing, but not again for a day after that failed, so
 * that a computer without the way there starts as quickly as any.
 */
export function ensureElectron({ dir, node, nowMs, print, limitMs = fetchLimitMs }) {
  if (hasElectron(dir)) return true;
  const { version } = JSON.parse(readFileSync(join(electronDir(dir), 'package.json'), 'utf8'));
  const cacheDir = join(dir, 'node_modules', '.cache');
  const failurePath = join(cacheDir, 'electron-not-fetched.json');
  const failure = readFailure(failurePath);
  const ageMs = nowMs - failure.atMs;
  if (failure.version === version && ageMs >= 0 && ageMs < patienceAfterFailureMs) return false;

  print(`Fetching Electron ${version}, which gives the app a window (once, at most ${limitMs / 60_000} minutes) ...`);
  spawnSync(node, [join(electronDir(dir), 'install.js')], { cwd: dir, stdio: 'ignore', timeout: limitMs });
  if (hasElectron(dir)) return true;
  mkdirSync(cacheDir, { recursive: true });
  writeFileSync(failurePath, JSON.stringify({ version, atMs: nowMs }));
  return false;
}
