import { readFile, writeFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { takeBlock } from '../../../src-main/hypervisors/qemu/take-block.ts';
import { systemClock } from '../../../src-main/platform/clock.ts';
import { createProcessTable } from '../../../src-main/process/process-table.ts';
import { unlessMissing } from '../../../src-main/store/unless-missing.ts';
import { createTestRunner, platformId } from './set-up-runner.ts';

// A program of its own: takes blocks of ports for several networks, all in the same order, and prints which. The networks' records
// are files beside their folders, as another program reads them.
const [claimsDir = '', networksDir = '', name = '', countText = '', blocksText = ''] = process.argv.slice(2);
const processes = createProcessTable({ platformId, runner: createTestRunner(), clock: systemClock });

async function takeFor(networkDir: string): Promise<number> {
  return takeBlock(
    { processes, clock: systemClock },
    {
      claimant: {
        claimsDir,
        networkDir,
        hasBlock: async (dir, block) => (await unlessMissing(readFile(`${dir}.json`, 'utf8'), '')) === String(block),
      },
      order: Array.from({ length: Number(blocksText) }, (_, block) => block),
      earlier: null,
      except: null,
      isUnused: () => Promise.resolve(true),
      note: async (block) => {
        // A slow disk: meanwhile others see the claim without a record that tells of it.
        await setTimeout(20);
        await writeFile(`${networkDir}.json`, String(block));
      },
      signal: new AbortController().signal,
    },
  );
}

const names = Array.from({ length: Number(countText) }, (_, index) => `${networksDir}/${name}-${String(index)}`);
process.stdout.write(JSON.stringify(await Promise.all(names.map(takeFor))));
