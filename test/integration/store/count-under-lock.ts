import { readFile, writeFile } from 'node:fs/promises';

import { systemClock } from '../../../src-main/platform/clock.ts';
import { createProcessTable } from '../../../src-main/process/process-table.ts';
import { withLock } from '../../../src-main/store/lock.ts';
import { createTestRunner, platformId } from '../process/set-up-runner.ts';

// A program of its own: adds 1 to a number in a file, many times, each time reading and writing apart. Without exclusion, numbers
// get lost. `die` ends it in the middle of its work, with the lock in its hands.
const [lockPath = '', countPath = '', timesText = '', ending = ''] = process.argv.slice(2);
const processes = createProcessTable({ platformId, runner: createTestRunner(), clock: systemClock });
const options = { purpose: 'count', processes, clock: systemClock, signal: new AbortController().signal, waitMs: null };

for (let time = 0; time < Number(timesText); time += 1) {
  await withLock(lockPath, options, async () => {
    const count = Number(await readFile(countPath, 'utf8'));
    await writeFile(countPath, String(count + 1));
  });
}
if (ending === 'die') await withLock(lockPath, options, () => Promise.resolve(process.kill(process.pid, 'SIGKILL')));
