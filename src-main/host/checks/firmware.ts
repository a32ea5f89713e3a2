import type { FirmwareGuide } from '../../contract/firmware-views.ts';
import type { Fix } from '../../contract/host-views.ts';
import { provedByTrial, verdict, type HostCheckFunction } from '../check.ts';
import { byAction, byAdministrator } from '../fixes.ts';

const id = 'firmware';

/** Whether the switch in the firmware is on; nothing where there is no such switch, or where it could change nothing. */
export const checkFirmware: HostCheckFunction = (input) => {
  const { computer, guide } = input;
  const { isFirmwareOn, isShown, isCapable, isInsideVm, architecture } = computer;
  const hasSwitch = guide.switch === 'usual' && isInsideVm.value !== true && architecture.value !== 'arm64';
  if (!hasSwitch || isCapable.value === false || computer.platformId === 'macos') return null;
  const proof = provedByTrial(input);
  if (proof !== null) return verdict({ id, status: 'ok', finding: 'proved', evidence: proof });
  const { value, evidence } = isFirmwareOn;
  if (value === true) return verdict({ id, status: 'ok', finding: 'on', evidence });
  const fixes = switchFixes(guide);
  if (value === false) return verdict({ id, status: 'problem', finding: 'off', evidence, fixes });
  // Nearly every CPU of today can do it: when it is not shown at all, the switch is the likely reason, and not a proved one.
  if (isShown.value === false) return verdict({ id, status: 'warning', finding: 'probably-off', evidence, fixes });
  return verdict({
    id,
    status: 'unknown',
    finding: 'unknown',
    evidence,
    fixes: [byAction('try-it', 'trial'), ...fixes],
  });
};

/** Which key, which menu, which words; and the way there without keys, where the system has one. */
export function switchFixes({ keys, menus, words, maker, restart }: FirmwareGuide): Fix[] {
  const params = {
    maker: maker ?? '',
    keys: keys.map((sequence) => sequence.join(' → ')).join(' / '),
    menu: (menus[0] ?? []).join(' › '),
    words: words.slice(0, 3).join(', '),
  };
  return [
    byAction(maker === null ? 'firmware-guide' : 'firmware-guide-of', 'firmware-guide', params),
    ...(restart.possible && restart.command !== null ? [byAdministrator('firmware-restart', restart.command)] : []),
  ];
}
