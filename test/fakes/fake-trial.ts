import { z } from 'zod';
import { chooseHypervisor, type HypervisorChoice } from '../../src-main/domain/choose-hypervisor.ts';
import { errorCodes, LabError } from '../../src-main/domain/failure.ts';
import type { HostFacts } from '../../src-main/domain/host-facts.ts';
import { hypervisorIdSchema } from '../../src-main/domain/ids.ts';
import { trialModeSchema, type Trial } from '../../src-main/domain/trial.ts';
import { trialWord } from '../../src-main/hypervisors/boot-sector.ts';
import { trialOfFinding, type HypervisorSurvey } from '../../src-main/hypervisors/detect.ts';
import type { HypervisorFinding } from '../../src-main/hypervisors/driver.ts';
import type { TrialWay } from '../../src-main/hypervisors/trial-vm.ts';
import type { Clock } from '../../src-main/platform/clock.ts';

const paramsSchema = z.record(z.string(), z.union([z.string(), z.number()]));

/** A hypervisor that is there and not usable, or not there. */
export const fakeObstacleSchema = z.strictObject({
  id: hypervisorIdSchema,
  /** Null: not there at all. */
  version: z.string().nullable(),
  code: z
    .enum(['vm-driver-missing', 'hypervisor-unusable', 'virtualization-off', 'tool-missing'])
    .default('vm-driver-missing'),
  evidence: z.array(z.string()).default([]),
});
export type FakeObstacle = z.infer<typeof fakeObstacleSchema>;

/** What happens when one way of a hypervisor is tried; `{}` is a VM that speaks at once. */
export const fakeWaySchema = z.strictObject({
  acceleration: z.enum(['kvm', 'hvf', 'whpx', 'native', 'software']).default('native'),
  mode: trialModeSchema.default('native'),
  proof: z.enum(['word', 'firmware', 'running']).default('word'),
  /** From the power-on to the word; null: it never comes. */
  wordAfterMs: z.number().nullable().default(0),
  /** It goes off by itself. */
  ends: z.boolean().default(false),
  startFails: z
    .strictObject({
      code: z.enum(errorCodes),
      params: paramsSchema.default({}),
      evidence: z.array(z.string()).default([]),
    })
    .nullable()
    .default(null),
  patienceMs: z.number().default(30_000),
  log: z.array(z.string()).default([]),
  evidence: z.array(z.string()).default([]),
});
export type FakeWay = z.infer<typeof fakeWaySchema>;

/** What was done to a way, in order. */
export type FakeWayCalls = string[];

/** A way to try that does what was said. */
export function createFakeWay(wanted: Partial<FakeWay>, clock: Clock, calls: FakeWayCalls = []): TrialWay {
  const way = fakeWaySchema.parse(wanted);
  let startedAt = 0;
  const note = (call: string): Promise<void> => {
    calls.push(`${way.acceleration}: ${call}`);
    return Promise.resolve();
  };
  return {
    acceleration: way.acceleration,
    proof: way.proof,
    patienceMs: way.patienceMs,
    create: () => note('create'),
    start: async () => {
      await note('start');
      startedAt = clock.now();
      if (way.startFails === null) return;
      const { code, ...details } = way.startFails;
      throw new LabError(code, `the fake wants ${code}`, details);
    },
    look: () => {
      const hasSpoken = way.wordAfterMs !== null && clock.now() - startedAt >= way.wordAfterMs;
      return Promise.resolve({ runs: !way.ends, serial: hasSpoken ? `${trialWord}\r\n` : '', log: way.log });
    },
    readMode: () => Promise.resolve({ mode: way.mode, evidence: way.evidence }),
    stop: () => note('stop'),
    remove: () => note('remove'),
  };
}

/** What is found on an invented computer, in the order of the real choice. */
export function fakeSurvey(
  host: Pick<HostFacts, 'architecture' | 'hypervisors'>,
  ...[obstacles, trials]: readonly [readonly FakeObstacle[], readonly Trial[]]
): HypervisorSurvey {
  const usable = host.hypervisors.map((found): HypervisorFinding => ({
    kind: 'usable',
    evidence: [`/usr/bin/${found.id}`],
    ...found,
  }));
  const others = obstacles.map(({ id, version, code, evidence }): HypervisorFinding =>
    version === null ? { kind: 'missing', id, evidence } : { kind: 'unusable', id, version, code, evidence },
  );
  const findings = [...usable, ...others];
  const choice = chooseFrom(findings, trials, host.architecture);
  const order = choice.candidates.map(({ hypervisor }) => hypervisor);
  return { findings: findings.toSorted((a, b) => order.indexOf(a.id) - order.indexOf(b.id)), choice };
}

function chooseFrom(
  findings: readonly HypervisorFinding[],
  ...[trials, architecture]: readonly [readonly Trial[], HostFacts['architecture']]
): HypervisorChoice {
  const candidates = findings.map((finding) => ({
    id: finding.id,
    kind: finding.kind,
    isEmulated: finding.kind === 'usable' && finding.acceleration === 'software',
    isKnownBad: false,
    trial: trialOfFinding(finding, trials),
  }));
  return chooseHypervisor(candidates, { platformId: 'linux', architecture });
}
