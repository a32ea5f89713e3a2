import type { HostCheckFunction } from '../check.ts';

export const checkHypervisors: HostCheckFunction = ({ findings }) => {
  const evidence = findings.flatMap((finding) => finding.evidence.map((line) => `${finding.id}: ${line}`));
  const best = findings.find((finding) => finding.kind === 'usable');
  if (best !== undefined) {
    const params = { hypervisor: best.id, version: best.version, acceleration: best.acceleration };
    const isSlow = best.acceleration === 'software';
    return {
      id: 'hypervisors',
      status: isSlow ? 'warning' : 'ok',
      finding: isSlow ? 'software' : 'found',
      params,
      evidence,
    };
  }
  const broken = findings.find((finding) => finding.kind === 'unusable');
  if (broken === undefined) return { id: 'hypervisors', status: 'problem', finding: 'none', params: {}, evidence };
  return { id: 'hypervisors', status: 'problem', finding: broken.code, params: { hypervisor: broken.id }, evidence };
};
