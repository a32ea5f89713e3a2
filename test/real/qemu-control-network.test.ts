import { createSocket } from 'node:dgram';
import type { Socket } from 'node:dgram';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { VmRef } from '../../src-main/hypervisors/driver.ts';
import { readMemberPorts } from '../../src-main/hypervisors/qemu/network.ts';
import { createQemuBench, eventually } from './support/qemu-bench.ts';
import type { QemuBench } from './support/qemu-bench.ts';

/** Stands where a VM's cable would be. */
interface Plug {
  readonly seen: string[];
  readonly send: (text: string) => void;
}

/** An Ethernet frame to everybody. */
function frameOf(text: string): Buffer {
  const header = Buffer.from('ffffffffffff5254000000ff88b5', 'hex');
  return Buffer.concat([header, Buffer.from(text.padEnd(46, '\0'))]);
}

/** Takes a port of 127.0.0.1, as soon as it is free: a process that was killed shows no command any more before it lets go of its ports. */
async function takePort(port: number): Promise<Socket> {
  const taken: Socket[] = [];
  await eventually(async () => {
    const socket = createSocket('udp4');
    try {
      socket.bind(port, '127.0.0.1');
      await once(socket, 'listening');
      taken.push(socket);
      return true;
    } catch {
      socket.close();
      return false;
    }
  });
  const [socket] = taken;
  if (socket === undefined) throw new Error(`port ${String(port)} was not taken`);
  onTestFinished(() => {
    socket.close();
  });
  return socket;
}

async function plugIn(bench: QemuBench, ref: VmRef): Promise<Plug> {
  const ports = await readMemberPorts(bench.network.dir, ref.vmId);
  if (ports === null) throw new Error('no member');
  const socket = await takePort(ports.vmPort);
  const seen: string[] = [];
  socket.on('message', (frame) => seen.push(frame.subarray(14).toString().replaceAll('\0', '')));
  return { seen, send: (text) => socket.send(frameOf(text), ports.hubPort, '127.0.0.1') };
}

/** Sends until it arrives: datagrams may be lost while somebody starts. */
async function expectFrames(from: Plug, to: readonly Plug[], text: string): Promise<void> {
  await eventually(async () => {
    from.send(text);
    await new Promise((resolve) => setTimeout(resolve, 10));
    return to.every(({ seen }) => seen.includes(text));
  });
}

describe('an internal network', () => {
  it('carries frames from each member to all others, and never back to the sender', async () => {
    const bench = await createQemuBench();
    const refs = [await bench.createNode('pi-200'), await bench.createNode('pi-201'), await bench.createNode('pi-202')];
    await bench.driver.ensureNetwork(bench.network, bench.call);
    const [a, b, c] = await Promise.all(refs.map((ref) => plugIn(bench, ref)));
    if (a === undefined || b === undefined || c === undefined) throw new Error('no plugs');

    await expectFrames(a, [b, c], 'from a');
    await expectFrames(c, [a, b], 'from c');

    expect(a.seen).not.toContain('from a');
    expect(c.seen).not.toContain('from c');
  });

  it('takes in a member while it runs, without a new process', async () => {
    const bench = await createQemuBench();
    const first = await bench.createNode('pi-200');
    await bench.driver.ensureNetwork(bench.network, bench.call);
    const a = await plugIn(bench, first);
    const pid = await bench.pidOf(bench.network.dir);

    const second = await bench.createNode('pi-201');
    await bench.place.createDriver().ensureNetwork(bench.network, bench.call);

    expect(await bench.pidOf(bench.network.dir)).toBe(pid);
    await expectFrames(a, [await plugIn(bench, second)], 'hello');
  });

  it('comes back on the same ports after its process was killed: nodes need no restart', async () => {
    const bench = await createQemuBench();
    const refs = [await bench.createNode('pi-200'), await bench.createNode('pi-201')];
    await bench.driver.ensureNetwork(bench.network, bench.call);
    const [a, b] = await Promise.all(refs.map((ref) => plugIn(bench, ref)));
    if (a === undefined || b === undefined) throw new Error('no plugs');
    await expectFrames(a, [b], 'before');

    process.kill(await bench.pidOf(bench.network.dir), 'SIGKILL');
    await bench.driver.ensureNetwork(bench.network, bench.call);

    await expectFrames(a, [b], 'after');
  });

  it('is found again when the note of its process is lost', async () => {
    const bench = await createQemuBench();
    await bench.createNode('pi-200');
    await bench.driver.ensureNetwork(bench.network, bench.call);
    await rm(path.join(bench.network.dir, 'pid.json'));

    await bench.place.createDriver().ensureNetwork(bench.network, bench.call);

    expect(await bench.place.findProcesses()).toHaveLength(1);
  });

  it('has ports of its own beside another one', async () => {
    const bench = await createQemuBench();
    const ref = await bench.createNode('pi-200');
    const other = { name: 'bigdata', dir: path.join(bench.place.rootDir, 'other network'), members: [ref] };
    onTestFinished(() => bench.driver.releaseNetwork(other, bench.call));

    await Promise.all([bench.network, other].map((network) => bench.driver.ensureNetwork(network, bench.call)));

    const mine = await readMemberPorts(bench.network.dir, ref.vmId);
    const theirs = await readMemberPorts(other.dir, ref.vmId);
    expect(mine?.hubPort).not.toBe(theirs?.hubPort);
    expect(await bench.place.findProcesses()).toHaveLength(2);
  });

  it('moves to other ports when another program took its own while everything was off', async () => {
    const bench = await createQemuBench();
    const ref = await bench.createNode('pi-200');
    await bench.driver.ensureNetwork(bench.network, bench.call);
    const before = await readMemberPorts(bench.network.dir, ref.vmId);
    process.kill(await bench.pidOf(bench.network.dir), 'SIGKILL');
    await eventually(async () => (await bench.place.findProcesses()).length === 0);
    await takePort(before?.hubPort ?? 0);

    await bench.start(ref);

    await bench.counting(ref);
    expect((await readMemberPorts(bench.network.dir, ref.vmId))?.hubPort).not.toBe(before?.hubPort);
  });

  it('is not ended while a member runs', async () => {
    const bench = await createQemuBench();
    await bench.startNode('pi-200');

    await expect(bench.driver.releaseNetwork(bench.network, bench.call)).rejects.toMatchObject({ code: 'wrong-state' });

    expect(await bench.place.findProcesses()).toHaveLength(2);
  });
});
