// `npm run check`: everything that is judged without a computer around it, in well under a minute.
import { availableParallelism } from 'node:os';
import { checks, runChecks, unitTests } from './lib/checks.mjs';

function report({ name, ok, output, seconds }) {
  console.log(`${ok ? 'ok  ' : 'FAIL'} ${name} (${seconds.toFixed(1)} s)`);
  if (!ok) console.log(output.trimEnd().replace(/^/gm, '     '));
}

// The unit tests come last: they use every processor, and what fails before them is fixed first.
const results = await runChecks(checks, { width: Math.min(availableParallelism(), checks.length), report });
results.push(...(await runChecks([unitTests], { width: 1, report })));
const failed = results.filter((result) => !result.ok).map((result) => result.name);
console.log(failed.length === 0 ? 'all checks passed' : `failed: ${failed.join(', ')}`);
process.exit(failed.length === 0 ? 0 : 1);
