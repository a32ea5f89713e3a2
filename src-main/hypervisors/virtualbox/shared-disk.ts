import { mkdir, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { LabError, throwIfCancelled } from '../../domain/failure.ts';
import { translateFileError } from '../../store/file-error.ts';
import { fileExists } from '../../store/unless-missing.ts';
import type { CallOptions, VmRef } from '../driver.ts';
import { exportVm as exportVmLine } from './argv.ts';
import { closeMedium, createFixedDisk, showDisk } from './media-argv.ts';
import { mediaKey } from './context.ts';
import type { DriverContext } from './context.ts';
import { refuseState } from './failures.ts';
import { requireVm } from './look-up.ts';
import { runFor } from './run.ts';
import { toNodeState } from './state-map.ts';
import { removeFile } from './vm-folder.ts';

/**
 * As promised by `VmCrafting.createSharedDisk`. The file gets its name when it is complete, so a file of that name is a whole
 * disk; and VirtualBox puts `.vdi` behind names that end in no suffix.
 */
export async function createSharedDisk(
  context: DriverContext,
  disk: { readonly path: string; readonly sizeMiB: number },
  { signal }: CallOptions,
): Promise<void> {
  const { path, sizeMiB } = disk;
  throwIfCancelled(signal);
  await context.media.run(mediaKey, async () => {
    throwIfCancelled(signal);
    if (await fileExists(path)) return;
    const unfinishedPath = `${path}.unfinished.vdi`;
    const subject = { name: path, dir: path };
    const close = closeMedium('disk', unfinishedPath);
    if (await fileExists(unfinishedPath)) {
      // Known to VirtualBox or not: either is fine, as its file goes now.
      await runFor(context, subject, { args: close, options: { signal } }).catch((error: unknown) => {
        if (!(error instanceof LabError)) throw error;
      });
      await removeFile(unfinishedPath);
    }
    try {
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    } catch (error) {
      throw translateFileError(error, dirname(path));
    }
    const create = createFixedDisk(unfinishedPath, sizeMiB);
    await runFor(context, subject, { args: create, options: { signal, timeoutMs: null } });
    await runFor(context, subject, { args: close, options: { signal } });
    await rename(unfinishedPath, path);
  });
}

/** As promised by `VmCrafting.exportVm`. A file of that name that was there before is kept, and the call fails. */
export async function exportVm(
  context: DriverContext,
  target: { readonly ref: VmRef; readonly targetPath: string },
  { signal }: CallOptions,
): Promise<void> {
  const { ref, targetPath } = target;
  throwIfCancelled(signal);
  await context.vms.run(ref.vmId, async () => {
    const info = await requireVm(context, ref, signal);
    if (toNodeState(info.stateText) !== 'stopped') refuseState(ref.name, info.stateText);
    // VirtualBox writes a capacity of 0 into the appliance for a disk it has not looked at since its server started (7.2.22).
    for (const { path } of info.media.filter((medium) => /\.vdi$/i.test(medium.path))) {
      await runFor(context, ref, { args: showDisk(path), options: { signal } });
    }
    const wasThere = await fileExists(targetPath);
    try {
      const args = exportVmLine(ref, targetPath);
      await runFor(context, { ...ref, dir: targetPath }, { args, options: { signal, timeoutMs: null } });
    } catch (error) {
      if (!wasThere) await removeFile(targetPath);
      throw error;
    }
  });
}
