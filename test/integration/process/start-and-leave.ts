import { createTestRunner } from './set-up-runner.ts';

// A program of its own: starts another one, prints its identity and ends by having nothing left to do.
const logPath = process.argv[2] ?? '';
const spec = { program: process.execPath, args: ['-e', 'setTimeout(() => {}, 30000)'] };
console.log(JSON.stringify(await createTestRunner().startDetached(spec, logPath)));
