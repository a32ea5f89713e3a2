import { describe, expect, it } from 'vitest';
import { readMemberPorts } from '../../src-main/hypervisors/qemu/network.ts';
import { openSocketsOf } from './support/open-sockets.ts';
import { createQemuBench } from './support/qemu-bench.ts';

describe('what QEMU listens on', () => {
  it('is 127.0.0.1 alone: forwards, cables and everything else of nodes and their network', async () => {
    const bench = await createQemuBench();
    const sshPort = await bench.place.freePort();
    const node = await bench.startNode('pi-200', { sshPort });
    const other = await bench.startNode('pi-201');
    const moved = await bench.place.freePort();
    await bench.driver.setSshPort(other, moved, bench.call);
    const pids = await bench.place.findProcesses();
    const cables = await Promise.all([node, other].map((ref) => readMemberPorts(bench.network.dir, ref.vmId)));

    const sockets = openSocketsOf(pids);

    expect(pids).toHaveLength(3);
    const ports = sockets.map(({ port }) => port);
    // What must be there is seen: a look at the wrong processes would find nothing to complain about.
    expect(ports).toEqual(expect.arrayContaining([sshPort, moved]));
    expect(ports).toEqual(expect.arrayContaining(cables.flatMap((cable) => [cable?.vmPort, cable?.hubPort])));
    expect(sockets.filter(({ address }) => address !== '127.0.0.1')).toEqual([]);
  });
});
