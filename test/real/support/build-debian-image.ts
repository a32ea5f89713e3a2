import { buildDebianImage } from '../../../src-main/images/debian/build.ts';
import { createCommandRunner } from '../../../src-main/process/runner.ts';

/** Builds the image in the folder named by its argument and prints the percentage, line by line: a process of its own to kill. */
const [, , workDir = ''] = process.argv;
await buildDebianImage({
  runner: createCommandRunner({ platformId: 'linux', baseEnv: process.env }),
  platformId: 'linux',
  architecture: 'amd64',
  isRoot: true,
  searchPath: process.env['PATH'] ?? '',
  targetPath: `${workDir}.qcow2`,
  workDir,
  signal: new AbortController().signal,
  report: (fraction) => {
    process.stdout.write(`${String(Math.floor(fraction * 100))}\n`);
  },
});
