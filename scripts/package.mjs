// `npm run package`: builds the app and packs it for this system; `npm run package -- ARGS` passes ARGS on to electron-builder.
import { join } from 'node:path';
import { ensureWindowBuilt } from './lib/build.mjs';
import { exitWith, pinnedNode, projectDir, runInForeground } from './lib/toolchain.mjs';

try {
  ensureWindowBuilt();
  const builder = join(projectDir, 'node_modules', 'electron-builder', 'cli.js');
  runInForeground(pinnedNode(), [builder, ...process.argv.slice(2)], projectDir);
} catch (error) {
  exitWith(error);
}
