import { describe, expect, it } from 'vitest';
import { cableOptions, machineArgs } from '../../../../src-main/hypervisors/qemu/argv.ts';
import type { MachineDescription } from '../../../../src-main/hypervisors/qemu/argv.ts';
import { hubArgs, plugCommands, unplugCommands } from '../../../../src-main/hypervisors/qemu/hub-argv.ts';

const node: MachineDescription = {
  vmId: '11111111-2222-4333-8444-555555555555',
  name: 'pi-200',
  architecture: 'amd64',
  accelerator: 'tcg',
  qemuMajor: 7,
  machine: null,
  cpus: 2,
  memoryMiB: 1024,
  diskPath: '/vms/Žofie, (1)/disk.qcow2',
  diskMayBeLost: false,
  installerPath: null,
  seedPath: '/vms/Žofie, (1)/seed.iso',
  serialLogPath: '/vms/Žofie, (1)/serial.log',
  serialSocketPath: '/run/bdl/1111.tty',
  sharedDiskPaths: [],
  natMac: '52:54:00:00:00:01',
  sshPort: 2200,
  internal: { mac: '52:54:00:00:00:02', vmPort: 20_481, hubPort: 20_480 },
  control: { kind: 'unix', path: '/run/bdl/1111.qmp' },
  pidPath: '/vms/Žofie, (1)/qemu.pid',
  firmware: null,
  paused: false,
};

/** The value after each `flag`. */
function valuesOf(args: readonly string[], flag: string): readonly string[] {
  return args.flatMap((value, index) => (args[index - 1] === flag ? [value] : []));
}

function blockOf(args: readonly string[], name: string): unknown {
  const nodes = valuesOf(args, '-blockdev').map((text): unknown => JSON.parse(text));
  return nodes.find((found) => JSON.stringify(found).includes(`"node-name":"${name}"`));
}

