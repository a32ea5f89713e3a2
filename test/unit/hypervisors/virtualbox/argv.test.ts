import { describe, expect, it } from 'vitest';
import * as argv from '../../../../src-main/hypervisors/virtualbox/argv.ts';
import { baseLines, diskLines, unplugLines } from '../../../../src-main/hypervisors/virtualbox/create-base.ts';
import { createPreview } from '../../../../src-main/hypervisors/virtualbox/preview.ts';
import { baseDefinition, baseId, nodeDefinition, nodeId } from './definitions.ts';

const ref = { vmId: nodeId };

describe('argv builders', () => {
  it.each([
    ['7.0', { major: 7, minor: 0, patch: 0 }, []],
    ['7.1', { major: 7, minor: 1, patch: 0 }, ['--platform-architecture', 'x86']],
    ['7.2', { major: 7, minor: 2, patch: 0 }, ['--platform-architecture', 'x86']],
    ['8.0', { major: 8, minor: 0, patch: 0 }, ['--platform-architecture', 'x86']],
  ])('names the architecture for VirtualBox %s only where it is known', (_, version, expected) => {
    const args = argv.createVm(baseDefinition, version);

    expect(args.filter((_arg, index) => /architecture|x86/.test(args[index] ?? ''))).toEqual(expected);
  });

  it.each([
    ['Big Data Labor', 'Big Data Labor'],
    ['Größe - (Test) 1', 'Größe - (Test) 1'],
    ['R & D + more', 'R _ D _ more'],
    ['a/b,c"d', 'a_b_c_d'],
    ['Labor 🚀', 'Labor _'],
    ['.hidden.', '_hidden_'],
    ['𝔸rabic ﷺ', '_rabic _'],
  ])('turns the lab name %s into the group %s', (name, group) => {
    expect(argv.toGroupName(name)).toBe(group);
  });

  it('gives a node its adapters, forward, serial log and group in one call', () => {
    expect(argv.setNodeHardware(nodeDefinition).join(' ')).toBe(
      `modifyvm ${nodeId} --memory 1024 --cpus 1 --groups /Big Data Labor` +
        ' --nic1 nat --nic-type1 virtio --mac-address1 080027AABB02 --nat-pf1 ssh,tcp,127.0.0.1,2200,,22' +
        ' --nic2 intnet --intnet2 bigdata --nic-type2 virtio --mac-address2 080027AABB03' +
        ' --nic-promisc2 allow-all --cable-connected2 on' +
        ' --uart1 0x3F8 4 --uart-mode1 file /data/labs/l/nodes/pi-200/serial.log',
    );
  });

  it.each([
    ['amd64', ['--add', 'sata', '--controller', 'IntelAhci']],
    ['arm64', ['--add', 'virtio', '--controller', 'VirtIO']],
  ] as const)('gives a base for %s a controller its guest knows', (architecture, expected) => {
    const args = argv.addController({ ...baseDefinition, architecture });

    expect(args.slice(4, 8)).toEqual(expected);
  });

  it('defines an ARM base with EFI, and with nothing that only a PC has', () => {
    const definition = { ...baseDefinition, architecture: 'arm64' } as const;
    const version = { major: 7, minor: 2, patch: 22 };
    const lines = [
      argv.createVm(definition, version),
      argv.setBaseHardware(definition),
      argv.addController(definition),
    ];
    const text = lines.flat().join(' ');

    expect(text).toContain('--ostype Ubuntu_arm64 --platform-architecture arm');
    expect(text).toContain('--firmware efi');
    expect(text).not.toMatch(/x86|_64|bios|hwvirtex|nested|pae|apic|paravirt|AHCI|Ahci|piix/i);
    expect(argv.setBaseHardware(baseDefinition)).not.toContain('--firmware');
  });

  it('gives the base a NAT adapter and no forward', () => {
    const line = argv.setBaseHardware(baseDefinition).join(' ');

    expect(line).toContain('--nic1 nat --nic-type1 virtio --mac-address1 080027AABB01');
    expect(line).not.toMatch(/nat-pf|nic2/);
  });

  it('gives a base to be installed an empty disk, its medium as the first CD and the seed as the second', () => {
    const source = { kind: 'installer', isoPath: '/data/bases/b1/vm/installer.iso' } as const;
    const definition = { ...baseDefinition, source };

    const lines = [...diskLines(definition), ...baseLines(definition, { major: 7, minor: 2, patch: 0 })];

    const told = lines.map((args) => args.join(' '));
    expect(told[0]).toBe('createmedium disk --filename /data/bases/b1/vm/base.vdi --sizebyte 10737418240 --format VDI');
    expect(told.filter((line) => line.includes('--boot1'))).toEqual([
      expect.stringContaining('--boot1 disk --boot2 dvd --boot3 none --boot4 none'),
    ]);
    expect(told.filter((line) => line.includes('dvddrive'))).toEqual([
      expect.stringMatching(/ --port 1 --device 0 --type dvddrive --medium \S+\/installer\.iso$/),
      expect.stringMatching(/ --port 2 --device 0 --type dvddrive --medium \S+\/seed\.iso$/),
    ]);
  });

  it('takes both CDs out of an installed base, and the CD out of its boot order', () => {
    const told = unplugLines(baseDefinition.ref, argv.baseCdPorts).map((args) => args.slice(2).join(' '));

    expect(told).toEqual([
      '--uart-mode1 disconnected --uart1 off',
      '--boot2 none',
      '--storagectl SATA --port 1 --device 0 --medium none',
      '--storagectl SATA --port 2 --device 0 --medium none',
    ]);
  });

  it.each([
    [false, ['modifyvm', nodeId, '--nat-pf1', 'ssh,tcp,127.0.0.1,2300,,22']],
    [true, ['modifyvm', nodeId, '--nat-pf1', 'delete', 'ssh', '--nat-pf1', 'ssh,tcp,127.0.0.1,2300,,22']],
  ])('moves the forward of a VM that is off (rule there: %s) in one call', (hasRule, expected) => {
    expect(argv.setForward(ref, 2300, hasRule)).toEqual(expected);
  });

  it('moves the forward of a running VM in two calls, the old rule first', () => {
    expect(argv.setLiveForward(ref, 2300, true)).toEqual([
      ['controlvm', nodeId, 'natpf1', 'delete', 'ssh'],
      ['controlvm', nodeId, 'natpf1', 'ssh,tcp,127.0.0.1,2300,,22'],
    ]);
  });

  it.each([
    [argv.setCable(ref, 2, false), ['modifyvm', nodeId, '--cable-connected2', 'off']],
    [argv.setLiveCable(ref, 1, true), ['controlvm', nodeId, 'setlinkstate1', 'on']],
    [argv.startVm(ref), ['startvm', nodeId, '--type', 'headless']],
    [argv.unregister(ref), ['unregistervm', nodeId]],
    [argv.changeSnapshot(ref, 'restore', 'S'), ['snapshot', nodeId, 'restore', 'S']],
  ])('builds %j', (args, expected) => {
    expect(args).toEqual(expected);
  });
});

describe('preview', () => {
  const preview = createPreview('VBoxManage', { major: 7, minor: 2, patch: 0 });

  it('shows a node as three calls and one for each shared disk', () => {
    const lines = preview.createNode(nodeDefinition);

    expect(lines.map(({ args }) => args[0])).toEqual(['clonevm', 'modifyvm', 'storageattach', 'storageattach']);
    expect(lines[0]?.args).toContain(baseId);
  });

  it('names VMs by UUID alone', () => {
    const lines = [...preview.createBase(baseDefinition), ...preview.sealBase(baseDefinition.ref)];

    const targets = lines.filter(({ args }) => /vm$|storage(?:ctl|attach)|snapshot|extradata/.test(args[0] ?? ''));
    expect(targets.every(({ args }) => args.includes(baseId))).toBe(true);
    expect(targets.length).toBeGreaterThan(5);
  });
});
