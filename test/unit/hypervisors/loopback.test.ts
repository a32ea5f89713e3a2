import { describe, expect, it } from 'vitest';
import { machineArgs } from '../../../src-main/hypervisors/qemu/argv.ts';
import type { MachineDescription } from '../../../src-main/hypervisors/qemu/argv.ts';
import { controlSocketPath, serialSocketPath } from '../../../src-main/hypervisors/qemu/files.ts';
import { hubArgs, plugCommands } from '../../../src-main/hypervisors/qemu/hub-argv.ts';
import * as virtualBox from '../../../src-main/hypervisors/virtualbox/argv.ts';
import { setTrialHardware } from '../../../src-main/hypervisors/virtualbox/trial-argv.ts';
import { baseDefinition, nodeDefinition, nodeId } from './virtualbox/definitions.ts';

const runtimeDir = '/run/user/1000/bdl';
const unixControl = { kind: 'unix', path: controlSocketPath(runtimeDir, nodeId) } as const;
/** As on Windows, whose QEMU has no Unix sockets for control. */
const tcpControl = { kind: 'tcp', port: 4444 } as const;

const vm: MachineDescription = {
  vmId: nodeId,
  name: 'pi-200',
  architecture: 'amd64',
  accelerator: 'tcg',
  qemuMajor: 7,
  machine: null,
  cpus: 1,
  memoryMiB: 512,
  diskPath: '/vms/disk.qcow2',
  diskMayBeLost: false,
  installerPath: '/vms/medium.iso',
  seedPath: '/vms/seed.iso',
  serialLogPath: '/vms/serial.log',
  serialSocketPath: serialSocketPath(runtimeDir, nodeId),
  sharedDiskPaths: ['/vms/shared.img'],
  natMac: '52:54:00:00:00:01',
  sshPort: 2200,
  internal: { mac: '52:54:00:00:00:02', vmPort: 20_481, hubPort: 20_480 },
  control: unixControl,
  pidPath: '/vms/qemu.pid',
  firmware: null,
  paused: false,
};
const members = [{ slot: 0, vmPort: 20_481, hubPort: 20_480 }];
const hub = { name: 'bigdata', uuid: nodeId, members, control: unixControl, pidPath: '/net/qemu.pid' };
const ref = { vmId: nodeId };

/** Every argument list that makes a program of ours listen, or could. */
const commandLines: readonly (readonly [string, readonly string[]])[] = [
  ['a node on QEMU', machineArgs(vm)],
  ['a base on QEMU, without console', machineArgs({ ...vm, serialSocketPath: null, internal: null, sshPort: null })],
  ['a node on QEMU for Windows', machineArgs({ ...vm, control: tcpControl, serialSocketPath: null })],
  ['a node on QEMU for ARM', machineArgs({ ...vm, architecture: 'arm64', accelerator: 'hvf' })],
  ['the hub of a network', hubArgs(hub)],
  ['the hub of a network on Windows', hubArgs({ ...hub, control: tcpControl })],
  ['a cable plugged in later', [JSON.stringify(plugCommands({ slot: 1, vmPort: 20_483, hubPort: 20_482 }))]],
  ['a node on VirtualBox', virtualBox.setNodeHardware(nodeDefinition)],
  ['a base on VirtualBox', virtualBox.setBaseHardware(baseDefinition)],
  ['a forward of VirtualBox', virtualBox.setForward(ref, 2200, true)],
  ['a forward while it runs', virtualBox.setLiveForward(ref, 2200, true).flat()],
  ['a trial on VirtualBox', setTrialHardware(ref, { architecture: 'amd64', serialPath: '/trial/serial.log' })],
];

/** The value behind each `name=` or `"name":`, wherever it stands. */
function valuesOf(line: readonly string[], name: string): readonly string[] {
  const pattern = new RegExp(String.raw`(?:\b${name}=|"${name}":")([^,"]*)`, 'g');
  return [...line.join('\n').matchAll(pattern)].map(([, value]) => value ?? '');
}

describe.each(commandLines)('%s', (_title, line) => {
  it('has no address but that of this computer alone', () => {
    const addresses = line.join('\n').match(/\b\d{1,3}(?:\.\d{1,3}){3}\b/g) ?? [];

    expect([...addresses, ...valuesOf(line, 'host')].filter((address) => address !== '127.0.0.1')).toEqual([]);
  });

  it('names the address of every port it opens', () => {
    const forwards = line.filter((word) => word.includes('hostfwd=')).flatMap((word) => valuesOf([word], 'hostfwd'));
    const rules = line.filter((word) => word.startsWith('ssh,'));
    const sockets = line.filter((word) => word.startsWith('socket,'));
    const cables = line.filter((word) => word.startsWith('dgram,'));

    for (const forward of forwards) expect(forward).toMatch(/^tcp:127\.0\.0\.1:\d+-:22$/);
    for (const rule of rules) expect(rule).toMatch(/^ssh,tcp,127\.0\.0\.1,\d+,,22$/);
    for (const socket of sockets)
      expect(socket).toMatch(/,(?:host=127\.0\.0\.1,port=\d+|path=\/run\/user\/1000\/bdl\/)/);
    for (const cable of cables) expect(valuesOf([cable], String.raw`(?:local|remote)\.host`)).toHaveLength(2);
  });

  it('opens no screen, no remote desktop and no debugger', () => {
    expect(
      line.filter((word) => /vnc|spice|vrde|^-gdb$|^-s$|telnet|websocket|bridged|^tap|^bridge/i.test(word)),
    ).toEqual([]);
  });
});
