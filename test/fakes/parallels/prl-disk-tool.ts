import {
  closeSync,
  existsSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { option, Refusal, requireKnown, said } from './answer.ts';
import type { Answer } from './answer.ts';

const bytesPerMiB = 1024 ** 2;
const noteFileName = 'DiskDescriptor.xml';

function megabytes(text: string | undefined): number {
  const [, amount, unit] = /^(\d+)([MG]?)/.exec(text ?? '') ?? [];
  if (amount === undefined) throw new Refusal('Invalid size');
  return Number(amount) * (unit === 'G' ? 1024 : 1);
}

/** Sparse, and of the size the guest sees: the file of a plain disk (docker-machine-parallels generateDiskImage). */
export function makeDisk(diskPath: string, sizeMiB: number): void {
  mkdirSync(diskPath, { recursive: true });
  writeFileSync(join(diskPath, noteFileName), `<Disk_size>${sizeMiB}</Disk_size>\n`);
  const file = openSync(join(diskPath, `${basename(diskPath)}.0.{5fbaabe3-6958-40ff-92a7-860e329aab41}.hds`), 'w');
  ftruncateSync(file, sizeMiB * bytesPerMiB);
  closeSync(file);
}

/** Size the guest sees, from the file; 0 when there is none. */
export function diskSizeMiB(diskPath: string): number {
  if (!existsSync(diskPath)) return 0;
  const data = readdirSync(diskPath).find((name) => name.endsWith('.hds'));
  return data === undefined ? 0 : statSync(join(diskPath, data)).size / bytesPerMiB;
}

/** prl_disk_tool: `create`, `convert`, `resize`. */
export function prlDiskTool(args: readonly string[]): Answer {
  const diskPath = option(args, '--hdd');
  if (diskPath === undefined) throw new Refusal('The disk image is not specified');
  switch (args[0]) {
    case 'create': {
      requireKnown(args, ['--hdd', '--size', '--expanding']);
      const sizeMiB = megabytes(option(args, '--size'));
      // Reported with 26.3.2: less than 64 MiB is refused.
      if (sizeMiB < 64) throw new Refusal('PRL_ERR_DISK_CREATE_IMAGE_ERROR');
      if (existsSync(diskPath)) throw new Refusal('The file already exists');
      makeDisk(diskPath, sizeMiB);
      return said('The virtual disk has been successfully created.\n');
    }
    case 'convert':
      requireKnown(args, ['--hdd', '--expanding', '--merge']);
      if (diskSizeMiB(diskPath) === 0) throw new Refusal('Unable to open the disk image');
      return said('Operation progress 100 %\n');
    case 'resize': {
      requireKnown(args, ['--hdd', '--size']);
      const file = readdirSync(diskPath).find((name) => name.endsWith('.hds'));
      if (file === undefined) throw new Refusal('Unable to open the disk image');
      const handle = openSync(join(diskPath, file), 'r+');
      ftruncateSync(handle, megabytes(option(args, '--size')) * bytesPerMiB);
      closeSync(handle);
      return said('Operation progress 100 %\n');
    }
    default:
      throw new Refusal(`Unknown command ${args[0] ?? ''}`);
  }
}
