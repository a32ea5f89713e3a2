import type { FirmwareGuide } from '../../contract/firmware-views.ts';
import type { PlatformId } from '../../platform/platform-id.ts';
import { formatCommand, type CommandLine } from '../../process/command.ts';
import { guideData, switchWords } from './guides.ts';
import { modelName, recogniseMaker, type MakerFacts } from './recognise-maker.ts';

/** What the guide is made from. Null: it could not be found out. */
export interface FirmwareSituation {
  readonly platformId: PlatformId;
  readonly maker: MakerFacts;
  readonly cpuMaker: 'intel' | 'amd' | null;
  /** Its own firmware is then a program of the host. */
  readonly isInsideVm: boolean | null;
  readonly isUefi: boolean | null;
  readonly isAdministrator: boolean | null;
  readonly evidence: readonly string[];
}

/** The command that restarts into the firmware; null where the system has none. */
export function restartCommand(platformId: PlatformId): CommandLine | null {
  switch (platformId) {
    case 'windows':
      return { program: 'shutdown', args: ['/r', '/fw', '/t', '0'] };
    case 'linux':
      return { program: 'systemctl', args: ['reboot', '--firmware-setup'] };
    case 'macos':
      return null;
  }
}

/** The guide for one computer. */
export function firmwareGuide(situation: FirmwareSituation): FirmwareGuide {
  const guide = situation.isInsideVm === true ? 'virtual-machine' : recogniseMaker(situation.maker);
  const hasSwitch = guide !== 'surface' && guide !== 'apple' && guide !== 'virtual-machine';
  const data = guideData[guide];
  return {
    guide,
    maker: situation.maker.maker ?? situation.maker.boardMaker,
    model: modelName(situation.maker),
    switch: guide === 'virtual-machine' ? 'outside' : hasSwitch ? 'usual' : 'none',
    keys: data.keys.map((keys) => [...keys]),
    menus: data.menus.map((menu) => [...menu]),
    words: hasSwitch ? [...switchWords(situation.cpuMaker)] : [],
    notes: [...data.notes],
    needsColdStart: hasSwitch,
    restart: restartOf(situation, hasSwitch),
    evidence: [...situation.evidence],
  };
}

function restartOf(situation: FirmwareSituation, hasSwitch: boolean): FirmwareGuide['restart'] {
  const line = hasSwitch ? restartCommand(situation.platformId) : null;
  const command = line === null ? null : formatCommand(line);
  const needsAdministrator = situation.isAdministrator !== true;
  const answer = { needsAdministrator, command };
  if (!hasSwitch) return { ...answer, possible: false, reason: 'no-firmware' };
  if (line === null) return { ...answer, possible: false, reason: 'no-way' };
  // BIOS has no way of being asked for from a running system.
  if (situation.isUefi === false) return { ...answer, possible: false, command: null, reason: 'legacy-bios' };
  // Trying does no harm: the system refuses and says so.
  return { ...answer, possible: true, reason: situation.isUefi === null ? 'not-known' : 'uefi' };
}
