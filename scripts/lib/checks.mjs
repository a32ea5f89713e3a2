import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { pinnedNode, projectDir } from './toolchain.mjs';

function bin(name, path, ...args) {
  return { name, args: [join('node_modules', path), ...args] };
}

/** What a change must pass, besides its tests; longest first, because they run side by side. */
export const checks = [
  bin(
    'lint',
    'eslint/bin/eslint.js',
    '--max-warnings',
    '0',
    '--cache',
    '--cache-strategy',
    'content',
    '--cache-location',
    'node_modules/.cache/eslint/',
    '.',
  ),
  bin(
    'types',
    'typescript/bin/tsc',
    '--noEmit',
    '--incremental',
    '--tsBuildInfoFile',
    'node_modules/.cache/tsc.tsbuildinfo',
  ),
  bin(
    'types of the screen',
    'typescript/bin/tsc',
    '--noEmit',
    '--incremental',
    '--tsBuildInfoFile',
    'node_modules/.cache/tsc-renderer.tsbuildinfo',
    '-p',
    'src-renderer',
  ),
  bin('format', 'prettier/bin/prettier.cjs', '--check', '--cache', '--log-level', 'warn', '.'),
  bin(
    'layers',
    'dependency-cruiser/bin/dependency-cruiser.mjs',
    '--config',
    '.dependency-cruiser.mjs',
    'src-main',
    'src-renderer',
  ),
  bin('unused', 'knip/bin/knip.js', '--no-progress'),
];

export const unitTests = bin('unit tests', 'vitest/vitest.mjs', 'run', '--project', 'unit', '--reporter', 'dot');

function run(check) {
  const started = Date.now();
  return new Promise((resolve, reject) => {
    const child = spawn(pinnedNode(), check.args, { cwd: projectDir, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text) => (output += text));
    child.on('error', reject);
    child.on('close', (code) =>
      resolve({ name: check.name, ok: code === 0, output, seconds: (Date.now() - started) / 1000 }),
    );
  });
}

/** Runs every check, `width` at a time, whatever the others say; `report` is called as each ends. */
export async function runChecks(list, { width, report }) {
  const waiting = [...list];
  const results = [];
  await Promise.all(
    Array.from({ length: width }, async () => {
      for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
        const result = await run(check);
        results.push(result);
        report(result);
      }
    }),
  );
  return results;
}
