import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { grubPartsDir } from './commands.ts';
import type { DebianBuildFiles } from './commands.ts';
import { partitionOffsetBytes } from './recipe.ts';

const sectorBytes = 512;

/** The rest of the first sector holds the partition table. */
const bootCodeBytes = 440;

/** Puts the boot loader in front of the partition: its first stage into sector 0, the rest into the sectors behind it. */
export async function writeBootLoader(files: Pick<DebianBuildFiles, 'rawDiskPath' | 'bootLoaderPath'>): Promise<void> {
  const firstStage = await readFile(join(grubPartsDir, 'boot.img'));
  const secondStage = await readFile(files.bootLoaderPath);
  if (secondStage.length > partitionOffsetBytes - sectorBytes) {
    throw new Error(`the boot loader is too large: ${String(secondStage.length)} bytes`);
  }
  const disk = await open(files.rawDiskPath, 'r+');
  try {
    await disk.write(firstStage, 0, bootCodeBytes, 0);
    await disk.write(secondStage, 0, secondStage.length, sectorBytes);
  } finally {
    await disk.close();
  }
}
