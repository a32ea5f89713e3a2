import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { LabError } from '../../src-main/domain/failure.ts';
import { vmIdSchema } from '../../src-main/domain/ids.ts';
import type { TrialWay } from '../../src-main/hypervisors/trial-vm.ts';
import { prepareVirtualBoxTrial } from '../../src-main/hypervisors/virtualbox/index.ts';
import { systemClock } from '../../src-main/platform/clock.ts';
import { silentLogger } from '../../src-main/platform/logger.ts';
import { createCountingRunner, describeVirtualBox, makeRoot } from './support/real-virtualbox.ts';
import { call, vbox } from './support/virtualbox-lab.ts';

describeVirtualBox('a trial on the real VBoxManage, without a kernel driver', () => {
  let root: Awaited<ReturnType<typeof makeRoot>>;
  let dir: string;

  beforeAll(async () => {
    root = await makeRoot();
    const homeDir = join(root.rootDir, 'Žofie Novák (Gäste)');
    await mkdir(homeDir);
    dir = join(homeDir, 'trial/virtualbox');
  });
  afterAll(async () => {
    await root.remove();
  });

  async function prepare(vmId: string, architecture: 'amd64' | 'arm64' = 'amd64'): Promise<TrialWay> {
    const ways = await prepareVirtualBoxTrial(
      {
        runner: createCountingRunner(),
        platform: { id: 'linux', architecture: 'amd64', env: {} },
        clock: systemClock,
        logger: silentLogger,
        architecture,
        signal: call.signal,
      },
      { vmId: vmIdSchema.parse(vmId), dir },
    );
    const [way] = ways;
    if (way === undefined) throw new Error('no way to try');
    return way;
  }

  it('says that the driver is missing, and takes the VM away without a trace', async () => {
    const vmId = '0c5bd1b2-1111-4222-8333-444455556666';
    const before = [vbox('list', 'vms'), vbox('list', 'floppies')];
    const way = await prepare(vmId);

    await way.create(call);
    expect(vbox('list', 'vms')).toContain(vmId);
    expect(vbox('showvminfo', vmId, '--machinereadable')).toContain('boot.img');
    const failure = await way.start(call).then(
      () => null,
      (error: unknown) => error,
    );
    const sight = await way.look(call);
    await way.stop(call);
    await way.remove(call);

    expect(failure).toBeInstanceOf(LabError);
    expect(failure).toMatchObject({ code: 'vm-driver-missing' });
    expect(sight).toMatchObject({ runs: false, serial: '' });
    expect([vbox('list', 'vms'), vbox('list', 'floppies')]).toEqual(before);
    expect(existsSync(dir)).toBe(false);
  });

  it('takes away what another process left half made, and nothing else', async () => {
    const vmId = '0c5bd1b2-2222-4222-8333-444455556666';
    const strangerId = '0c5bd1b2-3333-4222-8333-444455556666';
    vbox('createvm', '--name', 'mine', '--uuid', strangerId, '--basefolder', join(root.rootDir, 'other'), '--register');
    await (await prepare(vmId)).create(call);

    const later = await prepare(vmId);
    await later.stop(call);
    await later.remove(call);
    await later.remove(call);

    expect(vbox('list', 'vms')).toContain(strangerId);
    expect(vbox('list', 'vms')).not.toContain(vmId);
    vbox('unregistervm', strangerId, '--delete');
  });

  it('makes a VM for ARM that VirtualBox accepts, without a floppy', async () => {
    const vmId = '0c5bd1b2-4444-4222-8333-444455556666';
    const way = await prepare(vmId, 'arm64');

    await way.create(call);
    const told = vbox('showvminfo', vmId, '--machinereadable');
    await way.remove(call);

    expect(way.proof).toBe('running');
    expect(told).not.toContain('boot.img');
    expect(told).toContain('memory=1024');
  });
});
