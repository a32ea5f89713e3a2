import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { vmIdSchema } from '../../../src-main/domain/ids.ts';
import { prepareParallelsTrial } from '../../../src-main/hypervisors/parallels/index.ts';
import type { TrialWay } from '../../../src-main/hypervisors/trial-vm.ts';
import { silentLogger } from '../../../src-main/platform/logger.ts';
import { createFakeClock } from '../../fakes/fake-clock.ts';
import { createSimulatedParallels } from '../../fakes/parallels/simulator.ts';
import type { SimulatedParallels } from '../../fakes/parallels/simulator.ts';
import { createTestDir } from '../../fakes/test-dir.ts';

const call = { signal: new AbortController().signal };
const vmId = vmIdSchema.parse('0c5bd1b2-1111-4222-8333-444455556666');

async function prepare(mac: SimulatedParallels, dir: string): Promise<TrialWay> {
  const setup = {
    runner: mac,
    platform: { architecture: 'arm64' },
    clock: createFakeClock(),
    logger: silentLogger,
  } as const;
  const [way] = await prepareParallelsTrial(setup, { vmId, dir });
  if (way === undefined) throw new Error('no way to try');
  return way;
}

async function setUp(): Promise<{ readonly mac: SimulatedParallels; readonly dir: string; readonly way: TrialWay }> {
  const mac = createSimulatedParallels();
  const dir = join(await createTestDir(), 'trial/parallels');
  return { mac, dir, way: await prepare(mac, dir) };
}

function expectNothingLeft(mac: SimulatedParallels, dir: string): void {
  expect(mac.world.data).toMatchObject({ homes: [], rules: [] });
  expect(existsSync(dir)).toBe(false);
}

describe('a trial of Parallels', () => {
  it('starts a VM without a disk, sees that it stays on, and takes it away', async () => {
    const { mac, dir, way } = await setUp();

    await way.create(call);
    await way.start(call);

    expect(await way.look(call)).toMatchObject({ runs: true, log: ['prlctl list: running'] });
    expect(way.proof).toBe('running');
    await way.stop(call);
    expect(await way.look(call)).toMatchObject({ runs: false });
    await way.remove(call);
    expectNothingLeft(mac, dir);
  });

  it('tells why Parallels refuses to start it', async () => {
    const { mac, dir, way } = await setUp();
    await way.create(call);
    mac.inject({
      matches: (line) => line.startsWith('prlctl start'),
      mode: 'fails',
      words: 'Your Parallels Desktop license has expired.',
    });

    await expect(way.start(call)).rejects.toMatchObject({ code: 'parallels-licence-expired' });

    mac.heal();
    await way.stop(call);
    await way.remove(call);
    expectNothingLeft(mac, dir);
  });

  it('leaves nothing behind, wherever its making is interrupted', async () => {
    const whole = await setUp();
    const found = whole.mac.calls.length;
    await whole.way.create(call);
    const calls = whole.mac.calls.slice(found);
    expect(calls.length).toBeGreaterThan(5);

    for (const [index, line] of calls.entries()) {
      for (const mode of ['fails', 'fails-late', 'hangs-late', 'rubbish'] as const) {
        const { mac, dir, way } = await setUp();
        let calledSoFar = 0;
        mac.inject({ matches: () => (calledSoFar += 1) === index + 1, mode, times: 1 });
        await way.create(call).catch(() => null);
        mac.heal();

        const later = await prepare(mac, dir);
        await later.stop(call);
        await later.remove(call);

        expect(mac.world.data.homes, `${mode}: ${line}`).toEqual([]);
        expect(existsSync(dir), `${mode}: ${line}`).toBe(false);
      }
    }
  });

  it('leaves a VM of the user alone, also one with the same name', async () => {
    const { mac, way } = await setUp();
    const mine = await createTestDir();
    await mkdir(join(mine, 'vms'));
    await mac.run({ program: 'prlctl', args: ['create', 'bdl-trial', '--dst', join(mine, 'vms'), '--no-hdd'] }, call);
    const before = [...mac.world.data.homes];

    await way.create(call);
    await way.start(call);
    await way.stop(call);
    await way.remove(call);

    expect(mac.world.data.homes).toEqual(before);
  });
});
