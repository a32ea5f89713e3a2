import { lstat, readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { beginUnfinished as beginParallels } from '../../../src-main/hypervisors/parallels/vm-folder.ts';
import { claimBlock } from '../../../src-main/hypervisors/qemu/port-blocks.ts';
import { beginUnfinished as beginVirtualBox } from '../../../src-main/hypervisors/virtualbox/vm-folder.ts';
import { vmIdSchema } from '../../../src-main/domain/ids.ts';
import { unlessMissing } from '../../../src-main/store/unless-missing.ts';
import { openWholeApp, type WholeApp } from '../../fakes/whole-app.ts';
import { liveThrough } from '../../fakes/whole-life.ts';

// A program of its own, as the mask is that of a whole process: everything is done where the system takes no right away from what is
// made, and each path below the data and the runtime folder that somebody else has a right to is printed with its mode and when.
process.umask(0);
const [rootDir = ''] = process.argv.slice(2);
const app = await openWholeApp(rootDir);
const open = new Set<string>();
let seen = 0;

async function look(dir: string, moment: string): Promise<void> {
  for (const entry of await readdir(dir, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    // A lock goes as soon as its operation has told of its end.
    const found = await unlessMissing(lstat(path), null);
    if (found === null) continue;
    const { mode } = found;
    seen += 1;
    if ((mode & 0o077) !== 0) open.add(`${(mode & 0o777).toString(8)} ${relative(rootDir, path)} (${moment})`);
  }
}

/** What drivers of real hypervisors put down before they call their programs. */
async function beginVms({ runtimeDir, paths }: WholeApp): Promise<void> {
  const vmId = vmIdSchema.parse('0c5bd1b2-1111-4222-8333-444455556666');
  const dir = (name: string): string => join(paths.labsDir, 'begonnen', 'nodes', name);
  await beginVirtualBox({ dir: dir('virtualbox') });
  await beginParallels({ dir: dir('parallels') }, { vmId });
  const claimant = {
    claimsDir: join(runtimeDir, 'ports'),
    networkDir: '/network',
    hasBlock: () => Promise.resolve(true),
  };
  await claimBlock(claimant, 1);
}

await liveThrough(app, async (moment) => {
  if (moment === 'used') await beginVms(app);
  for (const dir of [app.paths.dataDir, app.runtimeDir]) await look(dir, moment);
});
await app.close();
console.log(JSON.stringify({ seen, open: [...open], called: app.called.size }));
process.exit();
