import { readdir, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { removeTemporaries } from '../store/remove-temporaries.ts';
import { unlessMissing } from '../store/unless-missing.ts';
import { nodeRef, seedPathOf, serialLogPathOf, type LabDeps } from './context.ts';
import { hostKeyPath } from './credentials.ts';
import type { LabRecord } from './lab-record.ts';

/**
 * Removes what a run that was cut off has left in the lab's folder: files it was writing, and of nodes that the lab has forgotten since
 * the host keys and what is written before a VM is made (a removal may be lost when the power fails, while the record without the node is
 * not). Whatever else lies there stays. Call it under the lab's lock.
 */
export async function sweepLabFolder(deps: Pick<LabDeps, 'paths'>, { plan }: LabRecord): Promise<void> {
  const { paths } = deps;
  await removeTemporaries(paths.labDir(plan.labId));
  const known = plan.nodes.map(({ name }) => name);
  const keysDir = dirname(hostKeyPath(paths, plan, 'any'));
  for (const file of await list(keysDir)) {
    const name = /^([a-z][a-z0-9-]*)(?:\.pub)?$/.exec(file)?.[1];
    if (name !== undefined && !known.includes(name)) await rm(join(keysDir, file), { force: true });
  }
  const nodesDir = paths.nodesDir(plan.labId);
  const [first] = plan.nodes;
  if (first === undefined) return;
  const ref = nodeRef(deps, plan, first);
  const withoutVm = [seedPathOf(ref), serialLogPathOf(ref)].map((path) => basename(path));
  for (const name of (await list(nodesDir)).filter((one) => !known.includes(one))) {
    const files = await list(join(nodesDir, name));
    if (!files.every((file) => withoutVm.includes(file))) continue;
    for (const file of files) await rm(join(nodesDir, name, file), { force: true });
  }
}

function list(dir: string): Promise<readonly string[]> {
  return unlessMissing<readonly string[]>(readdir(dir), []);
}
