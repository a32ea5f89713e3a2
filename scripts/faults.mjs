// `npm run faults -- ARGS`: hands over to the pinned Node, which can run TypeScript.
import { join } from 'node:path';
import { exitWith, install, isInstalled, pinnedNode, projectDir, runInForeground } from './lib/toolchain.mjs';

try {
  if (!isInstalled()) install();
  const main = join(projectDir, 'test', 'faults', 'main.ts');
  runInForeground(pinnedNode(), [main, ...process.argv.slice(2)], projectDir);
} catch (error) {
  exitWith(error);
}
