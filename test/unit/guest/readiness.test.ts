import { describe, expect, it } from 'vitest';
import { describeBaseProgress, describeProgress } from '../../../src-main/guest/describe-progress.ts';
import { basePreparationSteps } from '../../../src-main/guest/documents/base-preparation-script.ts';
import { parseGuestFacts, parsePeers } from '../../../src-main/guest/parse-guest-facts.ts';
import { findUnmetRequirement, readinessRequirements, toNodeProof } from '../../../src-main/guest/readiness.ts';
import { parseSerialLog } from '../../../src-main/guest/serial-progress.ts';
import { nodeProofSchema } from '../../../src-main/domain/node-proof.ts';
import { createTranslator, languages } from '../../../src-main/locales/translate.ts';

/** Recorded on a Debian 12 node (iproute2 6.1.0), shortened. */
const adapters = JSON.stringify([
  {
    ifname: 'lo',
    link_type: 'loopback',
    address: '00:00:00:00:00:00',
    addr_info: [{ family: 'inet', local: '127.0.0.1' }],
  },
  {
    ifname: 'enp0s2',
    link_type: 'ether',
    address: '52:54:00:00:00:01',
    addr_info: [
      { family: 'inet', local: '10.0.2.15', prefixlen: 24, scope: 'global', dynamic: true },
      { family: 'inet6', local: 'fe80::5054:ff:fe00:1', prefixlen: 64, scope: 'link' },
    ],
  },
  {
    ifname: 'enp0s3',
    link_type: 'ether',
    address: '52:54:00:00:00:99',
    addr_info: [{ family: 'inet', local: '10.77.0.200', prefixlen: 24, scope: 'global' }],
  },
]);

function output(changes: Readonly<Record<string, string>> = {}): string {
  const lines = {
    'cloud-init': 'done',
    hostname: 'pi-200',
    'boot-id': '6f0c2a4e-9d7b-4c57-8a3a-0b8f6f1c9e11',
    adapters,
    ...changes,
  };
  return Object.entries(lines)
    .map(([key, value]) => `${key} ${value}\n`)
    .join('');
}

const expected = { hostname: 'pi-200', address: '10.77.0.200', labMac: '52:54:00:00:00:99', isOnLabNetwork: true };

describe('findUnmetRequirement', () => {
  it('has nothing against a node that showed everything', () => {
    expect(findUnmetRequirement(parseGuestFacts(output()), expected)).toBeNull();
  });

  it.each([
    ['cloud-init still works', { 'cloud-init': 'pending' }, 'cloud-init'],
    ['the host name is another', { hostname: 'pi-201' }, 'hostname'],
    ['the address is missing', { adapters: adapters.replace('10.77.0.200', '169.254.0.1') }, 'lab-address'],
    ['the lab adapter is missing', { adapters: adapters.replace('00:00:99', '00:00:98') }, 'lab-address'],
    [
      'there is no lease',
      { adapters: adapters.replace('"inet","local":"10.0.2.15"', '"inet6","local":"::1"') },
      'nat-address',
    ],
  ])('names what is missing when %s', (_, changes, requirement) => {
    expect(findUnmetRequirement(parseGuestFacts(output(changes)), expected)).toBe(requirement);
  });

  it('does not wait for the address on the internal network while its cable is pulled', () => {
    const without = output({ adapters: adapters.replace('"inet","local":"10.77.0.200"', '"inet6","local":"::1"') });

    expect(findUnmetRequirement(parseGuestFacts(without), expected)).toBe('lab-address');
    expect(findUnmetRequirement(parseGuestFacts(without), { ...expected, isOnLabNetwork: false })).toBeNull();
  });

  it('does not accept the address on the wrong adapter', () => {
    const swapped = adapters.replace('10.77.0.200', 'x').replace('10.0.2.15', '10.77.0.200');

    expect(findUnmetRequirement(parseGuestFacts(output({ adapters: swapped })), expected)).toBe('lab-address');
  });

  it.each(['done', 'errors', 'skipped'])('takes cloud-init as finished when it says %s', (state) => {
    expect(findUnmetRequirement(parseGuestFacts(output({ 'cloud-init': state })), expected)).toBeNull();
  });
});

describe('toNodeProof', () => {
  it('is a proof as it is stored', () => {
    const proof = toNodeProof(parseGuestFacts(output()), Date.UTC(2026, 0, 2));

    expect(nodeProofSchema.parse(proof)).toEqual({
      hostname: 'pi-200',
      addresses: ['10.0.2.15', '10.77.0.200'],
      bootId: '6f0c2a4e-9d7b-4c57-8a3a-0b8f6f1c9e11',
      cloudInit: 'done',
      peers: [],
      provenAt: '2026-01-02T00:00:00.000Z',
    });
  });
});

describe('parseGuestFacts', () => {
  it.each([{ 'cloud-init': 'perhaps' }, { hostname: '' }, { 'boot-id': '?' }, { adapters: '[{' }])(
    'refuses %j',
    (changes) => {
      expect(() => parseGuestFacts(output(changes))).toThrow();
    },
  );

  it('refuses an output that was cut off', () => {
    expect(() => parseGuestFacts(output().slice(0, 120))).toThrow();
  });
});

describe('parsePeers', () => {
  it('answers for each peer, in the order asked', () => {
    const text = 'peer pi-202 10.77.0.202 -\npeer pi-201 10.77.0.201 7.31\n';

    expect(parsePeers(text, ['pi-201', 'pi-202', 'pi-203'])).toEqual([
      { name: 'pi-201', reachable: true, roundTripMs: 7.31 },
      { name: 'pi-202', reachable: false, roundTripMs: null },
      { name: 'pi-203', reachable: false, roundTripMs: null },
    ]);
  });
});

describe.each(languages)('the texts in %s', (language) => {
  const translate = createTranslator(language);

  it('exist for every requirement, with a hint', () => {
    for (const { description, debugHint } of readinessRequirements) {
      expect(translate(description)).not.toBe('');
      expect(translate(debugHint)).not.toBe('');
    }
  });

  it('exist for every stage and every step', () => {
    const stages = ['silent', 'loading', 'kernel', 'services', 'cloud-init', 'login', 'emergency'] as const;
    const messages = [
      ...stages.map((stage) => describeProgress({ ...parseSerialLog(''), stage })[1]),
      ...basePreparationSteps.map(
        (step) => describeBaseProgress({ ...parseSerialLog(''), step, stepNumber: 1, of: 7 })[1],
      ),
    ];

    for (const { key, params } of messages) expect(translate(key, params)).not.toContain('{{');
  });
});
