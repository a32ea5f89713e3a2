import { mkdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { throwIfCancelled } from '../../domain/failure.ts';
import { fileExists } from '../../store/unless-missing.ts';
import type { CallOptions, VmRef } from '../driver.ts';
import { adoptedKey, moveVm, register, releasedFromKey, seedPort, setExtraData, setName, unregister } from './argv.ts';
import { showDisk } from './media-argv.ts';
import { mediaKey } from './context.ts';
import type { DriverContext } from './context.ts';
import { refuseState, toLabError } from './failures.ts';
import { lookUp, lookUpOrFail, refuseAbsent, refuseBroken, refuseElsewhere } from './look-up.ts';
import { forgetMedia, forgetMedium, forgetUnusedMedia, mediaBelow, readMedia, refuseClones, rootOf } from './media.ts';
import { parseExtraData, parseRegisteredDisks, parseSettingsFile } from './parse-settings-file.ts';
import { movedRoots, pathsBelow, replacePaths } from './relocate-settings.ts';
import { requireOff } from './removal.ts';
import { runFor } from './run.ts';
import { toNodeState } from './state-map.ts';
import { findSettingsFile, listDifferences, listMissingSettings, readTextFile, replaceTextFile } from './vm-folder.ts';
import { groupOf } from './vm-info.ts';
import type { VmInfo } from './vm-info.ts';

/**
 * For the answer to a call that changes what VirtualBox's server knows: it goes on with what a killed VBoxManage asked for, and nobody
 * could tell when it is done (7.2.22). Answers come in a second.
 */
const answerGraceMs = 5000;
const forgetTimeoutMs = 5000;

/** As promised by `VmCrafting.releaseVm`. VirtualBox forgets the disks of the VM too, so its folder may go wherever it likes. */
export async function releaseVm(context: DriverContext, ref: VmRef, { signal }: CallOptions): Promise<void> {
  throwIfCancelled(signal);
  await context.vms.run(ref.vmId, () =>
    context.media.run(mediaKey, async () => {
      throwIfCancelled(signal);
      const found = await lookUpOrFail(context, ref, signal);
      if (found.kind === 'absent') return;
      if (found.kind === 'found') {
        requireOff(ref, found.info);
        await refuseClones(context, ref, signal);
        await runFor(context, ref, { args: setExtraData(ref, releasedFromKey, ref.dir), options: { signal } });
      }
      await runFor(context, ref, { args: unregister(ref), options: { signal } });
      await forgetMedia(context, ref, signal);
      if (found.kind === 'found') await forgetSeed(context, ref, { info: found.info, signal });
    }),
  );
}

/** VirtualBox's server keeps the seed in mind, and would refuse the same one in another folder (7.2.22). */
async function forgetSeed(
  context: DriverContext,
  ref: VmRef,
  { info, signal }: { readonly info: VmInfo; readonly signal: AbortSignal },
): Promise<void> {
  const seed = info.media.find(({ port }) => port === seedPort);
  if (seed === undefined) return;
  await forgetMedium(context, ref, { kind: 'dvd', mediumId: seed.mediumId, signal });
}

/**
 * As promised by `HypervisorDriver.bringBack`. VirtualBox renames folder and settings file with the VM, and moves its disks with it;
 * the seed and the serial log stay where they were (7.2.22).
 */
export async function bringBack(context: DriverContext, ref: VmRef, { signal }: CallOptions): Promise<void> {
  throwIfCancelled(signal);
  await context.vms.run(ref.vmId, () =>
    context.media.run(mediaKey, async () => {
      const found = await lookUp(context, ref, signal).catch((error: unknown) => {
        throw toLabError(error, { name: ref.name, path: ref.dir });
      });
      if (found.kind === 'absent') refuseAbsent(ref);
      if (found.kind === 'inaccessible') refuseBroken(ref, found.reasons);
      const { info } = found;
      if (found.kind === 'elsewhere' && !found.isMarked) refuseElsewhere(ref, info.configPath);
      if (found.kind === 'found' && info.name === ref.name) return;
      if (toNodeState(info.stateText) !== 'stopped') refuseState(ref.name, info.stateText);
      if (info.name !== ref.name) await runFor(context, ref, { args: setName(ref), options: { signal } });
      if (found.kind === 'elsewhere') await moveBack(context, ref, { info, signal });
      await keepInRegistry(context, ref, signal);
    }),
  );
}

async function moveBack(
  context: DriverContext,
  ref: VmRef,
  { info, signal }: { readonly info: VmInfo; readonly signal: AbortSignal },
): Promise<void> {
  const folder = join(ref.dir, groupOf(info) ?? '');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await runFor(context, ref, { args: moveVm(ref, folder), options: { signal, timeoutMs: null } });
}

/** As promised by `VmCrafting.adoptVm`; `vm-not-found` when the folder holds no settings file of this VM. */
export async function adoptVm(context: DriverContext, ref: VmRef, { signal }: CallOptions): Promise<void> {
  throwIfCancelled(signal);
  await context.vms.run(ref.vmId, async () => {
    throwIfCancelled(signal);
    const found = await lookUpOrFail(context, ref, signal);
    if (found.kind === 'found') return;
    const settingsPath = (await readOwnSettings(ref)) ?? (await bringBackSettings(ref));
    if (settingsPath === null) refuseAbsent(ref);
    if (found.kind === 'inaccessible') await runFor(context, ref, { args: unregister(ref), options: { signal } });
    await takeUp(context, ref, { settingsPath, signal });
  });
}

async function readOwnSettings(ref: VmRef): Promise<string | null> {
  const path = await findSettingsFile(ref);
  const text = path === null ? null : await readTextFile(path);
  return text !== null && parseSettingsFile(text)?.vmId === ref.vmId ? path : null;
}

/**
 * VirtualBox keeps the settings before the last change beside the current ones (7.2.22). When those are gone, the earlier ones take
 * their place, if they know every disk of the VM: with settings from before a snapshot, what was written since would be lost.
 */
async function bringBackSettings(ref: VmRef): Promise<string | null> {
  const disks = await listDifferences(ref);
  for (const path of await listMissingSettings(ref)) {
    const text = await readTextFile(`${path}-prev`);
    if (text === null || parseSettingsFile(text)?.vmId !== ref.vmId) continue;
    if (!disks.every((disk) => text.toLowerCase().includes(diskIdOf(disk).toLowerCase()))) continue;
    await replaceTextFile(path, text);
    return path;
  }
  return null;
}

interface Taking {
  readonly settingsPath: string;
  readonly signal: AbortSignal;
}

/** Makes VirtualBox know a VM again whose settings file is there. Call it while the VM's queue is held. */
export async function takeUp(context: DriverContext, ref: VmRef, { settingsPath, signal }: Taking): Promise<void> {
  await moveSettings(ref, settingsPath);
  await context.media.run(mediaKey, async () => {
    const opened = await openOrForget(context, ref, { settingsPath, signal });
    await runFor(context, ref, {
      args: register(settingsPath),
      options: { signal: abortedLater(signal, answerGraceMs) },
    });
    if (opened) await keepInRegistry(context, ref, signal);
  });
}

/** Disks of a VM that is not taken up after all would be in the way of their base as long as VirtualBox's server lives. */
async function openOrForget(context: DriverContext, ref: VmRef, taking: Taking): Promise<boolean> {
  try {
    const opened = await openDifferences(context, ref, taking);
    throwIfCancelled(taking.signal);
    return opened;
  } catch (error) {
    await forgetUnusedMedia(context, ref, AbortSignal.timeout(forgetTimeoutMs)).catch((reason: unknown) => {
      context.logger.info({ error: reason, name: ref.name }, 'disks of a VM that was not taken up stay open');
    });
    throw error;
  }
}

/** Settings files name the seed and the serial log by their full paths: those that moved along get their new ones. */
async function moveSettings(ref: VmRef, settingsPath: string): Promise<void> {
  const text = await readTextFile(settingsPath);
  const releasedFrom = text === null ? null : parseExtraData(text, releasedFromKey);
  if (text === null || releasedFrom === null || releasedFrom === ref.dir) return;
  const roots = movedRoots(releasedFrom, ref.dir);
  const replacements = new Map<string, string>();
  for (const path of pathsBelow(text, roots.from)) {
    const next = roots.to + path.slice(roots.from.length);
    if (!(await fileExists(path)) && (await fileExists(dirname(next)))) replacements.set(path, next);
  }
  await replaceTextFile(settingsPath, replacePaths(text, replacements));
}

/**
 * Makes VirtualBox know the difference disks of a linked clone before it reads the clone's settings, which do not name their
 * files: that is what the registry of the base does (7.2.22). True when there were any.
 */
async function openDifferences(context: DriverContext, ref: VmRef, { settingsPath, signal }: Taking): Promise<boolean> {
  const registered = parseRegisteredDisks((await readTextFile(settingsPath)) ?? '');
  const paths = (await listDifferences(ref)).filter((path) => !registered.has(diskIdOf(path)));
  let waiting = paths;
  while (waiting.length > 0) {
    const failed: { readonly path: string; readonly error: unknown }[] = [];
    for (const path of waiting) {
      throwIfCancelled(signal);
      // A child cannot be opened before its parent, and only VirtualBox knows which is which.
      await context.vbox
        .run(showDisk(path), { signal: abortedLater(signal, answerGraceMs) })
        .catch((error: unknown) => failed.push({ path, error }));
    }
    if (failed.length === waiting.length) throw toLabError(failed[0]?.error, { name: ref.name, path: ref.dir });
    waiting = failed.map(({ path }) => path);
  }
  return paths.length > 0;
}

/** A signal that is aborted `delayMs` after `signal`. */
function abortedLater(signal: AbortSignal, delayMs: number): AbortSignal {
  const later = new AbortController();
  const begin = (): void => {
    AbortSignal.timeout(delayMs).addEventListener('abort', () => {
      later.abort(signal.reason);
    });
  };
  if (signal.aborted) begin();
  else signal.addEventListener('abort', begin, { once: true });
  return later.signal;
}

/** `{uuid}.vdi`: how VirtualBox names difference disks. */
function diskIdOf(path: string): string {
  return /^\{(.*)\}\.vdi$/.exec(basename(path))?.[1] ?? basename(path);
}

/**
 * Disks that were only opened, or moved with their VM, are forgotten when VirtualBox's server ends. They are written into the base's
 * registry with the next change of the base, whichever it is.
 */
async function keepInRegistry(context: DriverContext, ref: VmRef, signal: AbortSignal): Promise<void> {
  const media = await readMedia(context, signal);
  const bases = mediaBelow(media, ref.dir).flatMap((medium) => rootOf(media, medium).users);
  const baseId = bases.find(({ vmId }) => vmId !== ref.vmId)?.vmId;
  if (baseId === undefined) return;
  const value = `${ref.vmId} ${context.clock.now()}`;
  await runFor(context, ref, { args: setExtraData({ vmId: baseId }, adoptedKey, value), options: { signal } });
}
