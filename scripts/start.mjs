// `npm start -- ARGS`: installs what is missing, builds what is stale, and runs the command line with ARGS.
import { ensureBuilt } from './lib/build.mjs';
import { exitWith, install, isInstalled, pinnedNode, runInForeground } from './lib/toolchain.mjs';

try {
  if (!isInstalled()) {
    process.stderr.write('Installing dependencies (once, and after they changed) ...\n');
    install();
  }
  const cliPath = ensureBuilt();
  const args = process.argv.slice(2);
  // npm changes into the project; files named in ARGS are meant from where the user is.
  const cwd = process.env.INIT_CWD ?? process.cwd();
  runInForeground(pinnedNode(), [cliPath, ...(args.length > 0 ? args : ['--help'])], cwd);
} catch (error) {
  exitWith(error);
}
