import { describe, expect, it } from 'vitest';
import type { OperationInfo } from '../../../src-main/domain/operation.ts';
import { operationIdSchema } from '../../../src-main/domain/ids.ts';
import type { TrialOutcome } from '../../../src-main/domain/trial.ts';
import { trialWork } from '../../../src-main/host/trial-work.ts';
import { runOperation } from '../../../src-main/operations/runner.ts';
import { createFakeClock } from '../../fakes/fake-clock.ts';
import { createFakeWay, type FakeWay } from '../../fakes/fake-trial.ts';

interface Tried {
  readonly operation: OperationInfo;
  readonly outcome: TrialOutcome | null;
  readonly calls: readonly string[];
  readonly stages: readonly string[];
}

async function tryWays(
  ways: readonly Partial<FakeWay>[],
  abortAfter?: string,
  availableMiB: number | null = null,
): Promise<Tried> {
  const clock = createFakeClock();
  const abort = new AbortController();
  const calls: string[] = [];
  let outcome: TrialOutcome | null = null;
  const note = (call: string): Promise<void> => {
    calls.push(call);
    return Promise.resolve();
  };
  const stages: string[] = [];
  const operation = await runOperation({
    id: operationIdSchema.parse(crypto.randomUUID()),
    kind: 'trial',
    target: 'qemu',
    work: trialWork({
      hypervisor: 'qemu',
      ways: ways.map((way) => createFakeWay(way, clock, calls)),
      clock,
      readAvailableMemoryMiB: () => availableMiB,
      begin: () => note('begin'),
      end: () => note('end'),
      keep: (told) => {
        outcome = told;
        return Promise.resolve();
      },
    }),
    signal: abort.signal,
    clock,
    journal: () => Promise.resolve(),
    publish: ({ steps }) => {
      for (const { id, message, state } of steps) {
        if (state === 'running' && message !== null && stages.at(-1) !== message.key) stages.push(message.key);
        if (id === abortAfter && state === 'running') abort.abort();
      }
    },
  });
  return { operation, outcome, calls, stages };
}

describe('a trial', () => {
  it('starts a VM, hears its word, and takes it away', async () => {
    const { operation, outcome, calls } = await tryWays([
      { acceleration: 'kvm', wordAfterMs: 1200, evidence: ['HM: fast'] },
    ]);

    expect(operation.state).toBe('succeeded');
    expect(operation.steps.map(({ id }) => id)).toEqual(['create', 'start', 'wait', 'stop', 'remove']);
    expect(outcome).toMatchObject({ kind: 'ran', mode: 'native', proof: 'word', fallback: null });
    expect(outcome).toMatchObject({ evidence: ['HM: fast', 'COM1: BDL-TRIAL-OK'] });
    expect(calls).toEqual(['begin', 'kvm: create', 'kvm: start', 'kvm: stop', 'kvm: stop', 'kvm: remove', 'end']);
  });

  it('fails with the code of a start that failed, keeps it, and takes the VM away', async () => {
    const startFails: FakeWay['startFails'] = { code: 'vm-driver-missing', params: {}, evidence: ['rc=-1908'] };

    const { operation, outcome, calls } = await tryWays([{ startFails }]);

    expect(operation).toMatchObject({ state: 'failed', error: { code: 'vm-driver-missing' } });
    expect(outcome).toMatchObject({ kind: 'failed', failure: { code: 'vm-driver-missing', evidence: ['rc=-1908'] } });
    expect(calls.slice(-2)).toEqual(['native: remove', 'end']);
  });

  it.each(['host-memory-short', 'disk-full'] as const)('fails for %s, which proves nothing later', async (code) => {
    const { operation, outcome, calls } = await tryWays([{ startFails: { code, params: {}, evidence: [] } }]);

    expect(operation).toMatchObject({ state: 'failed', error: { code } });
    expect(outcome).toBeNull();
    expect(calls.slice(-2)).toEqual(['native: remove', 'end']);
  });

  it('makes no VM where there is less memory than any node needs', async () => {
    const short = await tryWays([{}], undefined, 255);
    const enough = await tryWays([{}], undefined, 256);

    expect(short.operation).toMatchObject({ state: 'failed', error: { code: 'host-memory-short' } });
    expect(short.calls).not.toContain('native: create');
    expect(enough.operation.state).toBe('succeeded');
  });

  it('fails when the VM goes off by itself, with the end of its log', async () => {
    const { operation, outcome } = await tryWays([{ wordAfterMs: null, ends: true, log: ['Guru Meditation'] }]);

    expect(operation.error?.code).toBe('vm-start-failed');
    expect(outcome).toMatchObject({ kind: 'failed', failure: { evidence: ['Guru Meditation'] } });
  });

  it('takes silence for no failure', async () => {
    const { operation, outcome, calls } = await tryWays([{ wordAfterMs: null, log: ['booting'] }]);

    expect(operation.state).toBe('succeeded');
    expect(outcome).toMatchObject({ kind: 'cannot-tell', evidence: ['booting'] });
    expect(calls.at(-1)).toBe('end');
  });

  it.each<{ name: string; first: Partial<FakeWay>; code: string }>([
    { name: 'is silent', first: { wordAfterMs: null }, code: 'trial-silent' },
    { name: 'ends by itself', first: { wordAfterMs: null, ends: true }, code: 'vm-start-failed' },
    {
      name: 'does not start',
      first: { startFails: { code: 'virtualization-off', params: {}, evidence: [] } },
      code: 'virtualization-off',
    },
  ])('tries the next way where the first $name, and says why', async ({ first, code }) => {
    const { operation, outcome, calls, stages } = await tryWays([
      { acceleration: 'kvm', ...first },
      { acceleration: 'software', mode: 'software' },
    ]);

    expect(operation.state).toBe('succeeded');
    expect(outcome).toMatchObject({ kind: 'ran', mode: 'software', fallback: { code } });
    expect(calls.indexOf('kvm: remove')).toBeLessThan(calls.indexOf('software: create'));
    expect(calls.filter((call) => call.endsWith('remove'))).toEqual(['kvm: remove', 'software: remove']);
    expect(stages).toContain('trials.falling-back');
  });

  it('believes a VM that only can be seen running once it stays on', async () => {
    const { outcome } = await tryWays([{ proof: 'running', wordAfterMs: null, mode: 'unknown' }]);

    expect(outcome).toMatchObject({ kind: 'ran', proof: 'running', mode: 'unknown' });
    expect(outcome?.kind === 'ran' && outcome.tookMs >= 5_000).toBe(true);
  });

  it.each(['start', 'wait', 'stop'])('leaves nothing and proves nothing when cancelled at "%s"', async (step) => {
    const { operation, outcome, calls } = await tryWays([{ wordAfterMs: step === 'wait' ? null : 0 }], step);

    expect(operation.state).toBe('cancelled');
    expect(outcome?.kind ?? 'none').not.toBe('failed');
    expect(calls.slice(-2)).toEqual(['native: remove', 'end']);
  });
});
