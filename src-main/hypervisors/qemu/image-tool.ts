import { z } from 'zod';
import { LabError } from '../../domain/failure.ts';
import { CommandError } from '../../process/command.ts';
import type { CommandLine, CommandResult } from '../../process/command.ts';
import type { VmRef } from '../driver.ts';
import type { QemuContext } from './context.ts';
import type { ForeignFormat } from './foreign-format.ts';
import { toDiskFailure } from './failures.ts';
import { parseImageInfo } from './parse-image-info.ts';
import type { ImageInfo } from './parse-image-info.ts';

/** Arguments of `qemu-img`, as data: run by the driver, shown by the preview. */
export const imageArgs = {
  /** `-U`: also while a VM writes to it. */
  info: (file: string): readonly string[] => ['info', '--output=json', '-U', file],
  /** The same for an image that somebody brings. */
  foreignInfo: (file: string, format: ForeignFormat): readonly string[] => [
    ...['info', '--output=json', '-f', format, file],
  ],
  /** `-W -m 8`: a new file may be written in any order, which is faster. It is brought to the disk by whoever asked for it. */
  convert: (source: string, target: string, format: ForeignFormat): readonly string[] => [
    ...['convert', '-p', '-W', '-m', '8', '-f', format, '-O', 'qcow2', source, target],
  ],
  createEmpty: (target: string, sizeBytes: number): readonly string[] => [
    ...['create', '-q', '-f', 'qcow2', target, String(sizeBytes)],
  ],
  resize: (file: string, sizeBytes: number): readonly string[] => ['resize', '-f', 'qcow2', file, String(sizeBytes)],
  createClone: (target: string, backingFile: string, sizeBytes: number): readonly string[] => [
    ...['create', '-q', '-f', 'qcow2', '-F', 'qcow2', '-b', backingFile, target, String(sizeBytes)],
  ],
  createRaw: (target: string, sizeBytes: number): readonly string[] => [
    ...['create', '-q', '-f', 'raw', target, String(sizeBytes)],
  ],
  takeSnapshot: (file: string, tag: string): readonly string[] => ['snapshot', '-q', '-c', tag, file],
  applySnapshot: (file: string, tag: string): readonly string[] => ['snapshot', '-q', '-a', tag, file],
  deleteSnapshot: (file: string, tag: string): readonly string[] => ['snapshot', '-q', '-d', tag, file],
} as const;

/** What one run of `qemu-img` is about, for its errors, and how it can be ended. */
export interface ImageWork {
  readonly ref: Pick<VmRef, 'name' | 'dir'>;
  readonly signal: AbortSignal;
  readonly onLine?: (line: string) => void;
}

/** Runs `qemu-img`. Throws `disk-full`, `vm-busy`, `command-failed`, `command-timeout`, `CancelledError`. */
export async function runImageTool(ctx: QemuContext, args: readonly string[], work: ImageWork): Promise<CommandResult> {
  const command: CommandLine = { program: ctx.programs.img, args };
  const { onLine } = work;
  const spec = { ...command, timeoutMs: null, ...(onLine === undefined ? {} : { onLine }) };
  try {
    return await ctx.runner.run(spec, { signal: work.signal });
  } catch (error) {
    throw toDiskFailure(error, work.ref);
  }
}

/** What `qemu-img` says about an image that somebody brings. Throws `image-not-usable`. */
export async function readForeignImage(
  ctx: QemuContext,
  { file, format }: { readonly file: string; readonly format: ForeignFormat },
  signal: AbortSignal,
): Promise<ImageInfo> {
  const args = imageArgs.foreignInfo(file, format);
  try {
    const { stdout } = await ctx.runner.run({ program: ctx.programs.img, args }, { signal });
    return parseImageInfo(stdout);
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    const evidence = [error instanceof CommandError ? error.stderr.trim() : error.message];
    const params = { path: file, reason: 'unreadable' };
    throw new LabError('image-not-usable', error.message, { params, evidence, cause: error });
  }
}

/** The tool refused it, or said what makes no sense. */
function isUnreadable(error: unknown): error is Error {
  return error instanceof CommandError || error instanceof SyntaxError || error instanceof z.ZodError;
}

/** What a disk of ours holds, also while it is in use. */
export async function readDiskInfo(ctx: QemuContext, file: string, work: ImageWork): Promise<ImageInfo> {
  return parseImageInfo((await runImageTool(ctx, imageArgs.info(file), work)).stdout);
}
