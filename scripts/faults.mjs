// `npm run faults -- ARGS`: hands over to the pinned Node, which can run TypeScript.
import { join } from 'node:path';
import { exitWith, install, isInstalled, pinnedNode, projectDir, runInForeground } from './lib/toolchain.mjs';

try {
  if (!isInstalled()) install();
  const main = join(projectDir, 'test', 'faults', 'main.ts');
  const args = [main, ...process.argv.slice(2)];
  const isVirtualBox = /--on[= ]virtualbox/.test(args.join(' '));
  // The real VBoxManage lies in a root folder of its own; as root on Linux.
  if (isVirtualBox)
    runInForeground(join(projectDir, 'scripts', 'real-virtualbox'), ['run', '--', pinnedNode(), ...args], projectDir);
  else runInForeground(pinnedNode(), args, projectDir);
} catch (error) {
  exitWith(error);
}
