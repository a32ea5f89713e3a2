import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CpuArchitecture } from '../../domain/ids.ts';
import { isMissingFile, translateFileError } from '../../store/file-error.ts';
import { bootFloppy } from '../boot-sector.ts';
import type { VmRef } from '../driver.ts';
import type { TrialPlace, TrialSight, TrialWay } from '../trial-vm.ts';
import { createVm } from './argv.ts';
import type { DriverContext } from './context.ts';
import type { DetectionSetup } from './detect.ts';
import { lookUp } from './look-up.ts';
import { forceStop, startVirtualMachine } from './power.ts';
import { deleteVm } from './removal.ts';
import { runAll, runFor } from './run.ts';
import { toNodeState } from './state-map.ts';
import { addFloppyController, attachFloppy, closeFloppy, listFloppies, setTrialHardware } from './trial-argv.ts';
import { createContext, requireVBoxManage } from './virtualbox-driver.ts';
import type { VirtualBoxSetup } from './virtualbox-driver.ts';
import { beginUnfinished } from './vm-folder.ts';
import { readLogTail, vmLogPath } from './vm-log.ts';

const patienceMs = 30_000;

interface TrialFiles {
  readonly floppy: string;
  readonly serial: string;
}

/** What is made for the trial, besides what VirtualBox writes. */
function trialFiles(dir: string): TrialFiles {
  return { floppy: join(dir, 'boot.img'), serial: join(dir, 'serial.log') };
}

/** Ways to try VirtualBox: one, as it chooses by itself how to run. Works with a VirtualBox that detection calls unusable. */
export async function prepareVirtualBoxTrial(
  setup: Omit<VirtualBoxSetup, 'program' | 'version'> & DetectionSetup & { readonly architecture: CpuArchitecture },
  place: TrialPlace,
): Promise<readonly TrialWay[]> {
  const found = await requireVBoxManage(setup);
  return [virtualBoxTrialWay(createContext({ ...setup, ...found }), place, setup.architecture)];
}

/** A VM without a disk. On x86 a program of ours on a floppy speaks; on ARM there is no such thing, and it only runs. */
function virtualBoxTrialWay(context: DriverContext, place: TrialPlace, architecture: CpuArchitecture): TrialWay {
  const ref: VmRef = { ...place, name: `bdl-trial-${place.vmId.slice(0, 8)}` };
  const files = trialFiles(place.dir);
  const hasFloppy = architecture === 'amd64';
  let configPath = join(place.dir, ref.name, `${ref.name}.vbox`);
  return {
    acceleration: 'native',
    proof: hasFloppy ? 'word' : 'running',
    patienceMs,
    create: async (options) => {
      await beginUnfinished(ref);
      if (hasFloppy) await writeFloppy(files.floppy);
      const hardware = setTrialHardware(ref, { architecture, serialPath: hasFloppy ? files.serial : null });
      const floppy = [addFloppyController(ref), attachFloppy(ref, files.floppy)];
      const lines = [createVm({ ref, architecture }, context.version), hardware, ...(hasFloppy ? floppy : [])];
      await runAll(context, ref, { lines, options, from: 0, to: 1 });
    },
    start: (options) => startVirtualMachine(context, ref, options),
    look: async ({ signal }): Promise<TrialSight> => {
      const found = await lookUp(context, ref, signal);
      if (found.kind === 'found') configPath = found.info.configPath;
      const state = found.kind === 'found' ? toNodeState(found.info.stateText) : 'unknown';
      const runs = state === 'running' ? true : ['stopped', 'broken'].includes(state) ? false : null;
      return {
        runs,
        serial: hasFloppy ? await readText(files.serial) : '',
        log: await readLogTail(vmLogPath({ configPath })),
      };
    },
    readMode: async () =>
      (await context.readExecution({ vmId: place.vmId, configPath })) ?? { mode: 'unknown', evidence: [] },
    stop: (options) => forceStop(context, ref, options),
    remove: async (options) => {
      // The note that it is unfinished lies in its folder: so all of it is taken away, by its id.
      await deleteVm(context, ref, options);
      await forgetFloppy(context, ref, { path: files.floppy, signal: options.signal });
      await rm(place.dir, { recursive: true, force: true });
    },
  };
}

async function writeFloppy(path: string): Promise<void> {
  try {
    await writeFile(path, bootFloppy(), { mode: 0o600 });
  } catch (error) {
    throw translateFileError(error, path);
  }
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (isMissingFile(error)) return '';
    throw error;
  }
}

/** VirtualBox keeps a floppy in its list when the VM it was in is gone (7.2.22). */
async function forgetFloppy(
  context: DriverContext,
  ref: VmRef,
  { path, signal }: { readonly path: string; readonly signal: AbortSignal },
): Promise<void> {
  const { stdout } = await context.vbox.run(listFloppies, { signal, toleratesErrorLines: true });
  if (stdout.includes(path)) await runFor(context, ref, { args: closeFloppy(path), options: { signal } });
}