describe('arguments of a VM', () => {
  it('are those of a node under software emulation', () => {
    expect(machineArgs(node)).toEqual([
      ...['-name', 'guest=pi-200', '-uuid', '11111111-2222-4333-8444-555555555555'],
      ...['-nodefaults', '-no-user-config', '-display', 'none', '-machine', 'q35,vmport=off'],
      ...['-accel', 'tcg,thread=multi,tb-size=512', '-cpu', 'max,la57=off'],
      ...['-smp', 'cpus=2,sockets=1,cores=2,threads=1', '-m', 'size=1024M', '-rtc', 'base=utc', '-boot', 'strict=on'],
      ...['-chardev', 'socket,id=control,path=/run/bdl/1111.qmp,server=on,wait=off'],
      ...['-mon', 'chardev=control,mode=control', '-pidfile', '/vms/Žofie, (1)/qemu.pid'],
      '-chardev',
      'socket,id=serial0,path=/run/bdl/1111.tty,server=on,wait=off,logfile=/vms/Žofie,, (1)/serial.log,logappend=on',
      ...['-serial', 'chardev:serial0'],
      '-blockdev',
      '{"driver":"qcow2","node-name":"disk0","discard":"unmap","detect-zeroes":"unmap",' +
        '"file":{"driver":"file","filename":"/vms/Žofie, (1)/disk.qcow2","discard":"unmap"}}',
      ...['-device', 'virtio-blk-pci,drive=disk0,bootindex=0'],
      '-blockdev',
      '{"driver":"raw","node-name":"seed0","read-only":true,' +
        '"file":{"driver":"file","filename":"/vms/Žofie, (1)/seed.iso","read-only":true}}',
      ...['-device', 'virtio-blk-pci,drive=seed0'],
      ...['-netdev', 'user,id=nat,hostfwd=tcp:127.0.0.1:2200-:22'],
      ...['-device', 'virtio-net-pci,netdev=nat,id=nat0,mac=52:54:00:00:00:01,romfile='],
      '-netdev',
      'dgram,id=lab,local.type=inet,local.host=127.0.0.1,local.port=20481,' +
        'remote.type=inet,remote.host=127.0.0.1,remote.port=20480',
      ...['-device', 'virtio-net-pci,netdev=lab,id=lab0,mac=52:54:00:00:00:02,romfile='],
      ...['-device', 'virtio-rng-pci'],
    ]);
  });

  it.each([
    { accelerator: 'kvm', architecture: 'amd64', qemuMajor: 7, accel: 'kvm', cpu: 'host' },
    { accelerator: 'kvm', architecture: 'arm64', qemuMajor: 7, accel: 'kvm', cpu: 'host' },
    { accelerator: 'hvf', architecture: 'arm64', qemuMajor: 9, accel: 'hvf', cpu: 'host' },
    { accelerator: 'hvf', architecture: 'amd64', qemuMajor: 9, accel: 'hvf', cpu: 'host,-avx512vl,-pdpe1gb' },
    { accelerator: 'whpx', architecture: 'amd64', qemuMajor: 10, accel: 'whpx,kernel-irqchip=off', cpu: 'max' },
    { accelerator: 'whpx', architecture: 'amd64', qemuMajor: 11, accel: 'whpx', cpu: 'max' },
    {
      accelerator: 'tcg',
      architecture: 'arm64',
      qemuMajor: 9,
      accel: 'tcg,thread=multi,tb-size=512',
      cpu: 'max,pauth-impdef=on',
    },
  ] as const)('choose $accel with CPU $cpu for $accelerator on $architecture', ({ accel, cpu, ...changes }) => {
    const args = machineArgs({ ...node, ...changes });

    expect(valuesOf(args, '-accel')).toEqual([accel]);
    expect(valuesOf(args, '-cpu')).toEqual([cpu]);
  });

  it.each([
    { architecture: 'amd64', machine: null, option: 'q35,vmport=off' },
    { architecture: 'amd64', machine: 'pc-q35-7.2', option: 'pc-q35-7.2,vmport=off' },
    { architecture: 'arm64', machine: null, option: 'virt' },
    { architecture: 'arm64', machine: 'virt-9.0', option: 'virt-9.0' },
  ] as const)('build the machine $option', ({ option, ...changes }) => {
    expect(valuesOf(machineArgs({ ...node, ...changes }), '-machine')).toEqual([option]);
  });

  it('leave out what a base does not have', () => {
    const args = machineArgs({ ...node, sshPort: null, internal: null, seedPath: null, serialLogPath: null });

    expect(valuesOf(args, '-netdev')).toEqual(['user,id=nat']);
    expect(valuesOf(args, '-blockdev')).toHaveLength(1);
    expect(args).not.toContain('-serial');
  });

  it('let a disk that can be made again wait for nothing', () => {
    const flush = { 'no-flush': true };

    expect(blockOf(machineArgs({ ...node, diskMayBeLost: true }), 'disk0')).toMatchObject({
      cache: flush,
      file: { cache: flush },
    });
    expect(JSON.stringify(blockOf(machineArgs(node), 'disk0'))).not.toContain('no-flush');
  });

  it('share disks between VMs, before the seed, so that their names in the guest stay', () => {
    const args = machineArgs({ ...node, sharedDiskPaths: ['/labs/a,b.raw', '/labs/c.raw'] });

    expect(blockOf(args, 'shared0')).toMatchObject({
      driver: 'raw',
      file: { filename: '/labs/a,b.raw', locking: 'off' },
    });
    expect(valuesOf(args, '-device').filter((device) => device.startsWith('virtio-blk-pci'))).toEqual([
      'virtio-blk-pci,drive=disk0,bootindex=0',
      'virtio-blk-pci,drive=shared0,share-rw=on',
      'virtio-blk-pci,drive=shared1,share-rw=on',
      'virtio-blk-pci,drive=seed0',
    ]);
  });

  it('put an installation medium behind the disk in the boot order, in a CD drive that every machine has', () => {
    const args = machineArgs({ ...node, installerPath: '/vms/Žofie, (1)/installer.iso' });

    expect(blockOf(args, 'installer0')).toMatchObject({
      'read-only': true,
      file: { filename: '/vms/Žofie, (1)/installer.iso', 'read-only': true },
    });
    expect(valuesOf(args, '-device').filter((device) => /bootindex|scsi/.test(device))).toEqual([
      'virtio-blk-pci,drive=disk0,bootindex=0',
      'virtio-scsi-pci,id=scsi0',
      'scsi-cd,bus=scsi0.0,drive=installer0,bootindex=1',
    ]);
  });

  it('double commas in names', () => {
    expect(valuesOf(machineArgs({ ...node, name: 'a,b' }), '-name')).toEqual(['guest=a,,b']);
  });

  it('give arm64 its firmware and a copy of the variables', () => {
    const firmware = { codePath: '/fw/code.fd', variablesPath: '/fw/vars.fd', variablesCopyPath: '/vms/1/efi.fd' };

    expect(valuesOf(machineArgs({ ...node, architecture: 'arm64', firmware }), '-drive')).toEqual([
      'if=pflash,format=raw,readonly=on,file=/fw/code.fd',
      'if=pflash,format=raw,file=/vms/1/efi.fd',
    ]);
  });

  it('listen on loopback where there are no Unix sockets', () => {
    const args = machineArgs({ ...node, control: { kind: 'tcp', port: 21_300 } });

    expect(valuesOf(args, '-chardev')[0]).toBe(
      'socket,id=control,host=127.0.0.1,port=21300,ipv4=on,server=on,wait=off',
    );
  });

  it('start at rest when something is to be settled first', () => {
    expect(machineArgs({ ...node, paused: true }).at(-1)).toBe('-S');
    expect(machineArgs(node)).not.toContain('-S');
  });
});

describe('arguments of a network', () => {
  const member = { slot: 3, hubPort: 20_486, vmPort: 20_487 };
  const hub = {
    name: 'network bigdata',
    uuid: '11111111-2222-4333-8444-555555555555',
    members: [member],
    control: { kind: 'unix', path: '/run/bdl/hub.qmp' },
    pidPath: '/labs/1/network/qemu.pid',
  } as const;

  it('plug each member into one hub, its cable the other way round than in the VM', () => {
    expect(valuesOf(hubArgs(hub), '-netdev')).toEqual([
      cableOptions('cable3', { local: 20_486, remote: 20_487 }),
      'hubport,id=port3,hubid=0,netdev=cable3',
    ]);
    expect(hubArgs(hub)).toEqual(expect.arrayContaining(['-machine', 'none']));
  });

  it('are the same for a hub that runs already', () => {
    expect(plugCommands(member)).toEqual([
      {
        command: 'netdev_add',
        args: {
          type: 'dgram',
          id: 'cable3',
          local: { type: 'inet', host: '127.0.0.1', port: '20486' },
          remote: { type: 'inet', host: '127.0.0.1', port: '20487' },
        },
      },
      { command: 'netdev_add', args: { type: 'hubport', id: 'port3', hubid: 0, netdev: 'cable3' } },
    ]);
    expect(unplugCommands(3)).toEqual([
      { command: 'netdev_del', args: { id: 'port3' } },
      { command: 'netdev_del', args: { id: 'cable3' } },
    ]);
  });
});
