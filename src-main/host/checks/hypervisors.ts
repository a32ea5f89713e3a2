import { isSwitchedOff, provedByTrial, verdict, type CheckInput, type HostCheckFunction } from '../check.ts';
import { byAction, byHand, byPage } from '../fixes.ts';
import { switchFixes } from './firmware.ts';

const id = 'hypervisors';

/** Whether anything here can run nodes, and how fast. What is wrong with one of them is told by its own check. */
export const checkHypervisors: HostCheckFunction = (input) => {
  const { findings, guide, computer } = input;
  const evidence = findings.flatMap((finding) => finding.evidence.map((line) => `${finding.id}: ${line}`));
  const best = findings.find((finding) => finding.kind === 'usable');
  if (best !== undefined) {
    const params = { hypervisor: best.id, version: best.version, acceleration: best.acceleration };
    if (best.acceleration !== 'software' && isSwitchedOff(input)) {
      const told = [...evidence, ...computer.isFirmwareOn.evidence];
      const fixes = switchFixes(guide).slice(0, 1);
      return verdict({ id, status: 'problem', finding: 'virtualization-off', params, evidence: told, fixes });
    }
    if (best.id === 'virtualbox' && isOnWindowsHypervisor(input)) {
      const told = [...evidence, ...computer.isHypervisorPresent.evidence];
      return verdict({ id, status: 'ok', finding: 'found-slow', params, evidence: told });
    }
    if (best.acceleration !== 'software') return verdict({ id, status: 'ok', finding: 'found', params, evidence });
    const fixes = guide.switch === 'usual' ? switchFixes(guide).slice(0, 1) : [byHand('go-slow')];
    return verdict({ id, status: 'warning', finding: 'software', params, evidence, fixes });
  }
  const broken = findings.find((finding) => finding.kind === 'unusable');
  if (broken !== undefined) {
    return verdict({ id, status: 'problem', finding: broken.code, params: { hypervisor: broken.id }, evidence });
  }
  const fixes = [
    byAction('install-hypervisor', 'install-hypervisor'),
    byPage('virtualbox-download', 'https://www.virtualbox.org/wiki/Downloads'),
  ];
  return verdict({ id, status: 'problem', finding: 'none', evidence, fixes });
};

/** Then VirtualBox runs on top of it and is slower, unless a trial has shown otherwise. */
function isOnWindowsHypervisor(input: CheckInput): boolean {
  const { isHypervisorPresent, isInsideVm } = input.computer;
  return isHypervisorPresent.value === true && isInsideVm.value !== true && provedByTrial(input) === null;
}
