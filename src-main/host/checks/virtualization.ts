import { provedByTrial, verdict, type CheckInput, type HostCheckFunction } from '../check.ts';
import type { CheckView, Fix } from '../../contract/host-views.ts';
import { byAction, byHand } from '../fixes.ts';

const id = 'virtualization';

/** Whether the CPU can do it, as this system sees it. */
export const checkVirtualization: HostCheckFunction = (input) => {
  const { isCapable, isShown, isInsideVm } = input.computer;
  const proof = provedByTrial(input);
  if (proof !== null) return verdict({ id, status: 'ok', finding: 'proved', evidence: proof });
  const { evidence } = isCapable;
  if (isCapable.value === true) return verdict({ id, status: 'ok', finding: 'capable', evidence });
  if (isCapable.value === false) {
    return isInsideVm.value === true
      ? verdict({ id, ...missing(input), finding: 'inside-vm', evidence, fixes: [byHand('nested')] })
      : verdict({ id, ...missing(input), finding: 'not-capable', evidence, fixes: withoutHelp(input) });
  }
  const finding = isInsideVm.value === true ? 'inside-vm-unknown' : isShown.value === false ? 'not-shown' : 'unknown';
  return verdict({ id, status: 'unknown', finding, evidence, fixes: [byAction('try-it', 'trial')] });
};

/** Where something emulates the CPU, nodes are slow; where nothing does, there are none. */
function missing({ findings }: CheckInput): Pick<CheckView, 'status'> {
  return { status: findings.some(({ kind }) => kind === 'usable') ? 'warning' : 'problem' };
}

function withoutHelp({ findings }: CheckInput): Fix[] {
  const isEmulated = findings.some(({ kind }) => kind === 'usable');
  return isEmulated ? [byHand('go-slow'), byHand('other-computer')] : [byHand('use-qemu'), byHand('other-computer')];
}
