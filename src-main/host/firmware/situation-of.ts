import type { ComputerFacts } from '../facts/computer-facts.ts';
import type { FirmwareSituation } from './firmware-guide.ts';

/** What the guide to the firmware is made from. */
export function situationOf(computer: ComputerFacts): FirmwareSituation {
  const { platformId, maker, makerEvidence, cpuMaker, isUefi, administrator, isInsideVm } = computer;
  return {
    platformId,
    maker,
    cpuMaker,
    isInsideVm: isInsideVm.value,
    isUefi: isUefi.value,
    isAdministrator: administrator.value === null ? null : administrator.value === 'now',
    evidence: [...makerEvidence, ...isUefi.evidence],
  };
}
