import { runInteractive } from '../../../src-main/process/interactive.ts';
import { platformId } from './set-up-runner.ts';

// A program of its own: gives its terminal away and ends with the exit code it got.
const code =
  'process.stdin.on("data", (typed) => process.stdout.write("got " + typed)).on("end", () => process.exit(9))';
process.exitCode = await runInteractive(
  { program: process.execPath, args: ['-e', code] },
  { platformId, env: process.env },
);
