import type { ScenarioInput } from './app.ts';

/** An ordinary laptop, with every kind of check on it. */
export const ordinaryChecks: NonNullable<ScenarioInput['checks']> = [
  { id: 'cpu', status: 'ok', finding: 'enough', params: { model: 'A CPU', cores: 8 }, evidence: ['A CPU, 8 cores'] },
  {
    id: 'memory',
    status: 'ok',
    finding: 'enough',
    params: { totalMiB: 16_384, totalGiB: 16, availableGiB: 10.7, fits: 14, recommendedGiB: 16 },
    evidence: ['total 16384 MiB'],
  },
  {
    id: 'disk',
    status: 'warning',
    finding: 'below-recommended',
    params: { freeGiB: 84, neededGiB: 5, recommendedGiB: 100, fits: 8, path: '/home/anna/data' },
    evidence: [],
  },
  {
    id: 'hypervisors',
    status: 'ok',
    finding: 'found',
    params: { hypervisor: 'qemu', version: '7.2.22', acceleration: 'kvm' },
    evidence: ['/usr/bin/qemu-system-x86_64'],
  },
  { id: 'network', status: 'ok', finding: 'free', params: { subnet: '10.77.0.0/24' }, evidence: [] },
];

/** Time enough to look at what goes on. */
export const unhurried: NonNullable<ScenarioInput['delaysMs']> = { boot: 1500, image: 500 };

/** A node that boots and is never reached over SSH; once, then all goes well. */
export const nodeNotReady: NonNullable<ScenarioInput['failures']>[number] = {
  at: 'waitUntilReady',
  node: 'pi-201',
  code: 'node-not-ready',
  params: { node: 'pi-201', requirement: 'ssh' },
};

/** A laptop whose virtualization is off: a problem with a guide, and one that merely stands out. */
export const troubledChecks: NonNullable<ScenarioInput['checks']> = [
  {
    id: 'hypervisors',
    status: 'problem',
    finding: 'virtualization-off',
    params: { hypervisor: 'virtualbox' },
    evidence: ['virtualbox: VERR_SVM_DISABLED'],
    fixes: [
      {
        kind: 'action',
        id: 'firmware-guide',
        params: { keys: 'F1', words: 'SVM Mode', menu: 'Security' },
        action: 'firmware-guide',
      },
      { kind: 'action', id: 'try-it', params: {}, action: 'trial' },
    ],
  },
  ...ordinaryChecks.filter(({ id }) => id !== 'hypervisors'),
];

/** VirtualBox that does not run anything, and QEMU that does so in software only. */
export const triedWays: NonNullable<ScenarioInput['ways']> = {
  virtualbox: [
    {
      startFails: {
        code: 'vm-driver-missing',
        params: { hypervisor: 'virtualbox' },
        evidence: ['Kernel driver not installed (rc=-1908)'],
      },
    },
  ],
  qemu: [
    { acceleration: 'kvm', wordAfterMs: null, patienceMs: 400 },
    { acceleration: 'software', mode: 'software', evidence: ['-accel tcg'] },
  ],
};
