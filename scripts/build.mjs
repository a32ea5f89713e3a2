// `npm run build`: builds the command line and the screens, each unless it is built already from exactly these sources.
import { ensureBuilt, ensureScreensBuilt } from './lib/build.mjs';
import { exitWith } from './lib/toolchain.mjs';

try {
  process.stdout.write(`${ensureBuilt()}\n${ensureScreensBuilt()}\n`);
} catch (error) {
  exitWith(error);
}
