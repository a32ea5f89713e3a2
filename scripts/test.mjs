// `npm test -- ARGS`: installs what is missing and hands over to the pinned Node, which can run the TypeScript of the rest.
import { join } from 'node:path';
import { exitWith, install, isInstalled, pinnedNode, projectDir, runInForeground } from './lib/toolchain.mjs';

try {
  if (!isInstalled()) install();
  runInForeground(
    pinnedNode(),
    [join(projectDir, 'scripts', 'test-tiers', 'main.ts'), ...process.argv.slice(2)],
    projectDir,
  );
} catch (error) {
  exitWith(error);
}
