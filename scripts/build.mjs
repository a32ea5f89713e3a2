// `npm run build`: builds the command line unless it is built already from exactly these sources.
import { ensureBuilt } from './lib/build.mjs';
import { exitWith } from './lib/toolchain.mjs';

try {
  process.stdout.write(`${ensureBuilt()}\n`);
} catch (error) {
  exitWith(error);
}
