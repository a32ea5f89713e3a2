import path from 'node:path';
import { expect, it } from 'vitest';
import { LabError } from '../../../src-main/domain/failure.ts';
import { vmIdSchema } from '../../../src-main/domain/ids.ts';
import type { NodeDefinition, SealedBase } from '../../../src-main/hypervisors/driver.ts';
import { createFakeClock } from '../../fakes/fake-clock.ts';
import { createFakeDriver, type FakeDriver, type FakeDriverOptions } from '../../fakes/fake-driver.ts';
import { createFakeGuests } from '../../fakes/fake-guest.ts';
import { createTestDir } from '../../fakes/test-dir.ts';

const call = { signal: new AbortController().signal };
const work = { ...call, report: () => undefined };

function vmId(number: number): NodeDefinition['ref']['vmId'] {
  return vmIdSchema.parse(`00000000-0000-4000-8000-${String(number).padStart(12, '0')}`);
}

async function createBase(driver: FakeDriver, dir: string): Promise<SealedBase> {
  const ref = { vmId: vmId(1), name: 'base', dir: path.join(dir, 'base') };
  const definition = {
    ref,
    architecture: 'amd64',
    source: { kind: 'disk-image', imagePath: path.join(dir, 'image.img') },
    diskBytes: 1024 ** 3,
    cpus: 1,
    memoryMiB: 512,
    natMac: '52:54:00:00:00:01',
    seedPath: path.join(ref.dir, 'seed.iso'),
    serialLogPath: path.join(ref.dir, 'serial.log'),
  } as const;
  await driver.createBase(definition, call);
  return driver.sealBase(ref, call);
}

function defineNode(dir: string, base: SealedBase, number: number): NodeDefinition {
  const ref = { vmId: vmId(number), name: `pi-${number}`, dir: path.join(dir, `pi-${number}`) };
  return {
    ref,
    base,
    architecture: 'amd64',
    group: 'lab',
    cpus: 1,
    memoryMiB: 512,
    diskBytes: 1024 ** 3,
    natMac: `52:54:00:00:01:${number - 100}`,
    labMac: `52:54:00:00:02:${number - 100}`,
    networkName: 'bigdata',
    networkDir: path.join(dir, 'network'),
    sshPort: 2000 + number,
    seedPath: path.join(ref.dir, 'seed.iso'),
    serialLogPath: path.join(ref.dir, 'serial.log'),
    sharedDiskPaths: [],
  };
}

interface Rig {
  readonly dir: string;
  readonly clock: ReturnType<typeof createFakeClock>;
  readonly driver: FakeDriver;
  readonly nodes: readonly [NodeDefinition, NodeDefinition];
}

async function createRig(options: FakeDriverOptions = {}): Promise<Rig> {
  const dir = await createTestDir();
  const clock = createFakeClock();
  const driver = createFakeDriver({ clock, ...options });
  const base = await createBase(driver, dir);
  const nodes = [defineNode(dir, base, 200), defineNode(dir, base, 201)] as const;
  for (const node of nodes) await driver.createNode(node, call);
  const members = nodes.map(({ ref }) => ref);
  await driver.ensureNetwork({ name: 'bigdata', dir: path.join(dir, 'network'), members }, call);
  return { dir, clock, driver, nodes };
}

function endpointOf(node: NodeDefinition): Parameters<ReturnType<typeof createFakeGuests>['run']>[0] {
  return { name: node.ref.name, port: node.sshPort, user: 'pi', privateKeyPath: 'key', hostKey: 'ssh-ed25519 AAAA' };
}

function expectedOf(node: NodeDefinition): Parameters<ReturnType<typeof createFakeGuests>['waitUntilReady']>[1] {
  const { labMac, serialLogPath } = node;
  return {
    address: '10.77.0.200',
    labMac,
    isOnLabNetwork: true,
    serialLogPath,
    isRunning: () => Promise.resolve(true),
  };
}

it('fails the next matching call once, before it does anything', async () => {
  const { driver, nodes } = await createRig();
  driver.failNext({ method: 'start', vmId: nodes[1].ref.vmId, error: new LabError('vm-start-failed', 'planned') });

  await driver.start(nodes[0].ref, call);
  await expect(driver.start(nodes[1].ref, call)).rejects.toMatchObject({ code: 'vm-start-failed' });

  expect((await driver.inspect(nodes[1].ref, call)).state).toBe('stopped');
  await driver.start(nodes[1].ref, call);
  expect((await driver.inspect(nodes[1].ref, call)).state).toBe('running');
});

it('can lose the answer of a call whose work was done', async () => {
  const { driver, nodes } = await createRig();
  driver.failNext({ method: 'start', error: new Error('lost'), afterwards: true });

  await expect(driver.start(nodes[0].ref, call)).rejects.toThrow('lost');

  expect((await driver.inspect(nodes[0].ref, call)).state).toBe('running');
});

it('records calls in their order and lets a listener step in', async () => {
  const { driver, nodes } = await createRig();
  const before = driver.calls.length;
  const remove = driver.onCall(({ method }) => {
    if (method === 'start') throw new Error('crash');
  });

  await expect(driver.start(nodes[0].ref, call)).rejects.toThrow('crash');
  remove();
  await driver.start(nodes[0].ref, call);

  expect(driver.calls.slice(before).map(({ method, target }) => `${method} ${target}`)).toEqual([
    'start pi-200',
    'start pi-200',
  ]);
});

