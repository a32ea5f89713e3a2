import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { isMissingFile, translateFileError } from '../../store/file-error.ts';
import { bootFloppy } from '../boot-sector.ts';
import type { TrialPlace, TrialSight, TrialWay } from '../trial-vm.ts';
import { controlArgs, firmwareArgs, processorArgs, serialArgs } from './argv.ts';
import type { QemuAccelerator, QemuContext, QemuDriverSetup } from './context.ts';
import { endProcess } from './end-process.ts';
import { toStartFailure } from './failures.ts';
import { vmFiles } from './files.ts';
import { chooseControl, launch } from './launch.ts';
import type { QmpAddress } from './qmp.ts';
import { findProcess, vmTarget } from './vm-process.ts';

const name = 'big-data-lab-trial';
/** The boot sector needs a few KiB, the firmware of an ARM machine wants more. */
const memoryMiB = 256;
const lookTimeoutMs = 5_000;
const nativePatienceMs = 30_000;
const emulatedPatienceMs = 120_000;
const logLines = 20;

/** The accelerator that detection would take, and software behind it: a device can be there, open, and run nothing. */
export function qemuTrialWays(setup: QemuDriverSetup, place: TrialPlace): readonly TrialWay[] {
  const ctx: QemuContext = { ...setup, passing: new Map() };
  const accelerators: readonly QemuAccelerator[] = setup.accelerator === 'tcg' ? ['tcg'] : [setup.accelerator, 'tcg'];
  return accelerators.map((accelerator) => trialWay(ctx, place, accelerator));
}

interface TrialFiles extends ReturnType<typeof vmFiles> {
  readonly floppy: string;
  readonly serial: string;
}

function trialFiles(dir: string): TrialFiles {
  return { ...vmFiles(dir), floppy: path.join(dir, 'boot.img'), serial: path.join(dir, 'serial.log') };
}

function trialWay(ctx: QemuContext, place: TrialPlace, accelerator: QemuAccelerator): TrialWay {
  const files = trialFiles(place.dir);
  const target = vmTarget({ ...place, name });
  const stop = async (signal: AbortSignal): Promise<void> => {
    await endProcess(ctx, target, await findProcess(ctx, target, { signal, timeoutMs: lookTimeoutMs }));
  };
  return {
    acceleration: accelerator === 'tcg' ? 'software' : accelerator,
    proof: ctx.firmware === null ? 'word' : 'firmware',
    patienceMs: accelerator === 'tcg' ? emulatedPatienceMs : nativePatienceMs,
    create: () => writeFiles(ctx, place.dir, files),
    start: async ({ signal }) => {
      const control = await chooseControl(ctx, place.vmId);
      const { client } = await launch(
        ctx,
        {
          name,
          args: trialArgs(ctx, { place, accelerator, control, files }),
          control,
          runPath: files.run,
          logPath: files.log,
          toFailure: (output, command) => toStartFailure({ name, output, command, port: null, dir: place.dir }),
        },
        signal,
      );
      client.close();
    },
    look: async ({ signal }): Promise<TrialSight> => {
      const found = await findProcess(ctx, target, { signal, timeoutMs: lookTimeoutMs });
      const runs = found.kind === 'silent' ? null : found.kind === 'on' && found.status === 'running';
      const log = (await readText(files.log)).split(/\r?\n/).filter((line) => line.trim() !== '');
      return { runs, serial: await readText(files.serial), log: log.slice(-logLines) };
    },
    // QEMU has no fallback of its own: with one accelerator named it runs with this one or not at all (7.2).
    readMode: () =>
      Promise.resolve({ mode: accelerator === 'tcg' ? 'software' : 'native', evidence: [`-accel ${accelerator}`] }),
    stop: ({ signal }) => stop(signal),
    remove: async ({ signal }) => {
      await stop(signal);
      await rm(place.dir, { recursive: true, force: true });
    },
  };
}

interface TrialMachine {
  readonly place: TrialPlace;
  readonly accelerator: QemuAccelerator;
  readonly control: QmpAddress;
  readonly files: TrialFiles;
}

function trialArgs(ctx: QemuContext, { place, accelerator, control, files }: TrialMachine): readonly string[] {
  const { architecture } = ctx.platform;
  const firmware = ctx.firmware === null ? null : { ...ctx.firmware, variablesCopyPath: files.efiVariables };
  return [
    ...['-name', `guest=${name}`, '-uuid', place.vmId, '-nodefaults', '-no-user-config', '-display', 'none'],
    ...processorArgs({ architecture, accelerator, qemuMajor: ctx.version.major, machine: null }),
    ...['-m', `size=${memoryMiB}M`],
    ...firmwareArgs({ firmware }),
    ...controlArgs(control, files.pid),
    ...serialArgs({ serialLogPath: files.serial, serialSocketPath: null }),
    ...(firmware === null ? bootArgs(files.floppy) : []),
  ];
}

/** As a disk of the kind that nodes have; the firmware boots its first sector like that of a floppy. */
function bootArgs(filename: string): readonly string[] {
  const file = { driver: 'file', filename, 'read-only': true };
  const disk = { driver: 'raw', 'node-name': 'boot0', 'read-only': true, file };
  return ['-blockdev', JSON.stringify(disk), '-device', 'virtio-blk-pci,drive=boot0,bootindex=0'];
}

async function writeFiles({ firmware }: QemuContext, dir: string, files: TrialFiles): Promise<void> {
  try {
    await mkdir(dir, { recursive: true, mode: 0o700 });
    if (firmware === null) await writeFile(files.floppy, bootFloppy(), { mode: 0o600 });
    else await copyFile(firmware.variablesPath, files.efiVariables);
  } catch (error) {
    throw translateFileError(error, dir);
  }
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (isMissingFile(error)) return '';
    throw error;
  }
}
