import { throwIfCancelled } from '../../domain/failure.ts';
import type { CallOptions, NodeDefinition } from '../driver.ts';
import { attachSeed, attachShared, cloneVm, setNodeHardware } from './argv.ts';
import { resizeDisk, showDisk } from './media-argv.ts';
import type { Argv } from './argv.ts';
import { mediaKey } from './context.ts';
import type { DriverContext } from './context.ts';
import { isWhole } from './is-whole.ts';
import { parseMediumInfo } from './parse-medium-info.ts';
import { requireRunnable } from './require-runnable.ts';
import { runAll, runFor } from './run.ts';
import { baseDiskPath, beginUnfinished, endUnfinished, listDifferences } from './vm-folder.ts';

const bytesPerMiB = 1024 ** 2;

/** The calls after cloning. */
export function nodeLines(definition: NodeDefinition): readonly Argv[] {
  const { ref, seedPath, sharedDiskPaths } = definition;
  return [
    setNodeHardware(definition),
    attachSeed(ref, seedPath),
    ...sharedDiskPaths.map((path, index) => attachShared(ref, path, index)),
  ];
}

/** Sizes of base disks that were asked for already: a sealed base does not change. */
export type BaseSizes = Map<string, number>;

/** As promised by `VmCrafting.createNode`: three calls for a node, and one per shared disk. */
export async function createNode(
  context: DriverContext,
  definition: NodeDefinition,
  options: CallOptions & { readonly baseSizes: BaseSizes },
): Promise<void> {
  const { ref } = definition;
  const { signal, report } = options;
  requireRunnable(context, definition);
  throwIfCancelled(signal);
  await context.vms.run(ref.vmId, async () => {
    throwIfCancelled(signal);
    if (await isWhole(context, ref, signal)) return;
    await beginUnfinished(ref);
    await context.media.run(mediaKey, () => runFor(context, ref, { args: cloneVm(definition), options: { signal } }));
    report?.(0.4);
    await growDisk(context, definition, options);
    await runAll(context, ref, { lines: nodeLines(definition), options, from: 0.4, to: 1 });
    await endUnfinished(ref);
  });
}

/** VirtualBox grows a difference disk alone; the base stays as it is (7.2.22). */
async function growDisk(
  context: DriverContext,
  { ref, base, diskBytes }: NodeDefinition,
  { signal, baseSizes }: CallOptions & { readonly baseSizes: BaseSizes },
): Promise<void> {
  const key = `${base.vmId} ${base.snapshotId}`;
  const known = baseSizes.get(key);
  const args = showDisk(baseDiskPath(base));
  const told = known === undefined ? parseMediumInfo(await runFor(context, base, { args, options: { signal } })) : [];
  const capacityMiB = known ?? told[0]?.capacityMiB ?? Number.NaN;
  baseSizes.set(key, capacityMiB);
  // VirtualBox tells whole MiB, rounded down.
  if (Math.floor(diskBytes / bytesPerMiB) <= capacityMiB) return;
  for (const path of await listDifferences(ref)) {
    await runFor(context, ref, { args: resizeDisk(path, diskBytes), options: { signal } });
  }
}
