import { verdict, type HostCheckFunction } from '../check.ts';
import { byAction } from '../fixes.ts';

const statuses = { native: 'ok', slow: 'warning', software: 'warning', failed: 'problem' } as const;

/** What the last trial showed; nothing where there was none. */
export const checkTrial: HostCheckFunction = ({ trial }) => {
  if (trial === null) return null;
  return verdict({
    id: 'trial',
    status: statuses[trial.mode],
    finding: trial.mode,
    params: { ...trial.params, hypervisor: trial.hypervisor, code: trial.code ?? '' },
    evidence: [`${trial.triedAt}: ${trial.mode}`, ...trial.evidence],
    fixes: trial.mode === 'failed' ? [byAction('try-again', 'trial')] : [],
  });
};
