import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LabError } from '../../src-main/domain/failure.ts';
import { labSpecSchema } from '../../src-main/domain/lab-spec.ts';
import type { OperationRecord } from '../../src-main/contract/app-views.ts';
import { createOperationRegistry } from '../../src-main/operations/registry.ts';
import { silentLogger } from '../../src-main/platform/logger.ts';
import { judgeLab, mendAfterSleep } from '../../src-main/shells/screen/after-sleep.ts';
import { createPaths } from '../../src-main/store/file-names.ts';
import { withLock } from '../../src-main/store/lock.ts';
import { createFakeClock } from '../fakes/fake-clock.ts';
import { createFakeCore } from '../fakes/fake-core.ts';
import { createTestDir } from '../fakes/test-dir.ts';

const { signal } = new AbortController();

/** A lab with two nodes that run, in a core with the screens' registry of operations. */
async function openLab(skewSeconds: (node: string) => number = () => 0) {
  const clock = createFakeClock();
  const paths = createPaths(join(await createTestDir(), 'data'));
  const core = createFakeCore({ paths, clock, guests: { skewSeconds } });
  await core.api['lab.create'](labSpecSchema.parse({ name: 'Labor', nodes: 2 }), { signal });
  const operations = createOperationRegistry({ clock, logger: silentLogger, keep: 10 });
  const reconnected: string[] = [];
  const over = new AbortController();
  const { plan } = await core.deps.store.findLab('Labor');
  const [first, second] = plan.nodes.map((node) => ({
    vmId: node.vmId,
    name: node.name,
    dir: paths.nodeDir(plan.labId, node.name),
  }));
  if (first === undefined || second === undefined) throw new Error('the lab has two nodes');
  return {
    ...core,
    ...{ clock, paths, operations, reconnected, first, second, over },
    labId: plan.labId,
    states: async () => (await core.api['lab.status']({ lab: 'Labor' }, { signal })).nodes.map(({ state }) => state),
    wake: async (): Promise<readonly OperationRecord[]> => {
      const terminals = {
        reconnect: (labId: string) => {
          reconnected.push(labId);
          return Promise.resolve();
        },
      };
      const parts = { api: core.api, operations, terminals, clock, logger: silentLogger, signal: over.signal };
      await mendAfterSleep({ sinceMs: clock.now() }, parts);
      return operations.list();
    },
  };
}

