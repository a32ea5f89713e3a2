// `npm start`: installs what is missing, builds what is stale, and opens the app; `npm start -- ARGS` runs the command
// line with ARGS instead.
import { ensureBuilt, ensureScreensBuilt, ensureWindowBuilt } from './lib/build.mjs';
import { ensureElectron, mayOpenWindow } from './lib/electron.mjs';
import { exitWith, install, isInstalled, pinnedNode, projectDir, runInForeground } from './lib/toolchain.mjs';

/** Without arguments the command line opens the app: in a window where that is possible, else in the browser. */
function openApp() {
  const { platform, env } = process;
  const print = (line) => process.stderr.write(`${line}\n`);
  const canHaveWindow =
    mayOpenWindow({ platform, env, uid: process.getuid?.() ?? -1 }) &&
    ensureElectron({ dir: projectDir, node: pinnedNode(), nowMs: Date.now(), print });
  if (canHaveWindow) ensureWindowBuilt();
  ensureScreensBuilt();
  return [ensureBuilt()];
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
