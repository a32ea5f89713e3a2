// Runs under any Node from 18 on; what it starts runs under the pinned one.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { pinnedNode, projectDir, ToolchainError } from './toolchain.mjs';

/** Everything that decides what is built, whichever part it is. */
const commonInputs = ['assets', 'package.json', 'package-lock.json', 'tsconfig.json'];

/** The parts of the product that are built, each into a folder of `dist/`. */
const parts = {
  main: { config: 'vite.config.ts', inputs: ['src-main', 'vite.config.ts'] },
  window: { config: 'vite.window.config.ts', inputs: ['src-main', 'vite.config.ts', 'vite.window.config.ts'] },
  preload: { config: 'vite.preload.config.ts', inputs: ['src-main', 'vite.preload.config.ts'] },
  // The screen is built from its own folder and from what the core shares with it.
  renderer: {
    config: 'vite.renderer.config.ts',
    inputs: ['src-renderer', 'src-main', 'vite.renderer.config.ts', 'scripts/lib/xterm-under-policy.ts'],
  },
};

function listFiles(path) {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => listFiles(join(path, name)));
}

/** Digest over names and contents of the inputs: times lie after a checkout. */
export function digestOfInputs(dir, inputs) {
  const hash = createHash('sha256');
  for (const path of inputs.flatMap((input) => listFiles(join(dir, input)))) {
    const content = readFileSync(path);
    hash.update(`${relative(dir, path).split(sep).join('/')}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

const distDir = join(projectDir, 'dist');
const stampFileName = 'built-from.sha256';

function isFresh(builtDir, digest) {
  const stampPath = join(builtDir, stampFileName);
  return existsSync(stampPath) && readFileSync(stampPath, 'utf8') === digest;
}

/**
 * Builds a folder of `dist/` unless it was built from exactly these inputs. The new files replace the old ones in one
 * move, so that a build that fails or is interrupted leaves what was there. Returns the path of the folder.
 */
function ensurePart(name) {
  const { config, inputs } = parts[name];
  const builtDir = join(distDir, name);
  const digest = digestOfInputs(projectDir, [...inputs, ...commonInputs]);
  if (isFresh(builtDir, digest)) return builtDir;

  process.stderr.write(`Building ${name} ...\n`);
  const newDir = `${builtDir}.${process.pid}`;
  const oldDir = `${newDir}.old`;
  const vite = join(projectDir, 'node_modules', 'vite', 'bin', 'vite.js');
  const viteArgs = ['build', '--config', config, '--outDir', newDir, '--emptyOutDir', '--logLevel', 'warn'];
  const { status } = spawnSync(pinnedNode(), [vite, ...viteArgs], {
    cwd: projectDir,
    // Started by a test, this would be `test`, and the screen would be built for development.
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: ['ignore', process.stderr, 'inherit'],
  });
  if (status !== 0) {
    rmSync(newDir, { recursive: true, force: true });
    throw new ToolchainError('the build failed; its messages are above');
  }
  writeFileSync(join(newDir, stampFileName), digest);
  mkdirSync(distDir, { recursive: true });
  if (existsSync(builtDir)) renameSync(builtDir, oldDir);
  renameSync(newDir, builtDir);
  rmSync(oldDir, { recursive: true, force: true });
  return builtDir;
}

/** Builds `dist/main` where it is stale. Returns the path of the command line. */
export function ensureBuilt() {
  return join(ensurePart('main'), 'cli.js');
}

/** Builds `dist/renderer`, the screens, where it is stale. Returns the path of the folder. */
export function ensureScreensBuilt() {
  return ensurePart('renderer');
}

/** Builds everything a window consists of. Electron finds its entry by package.json. */
export function ensureWindowBuilt() {
  ensureScreensBuilt();
  ensurePart('preload');
  ensurePart('window');
}