describe('after a sleep of this computer', () => {
  it('finds that all is well, and says so', async () => {
    const lab = await openLab();

    const [operation] = await lab.wake();

    expect(operation).toMatchObject({ kind: 'wake', target: lab.labId, state: 'succeeded' });
    expect(operation?.notes).toBeUndefined();
    expect(lab.reconnected).toEqual([lab.labId]);
  });

  it('lets nodes go on that the sleep has paused, sets their clocks, and proves the network', async () => {
    const lab = await openLab((node) => (node === 'pi-200' ? -3 * 3600 : 0));
    lab.driver.pauseVm(lab.first, 'sleep');
    lab.driver.pauseVm(lab.second, 'sleep');

    const [operation] = await lab.wake();

    expect(operation?.state).toBe('succeeded');
    expect(await lab.states()).toEqual(['running', 'running']);
    expect(operation?.notes).toContainEqual({ key: 'wake.went-on', params: { node: 'pi-200' } });
    expect(operation?.notes).toContainEqual({ key: 'wake.clock-hours', params: { node: 'pi-200', hours: 3 } });
    expect(operation?.steps.at(-1)).toMatchObject({ id: 'mesh', state: 'done' });
  });

  it.each([
    ['person', 'wake.left-person'],
    ['unknown', 'wake.left-unknown'],
  ] as const)('leaves a node alone that was paused by %s', async (by, key) => {
    const lab = await openLab();
    lab.driver.pauseVm(lab.first, by);

    const [operation] = await lab.wake();

    expect(await lab.states()).toEqual(['paused', 'running']);
    expect(operation).toMatchObject({ state: 'succeeded', notes: [{ key, params: { node: 'pi-200' } }] });
  });

  it('says which node does not answer, and mends the others', async () => {
    const lab = await openLab(() => 90);
    lab.guests.failNext({ method: 'checkClock', node: 'pi-200', error: brokenConnection() });
    lab.guests.failNext({ method: 'checkClock', node: 'pi-200', error: brokenConnection() });

    const [operation] = await lab.wake();

    expect(operation).toMatchObject({ state: 'failed', error: { code: 'node-not-ready', params: { node: 'pi-200' } } });
    expect(operation?.notes).toEqual([{ key: 'wake.clock', params: { node: 'pi-201', minutes: 2 } }]);
    expect(lab.reconnected).toEqual([lab.labId]);
  });

  it('asks once more where the connection breaks while the clock jumps', async () => {
    const lab = await openLab();
    lab.guests.failNext({ method: 'checkClock', node: 'pi-200', error: brokenConnection() });

    expect(await lab.wake()).toMatchObject([{ state: 'succeeded' }]);
  });

  it('tells of a node that has started anew meanwhile', async () => {
    const lab = await openLab();
    lab.driver.powerOffInside(lab.first.vmId);
    await lab.driver.start(lab.first, { signal });

    const [operation] = await lab.wake();

    expect(operation?.notes).toEqual([{ key: 'wake.restarted', params: { node: 'pi-200' } }]);
  });

  it('leaves a lab alone that is off', async () => {
    const lab = await openLab();
    await lab.api['lab.stop']({ lab: 'Labor' }, { signal });

    expect(await lab.wake()).toEqual([]);
    expect(await lab.states()).toEqual(['stopped', 'stopped']);
  });

  it('waits for another operation on the lab, whichever window began it', async () => {
    const lab = await openLab();
    lab.driver.pauseVm(lab.first, 'sleep');
    const held = Promise.withResolvers<undefined>();
    const { processes } = lab.deps;
    const locked = Promise.withResolvers<undefined>();
    const other = withLock(
      lab.paths.labLockFile(lab.labId),
      { purpose: 'wake', processes, clock: lab.clock, signal },
      () => {
        locked.resolve(undefined);
        return held.promise;
      },
    );
    await locked.promise;
    let waits = 0;
    lab.clock.onSleep((ms) => {
      if (ms === 5000 && (waits += 1) === 3) held.resolve(undefined);
    });

    const found = await lab.wake();
    await other;

    expect(waits).toBe(3);
    expect(found).toMatchObject([{ kind: 'wake', state: 'succeeded' }]);
    expect(await lab.states()).toEqual(['running', 'running']);
  });

  it('is cancelled like any operation, and not begun again', async () => {
    const lab = await openLab();
    lab.driver.onCall(({ method }) => {
      const [operation] = lab.operations.list();
      if (method === 'ensureNetwork' && operation !== undefined) lab.operations.cancel(operation.id);
    });

    expect(await lab.wake()).toMatchObject([{ state: 'cancelled', error: null }]);
  });

  it('asks a hypervisor again that does not tell, and says so when it never does', async () => {
    const lab = await openLab();
    lab.driver.setSilent(true);
    const looks: number[] = [];
    lab.clock.onSleep((ms) => {
      if (ms === 10_000) looks.push(ms);
    });

    const found = await lab.wake();

    expect(looks).toHaveLength(5);
    expect(found).toMatchObject([{ state: 'failed', error: { code: 'vm-busy' } }]);
    lab.driver.setSilent(false);
    expect(await lab.states()).toEqual(['running', 'running']);
  });

  it('mends a lab as soon as its hypervisor tells', async () => {
    const lab = await openLab();
    lab.driver.pauseVm(lab.first, 'sleep');
    lab.driver.setSilent(true);
    lab.clock.onSleep((ms) => {
      if (ms === 10_000) lab.driver.setSilent(false);
    });

    expect(await lab.wake()).toMatchObject([{ state: 'succeeded' }]);
    expect(await lab.states()).toEqual(['running', 'running']);
  });

  it('ends with the app', async () => {
    const lab = await openLab();
    lab.over.abort();

    expect(await lab.wake()).toEqual([]);
  });
});

describe('a lab after a sleep', () => {
  const node = { state: 'running' } as const;
  it.each([
    ['running', [node, node], 'wake'],
    ['partly-running', [{ state: 'paused' }, { state: 'stopped' }], 'wake'],
    ['stopped', [{ state: 'stopped' }, { state: 'suspended' }], 'nothing'],
    ['unknown', [node, { state: 'unknown' }], 'ask-again'],
    ['incomplete', [node], 'nothing'],
  ] as const)('that is %s', (state, nodes, expected) => {
    expect(judgeLab({ state, nodes: nodes as never })).toBe(expected);
  });
});

function brokenConnection(): LabError {
  return new LabError('node-not-ready', 'broken', { params: { node: 'pi-200', requirement: 'ssh' } });
}
