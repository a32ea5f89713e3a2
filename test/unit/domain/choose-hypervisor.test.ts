import { describe, expect, it } from 'vitest';
import {
  chooseHypervisor,
  type ChoiceHost,
  type HypervisorCandidate,
} from '../../../src-main/domain/choose-hypervisor.ts';
import type { HypervisorId } from '../../../src-main/domain/ids.ts';
import { toTrialResult } from '../../../src-main/domain/trial-result.ts';
import type { Trial, TrialMode } from '../../../src-main/domain/trial.ts';
import { choiceWords } from '../../../src-main/locales/trial-words.ts';
import { createTranslator } from '../../../src-main/locales/translate.ts';

const pc: ChoiceHost = { platformId: 'linux', architecture: 'amd64' };
const armMac: ChoiceHost = { platformId: 'macos', architecture: 'arm64' };
const intelMac: ChoiceHost = { platformId: 'macos', architecture: 'amd64' };

function trialThat(outcome: Trial['outcome']): Trial {
  return { hypervisor: 'virtualbox', version: '7.2.22', at: '2026-11-22T20:00:00Z', outcome };
}

function ran(mode: TrialMode): Trial {
  return trialThat({ kind: 'ran', mode, proof: 'word', tookMs: 900, fallback: null, evidence: [] });
}

const failed = trialThat({
  kind: 'failed',
  failure: { code: 'vm-driver-missing', params: {}, message: '', evidence: [] },
});
const silent = trialThat({ kind: 'cannot-tell', waitedMs: 30_000, evidence: [] });

function there(id: HypervisorId, more: Partial<HypervisorCandidate> = {}): HypervisorCandidate {
  return {
    id,
    kind: 'usable',
    isEmulated: false,
    isKnownBad: false,
    trial: null,
    ...more,
  };
}

function absent(id: HypervisorId): HypervisorCandidate {
  return there(id, { kind: 'missing' });
}

function broken(id: HypervisorId): HypervisorCandidate {
  return there(id, { kind: 'unusable' });
}

const slowQemu = there('qemu', { isEmulated: true });

interface Row {
  readonly case: string;
  readonly host?: ChoiceHost;
  readonly found: readonly HypervisorCandidate[];
  readonly chosen: HypervisorId | null;
  readonly order: readonly HypervisorId[];
  readonly passedOver?: readonly HypervisorId[];
}