it('turns a guest off when its time has come, for every instance, and leaves one on that ignores the request', async () => {
  const { driver, nodes, clock } = await createRig({ stopDelayMs: 5000 });
  for (const { ref } of nodes) await driver.start(ref, call);
  driver.ignoreStop(nodes[1].ref.vmId);

  for (const { ref } of nodes) await driver.requestStop(ref, call);
  clock.advance(4999);
  expect((await driver.inspect(nodes[0].ref, call)).state).toBe('running');
  clock.advance(1);

  const next = createFakeDriver({ clock });
  const all = await next.inspectAll(
    nodes.map(({ ref }) => ref),
    call,
  );
  expect(nodes.map(({ ref }) => all.get(ref.vmId)?.state)).toEqual(['stopped', 'running']);
});

it('shows a slow save as suspending', async () => {
  const { driver, nodes } = await createRig();
  await driver.start(nodes[0].ref, call);
  const clock = createFakeClock();
  const states: string[] = [];
  const sleep: typeof clock.sleep = async () => {
    states.push((await slow.inspect(nodes[0].ref, call)).state);
  };
  const slow = createFakeDriver({ clock: { ...clock, sleep }, delaysMs: { saveState: 60_000 } });

  await slow.saveState(nodes[0].ref, call);

  expect(states).toEqual(['suspending']);
  expect((await slow.inspect(nodes[0].ref, call)).state).toBe('suspended');
});

it('refuses to start a node that its network does not carry', async () => {
  const { dir, driver, nodes } = await createRig();
  await driver.ensureNetwork({ name: 'bigdata', dir: path.join(dir, 'network'), members: [nodes[1].ref] }, call);

  await expect(driver.start(nodes[0].ref, call)).rejects.toMatchObject({ code: 'vm-start-failed' });
});

it('breaks a VM for other instances too', async () => {
  const { driver, nodes } = await createRig();

  driver.breakVm(nodes[0].ref, 'the disk is gone');

  const seen = await createFakeDriver().inspect(nodes[0].ref, call);
  expect(seen).toEqual({ state: 'broken', reasons: ['the disk is gone'] });
});

it('shows the same boot after a saved state and another after a power cut', async () => {
  const { driver, nodes, clock } = await createRig();
  const guests = createFakeGuests({ driver, clock });
  const [{ ref }] = nodes;
  const bootId = async (): Promise<string> => {
    await driver.start(ref, call);
    return (await guests.waitUntilReady(endpointOf(nodes[0]), expectedOf(nodes[0]), work)).bootId;
  };

  const first = await bootId();
  await driver.saveState(ref, call);
  const resumed = await bootId();
  await driver.forceStop(ref, call);
  const restarted = await bootId();

  expect(resumed).toBe(first);
  expect(restarted).not.toBe(first);
});

it('reaches peers that run and are plugged in, and no others', async () => {
  const { driver, nodes, clock } = await createRig();
  const guests = createFakeGuests({ driver, clock });
  const ask = async (): Promise<readonly boolean[]> => {
    const wanted = { hostsFile: '', peers: ['pi-201'] };
    return (await guests.reachPeers(endpointOf(nodes[0]), wanted, call)).map(({ reachable }) => reachable);
  };
  await driver.start(nodes[0].ref, call);

  expect(await ask()).toEqual([false]);
  await driver.start(nodes[1].ref, call);
  expect(await ask()).toEqual([true]);
  await driver.setCable(nodes[1].ref, 'internal', false, call);
  expect(await ask()).toEqual([false]);
});

it('answers over SSH only where a VM runs and shows the key that is pinned', async () => {
  const { driver, nodes, clock } = await createRig();
  const guests = createFakeGuests({ driver, clock, answer: (node) => ({ exitCode: 0, stdout: node, stderr: '' }) });

  await expect(guests.run(endpointOf(nodes[0]), 'hostname', call)).rejects.toMatchObject({ code: 'node-not-ready' });
  await driver.start(nodes[0].ref, call);
  expect((await guests.run(endpointOf(nodes[0]), 'hostname', call)).stdout).toBe('pi-200');
  guests.forgeHostKey('pi-200');
  await expect(guests.run(endpointOf(nodes[0]), 'hostname', call)).rejects.toMatchObject({ code: 'host-key-mismatch' });
  expect(guests.commands).toEqual([{ node: 'pi-200', command: 'hostname' }]);
});

it('prepares a base, says so on its serial port and powers it off', async () => {
  const { dir, driver, clock } = await createRig();
  const guests = createFakeGuests({ driver, clock, bootMs: 60_000 });
  const ref = { vmId: vmId(2), name: 'second base', dir: path.join(dir, 'second base') };
  const serialLogPath = path.join(ref.dir, 'serial.log');
  const source = { kind: 'disk-image', imagePath: 'image' } as const;
  const definition = { ...defineNode(dir, { ...ref, snapshotId: '' }, 200), ref, serialLogPath, source };
  await driver.createBase(definition, call);
  await driver.start(ref, call);

  await guests.watchBase(serialLogPath, () => Promise.resolve(true), work);

  expect((await driver.inspect(ref, call)).state).toBe('stopped');
  await guests.watchBase(serialLogPath, () => Promise.resolve(false), work);
});
