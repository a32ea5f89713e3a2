import { existsSync } from 'node:fs';
import { option, Refusal, requireKnown, said } from './answer.ts';
import type { Answer } from './answer.ts';
import type { SimulatedDevice, SimulatedVm, World } from './world.ts';

/** General options that are noted and have no effect that could be seen (packer-plugin-parallels, docker-machine-parallels). */
const noted = [
  '--startup-view',
  '--on-shutdown',
  '--on-window-close',
  '--auto-share-camera',
  '--smart-guard',
  '--shf-host-defined',
  '--device-bootorder',
];
const known = [
  ...noted,
  '--description',
  '--cpus',
  '--memsize',
  '--device-add',
  '--device-set',
  '--device-del',
  '--device-connect',
  '--device-disconnect',
  '--image',
  '--iface',
  '--position',
  '--output',
  '--type',
  '--mac',
  '--adapter-type',
  '--enable',
  '--connect',
  '--disconnect',
];

const kinds = ['hdd', 'cdrom', 'net', 'serial'] as const;

/** Devices of a kind are counted from 0; the first free number is taken. */
function nextName(vm: SimulatedVm, kind: string): string {
  for (let number = 0; ; number += 1) {
    const name = `${kind}${number}`;
    if (!vm.devices.some((device) => device.name === name)) return name;
  }
}

function configure(world: World, device: SimulatedDevice, args: readonly string[]): SimulatedDevice {
  const image = option(args, '--image') ?? option(args, '--output');
  if (device.kind !== 'serial' && image !== undefined && image !== '' && !existsSync(image))
    throw new Refusal(`Failed to configure ${device.name}: unable to find the file ${image}`);
  const iface = device.kind === 'net' ? option(args, '--iface') : undefined;
  // prlctl's sources: a network is looked up before an adapter is bound to it.
  if (iface !== undefined && !world.data.networks.some(({ id }) => id === iface))
    throw new Refusal(`Failed to configure ${device.name}: the network ${iface} does not exist`);
  return {
    ...device,
    ...(image === undefined ? {} : { path: image }),
    ...(iface === undefined ? {} : { iface }),
    type: option(args, '--type') ?? device.type,
    mac: option(args, '--mac') ?? device.mac,
    connected: args.includes('--disconnect') ? false : args.includes('--connect') ? true : device.connected,
  };
}

function addDevice(world: World, vm: SimulatedVm, args: readonly string[]): Answer {
  const kind = kinds.find((candidate) => candidate === option(args, '--device-add'));
  if (kind === undefined) throw new Refusal('Unknown device type');
  if (kind === 'serial' && option(args, '--output') === undefined)
    throw new Refusal('The serial port type is not specified.');
  const name = nextName(vm, kind);
  const fresh = { name, kind, path: '', type: '', mac: '001C42000000', iface: '', connected: true };
  vm.devices.push(configure(world, fresh, args));
  // Packer reads the name of the new device from here.
  return said(`Creating ${name} (+)\n\nThe VM has been successfully configured.\n`);
}

function changeDevice(
  vm: SimulatedVm,
  name: string,
  change: (device: SimulatedDevice) => SimulatedDevice | null,
): void {
  const index = vm.devices.findIndex((device) => device.name === name);
  const device = vm.devices[index];
  if (device === undefined) throw new Refusal(`The device '${name}' is not found`);
  const changed = change(device);
  vm.devices.splice(index, 1, ...(changed === null ? [] : [changed]));
}

function changeDevices(world: World, vm: SimulatedVm, args: readonly string[]): void {
  const set = option(args, '--device-set');
  if (set !== undefined) changeDevice(vm, set, (device) => configure(world, device, args));
  const removed = option(args, '--device-del');
  if (removed !== undefined) changeDevice(vm, removed, () => null);
  for (const [name, connected] of [
    [option(args, '--device-connect'), true],
    [option(args, '--device-disconnect'), false],
  ] as const) {
    if (name === undefined) continue;
    // PrlVmDev_Connect of the SDK is for VMs that run.
    if (vm.state !== 'running') throw new Refusal('Failed to connect device: the virtual machine is not running');
    changeDevice(vm, name, (device) => ({ ...device, connected }));
  }
}

/** `prlctl set`. */
export function setVm(world: World, vm: SimulatedVm, args: readonly string[]): Answer {
  requireKnown(args, known);
  if (option(args, '--device-add') !== undefined) return addDevice(world, vm, args);
  changeDevices(world, vm, args);
  vm.description = option(args, '--description') ?? vm.description;
  vm.cpus = Number(option(args, '--cpus') ?? vm.cpus);
  vm.memoryMiB = Number(option(args, '--memsize') ?? vm.memoryMiB);
  for (const name of noted) {
    const value = option(args, name);
    if (value !== undefined) vm.settings[name] = value;
  }
  return said('The VM has been successfully configured.\n');
}