const rows: readonly Row[] = [
  {
    case: 'VirtualBox before QEMU',
    found: [there('qemu'), there('virtualbox')],
    chosen: 'virtualbox',
    order: ['virtualbox', 'qemu'],
  },
  {
    case: 'Parallels on a Mac with Apple silicon',
    host: armMac,
    found: [there('virtualbox'), there('qemu'), there('parallels')],
    chosen: 'parallels',
    order: ['parallels', 'virtualbox', 'qemu'],
  },
  {
    case: 'VirtualBox on such a Mac without Parallels',
    host: armMac,
    found: [there('virtualbox'), absent('parallels')],
    chosen: 'virtualbox',
    order: ['virtualbox', 'parallels'],
    passedOver: [],
  },
  {
    case: 'VirtualBox on such a Mac where the licence does not fit',
    host: armMac,
    found: [there('virtualbox'), broken('parallels')],
    chosen: 'virtualbox',
    order: ['virtualbox', 'parallels'],
    passedOver: ['parallels'],
  },
  {
    case: 'VirtualBox before Parallels on an Intel Mac',
    host: intelMac,
    found: [there('parallels'), there('virtualbox')],
    chosen: 'virtualbox',
    order: ['virtualbox', 'parallels'],
  },
  {
    case: 'QEMU with acceleration when VirtualBox is missing',
    found: [absent('virtualbox'), there('qemu')],
    chosen: 'qemu',
    order: ['qemu', 'virtualbox'],
    passedOver: ['virtualbox'],
  },
  {
    case: 'QEMU when the driver of VirtualBox is missing',
    found: [broken('virtualbox'), there('qemu')],
    chosen: 'qemu',
    order: ['qemu', 'virtualbox'],
    passedOver: ['virtualbox'],
  },
  {
    case: 'QEMU when VirtualBox failed at its trial',
    found: [there('virtualbox', { trial: failed }), there('qemu')],
    chosen: 'qemu',
    order: ['qemu', 'virtualbox'],
    passedOver: ['virtualbox'],
  },
  {
    case: 'QEMU when this VirtualBox is known to be bad',
    found: [there('virtualbox', { isKnownBad: true }), there('qemu')],
    chosen: 'qemu',
    order: ['qemu', 'virtualbox'],
    passedOver: ['virtualbox'],
  },
  {
    case: 'a bad VirtualBox before emulation',
    found: [there('virtualbox', { isKnownBad: true }), slowQemu],
    chosen: 'virtualbox',
    order: ['virtualbox', 'qemu'],
  },
  {
    case: 'accelerated QEMU before a VirtualBox that was slow',
    found: [there('virtualbox', { trial: ran('slow') }), there('qemu')],
    chosen: 'qemu',
    order: ['qemu', 'virtualbox'],
    passedOver: ['virtualbox'],
  },
  {
    case: 'a slow VirtualBox before emulation',
    found: [there('virtualbox', { trial: ran('slow') }), slowQemu],
    chosen: 'virtualbox',
    order: ['virtualbox', 'qemu'],
  },
  {
    case: 'emulation as the last resort',
    found: [broken('virtualbox'), slowQemu],
    chosen: 'qemu',
    order: ['qemu', 'virtualbox'],
    passedOver: ['virtualbox'],
  },
  {
    case: 'VirtualBox before QEMU that ran in software only',
    found: [there('qemu', { trial: ran('software') }), there('virtualbox', { isKnownBad: true })],
    chosen: 'virtualbox',
    order: ['virtualbox', 'qemu'],
  },
  {
    case: 'VirtualBox whose trial could not tell',
    found: [there('virtualbox', { trial: silent }), there('qemu')],
    chosen: 'virtualbox',
    order: ['virtualbox', 'qemu'],
  },
  {
    case: 'nothing when all are missing',
    found: [absent('qemu'), absent('virtualbox')],
    chosen: null,
    order: ['virtualbox', 'qemu'],
    passedOver: ['virtualbox', 'qemu'],
  },
  {
    case: 'nothing when the only one failed at its trial',
    found: [there('virtualbox', { trial: failed }), absent('qemu')],
    chosen: null,
    order: ['virtualbox', 'qemu'],
    passedOver: ['virtualbox', 'qemu'],
  },
  { case: 'nothing when nothing is known', found: [], chosen: null, order: [] },
];

describe('the choice of the hypervisor', () => {
  it.each(rows)('takes $case', ({ host = pc, found, chosen, order, passedOver = [] }) => {
    const choice = chooseHypervisor(found, host);

    expect(choice.hypervisor).toBe(chosen);
    expect(choice.candidates.map(({ hypervisor }) => hypervisor)).toEqual(order);
    expect(choice.passedOver).toEqual(passedOver);
  });

  it('says that a VM really ran', () => {
    const choice = chooseHypervisor([there('virtualbox', { trial: ran('native') })], pc);

    expect(choice.candidates).toEqual([{ hypervisor: 'virtualbox', verdict: 'good', isProved: true }]);
  });

  it.each(['de', 'en'] as const)('is explained without a gap in %s, whatever was found', (language) => {
    const t = createTranslator(language);

    for (const { found, host = pc } of rows) {
      for (const sentence of choiceWords(chooseHypervisor(found, host), t)) {
        expect(sentence).toMatch(/[A-Z].*\.$/);
        expect(sentence).not.toMatch(/\{\{|trials\./);
      }
    }
  });
});

describe('the trial that counts for the checks', () => {
  const choice = chooseHypervisor([there('qemu')], pc);
  const older = { ...ran('native'), at: '2026-11-21T20:00:00Z' };

  it.each([
    ['none', [], null],
    ['one that could not tell', [silent], null],
    ['a failure, with its code', [failed], { mode: 'failed', code: 'vm-driver-missing' }],
    [
      'a proof, before a later failure',
      [failed, { ...older, hypervisor: 'qemu' as const }],
      { mode: 'native', code: null },
    ],
    [
      'that of the chosen one',
      [ran('slow'), { ...ran('software'), hypervisor: 'qemu' as const }],
      { mode: 'software' },
    ],
  ] as const)('is %s', (_name, trials, expected) => {
    const result = toTrialResult(trials, choice);

    if (expected === null) expect(result).toBeNull();
    else expect(result).toMatchObject(expected);
  });
});
