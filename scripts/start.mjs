// `npm start`: installs what is missing, builds what is stale, and opens the app; `npm start -- ARGS` runs the command
// line with ARGS instead.
import { ensureAppBuilt, ensureBuilt, ensureScreensBuilt } from './lib/build.mjs';
import { exitWith, install, isInstalled, pinnedNode, runInForeground } from './lib/toolchain.mjs';

function openApp() {
  const servePath = ensureAppBuilt();
  process.stderr.write('Opening the app in the browser, because this version has no window of its own yet.\n');
  return [servePath, '--open'];
}

function runCommand(args) {
  const cliPath = ensureBuilt();
  if (args[0] === 'serve') ensureScreensBuilt();
  return [cliPath, ...args];
}

try {
  if (!isInstalled()) {
    process.stderr.write('Installing dependencies (once, and after they changed) ...\n');
    install();
  }
  const args = process.argv.slice(2);
  // npm changes into the project; files named in ARGS are meant from where the user is.
  const cwd = process.env.INIT_CWD ?? process.cwd();
  runInForeground(pinnedNode(), args.length > 0 ? runCommand(args) : openApp(), cwd);
} catch (error) {
  exitWith(error);
}
