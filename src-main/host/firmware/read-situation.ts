import { access, readFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import type { Platform } from '../../platform/platform.ts';
import type { FirmwareSituation } from './firmware-guide.ts';
import { meaningfulWord, unknownMaker, type MakerFacts } from './recognise-maker.ts';

const dmiDir = '/sys/class/dmi/id';

/** What the guide is made from, read from this computer. */
export async function readFirmwareSituation(platform: Pick<Platform, 'id' | 'isRoot'>): Promise<FirmwareSituation> {
  const model = cpus()[0]?.model ?? '';
  const cpuMaker = /intel/i.test(model) ? 'intel' : /\bamd\b/i.test(model) ? 'amd' : null;
  const common = { platformId: platform.id, cpuMaker, isAdministrator: platform.isRoot || null } as const;
  if (platform.id !== 'linux') return { ...common, maker: unknownMaker, isUefi: null, evidence: [] };
  const isUefi = await access('/sys/firmware/efi').then(
    () => true,
    () => false,
  );
  const maker: MakerFacts = {
    maker: await readWord('sys_vendor'),
    model: await readWord('product_name'),
    version: await readWord('product_version'),
    family: await readWord('product_family'),
    boardMaker: await readWord('board_vendor'),
    boardModel: await readWord('board_name'),
  };
  return { ...common, maker, isUefi, evidence: [] };
}

async function readWord(name: string): Promise<string | null> {
  return meaningfulWord(await readFile(join(dmiDir, name), 'utf8').catch(() => null));
}
