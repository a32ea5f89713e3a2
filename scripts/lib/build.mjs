// Runs under any Node from 18 on; what it starts runs under the pinned one.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { pinnedNode, projectDir, ToolchainError } from './toolchain.mjs';

/** Everything that decides what is built. */
const buildInputs = ['src-main', 'assets', 'vite.config.ts', 'package.json', 'package-lock.json', 'tsconfig.json'];

function listFiles(path) {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => listFiles(join(path, name)));
}

/** Digest over names and contents of the inputs: times lie after a checkout. */
export function digestOfInputs(dir, inputs = buildInputs) {
  const hash = createHash('sha256');
  for (const path of inputs.flatMap((input) => listFiles(join(dir, input)))) {
    const content = readFileSync(path);
    hash.update(`${relative(dir, path).split(sep).join('/')}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

const distDir = join(projectDir, 'dist');
const builtDir = join(distDir, 'main');
const stampFileName = 'built-from.sha256';

function isFresh(digest) {
  const stampPath = join(builtDir, stampFileName);
  return existsSync(stampPath) && readFileSync(stampPath, 'utf8') === digest;
}

/**
 * Builds `dist/main` unless it was built from exactly these inputs. The new files replace the old ones in one move, so
 * that a build that fails or is interrupted leaves what was there. Returns the path of the command line.
 */
export function ensureBuilt() {
  const digest = digestOfInputs(projectDir);
  const cliPath = join(builtDir, 'cli.js');
  if (isFresh(digest)) return cliPath;

  process.stderr.write('Building ...\n');
  const newDir = `${builtDir}.${process.pid}`;
  const oldDir = `${newDir}.old`;
  const vite = join(projectDir, 'node_modules', 'vite', 'bin', 'vite.js');
  const { status } = spawnSync(pinnedNode(), [vite, 'build', '--outDir', newDir, '--logLevel', 'warn'], {
    cwd: projectDir,
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
  return cliPath;
}
