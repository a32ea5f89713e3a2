import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { option, Refusal, requireKnown, said } from './answer.ts';
import type { Answer } from './answer.ts';
import { listVms } from './list-vms.ts';
import { diskSizeMiB, makeDisk } from './prl-disk-tool.ts';
import { setVm } from './set-vm.ts';
import { deleteSnapshot, listSnapshots, switchSnapshot, takeSnapshot } from './snapshots.ts';
import { withOwnDisks } from './world.ts';
import type { SimulatedDevice, SimulatedVm, World } from './world.ts';

interface Found {
  readonly home: string;
  readonly vm: SimulatedVm;
}

function requireFreeName(world: World, name: string): void {
  // Reported by users of 26: a second VM of the same name is refused, wherever its files are.
  if (world.find(name) !== null) throw new Refusal(`Failed to register the VM: the name ${name} is already taken`);
}

/** Bundles are called `<name>.pvm` and lie below `--dst`, which is there already (crabbox, macinbox). */
function newHome(args: readonly string[], name: string): string {
  const dst = option(args, '--dst');
  if (dst === undefined || !existsSync(dst)) throw new Refusal('Failed to create the VM: the path does not exist');
  const home = join(dst, `${name}.pvm`);
  if (existsSync(home)) throw new Refusal(`Failed to create the VM: ${home} already exists`);
  return home;
}

function defaultDevice(name: string, kind: SimulatedDevice['kind'], type = ''): SimulatedDevice {
  return { name, kind, path: '', type, mac: kind === 'net' ? '001C42000000' : '', iface: '', connected: true };
}

/** A new Linux VM has a CD drive and an adapter on the shared network (vagrant-parallels, packer-plugin-parallels). */
function createVm(world: World, args: readonly string[]): Answer {
  requireKnown(args, ['--distribution', '--ostype', '--dst', '--no-hdd']);
  const name = args[1] ?? '';
  requireFreeName(world, name);
  const home = newHome(args, name);
  world.write(home, {
    id: world.newId(),
    name,
    description: '',
    state: 'stopped',
    cpus: 2,
    memoryMiB: 2048,
    settings: {},
    devices: [defaultDevice('cdrom0', 'cdrom'), defaultDevice('net0', 'net', 'shared')],
    snapshots: [],
    currentSnapshot: '',
    linkedTo: '',
  });
  world.data.homes.push(home);
  return said('Creating the VM...\nThe VM has been successfully created.\n');
}

/** Disks of a clone lie in its own bundle; a linked one holds only what differs (vagrant-parallels, crabbox). */
function cloneDisk(
  device: SimulatedDevice,
  from: Found,
  to: { readonly home: string; readonly linked: boolean },
): SimulatedDevice {
  if (device.kind !== 'hdd') return device;
  const path = device.path.startsWith(from.home) ? to.home + device.path.slice(from.home.length) : device.path;
  if (!existsSync(device.path)) throw new Refusal('Failed to clone the VM: a disk image could not be found');
  mkdirSync(dirname(path), { recursive: true });
  if (to.linked) makeDisk(path, diskSizeMiB(device.path));
  else cpSync(device.path, path, { recursive: true });
  return { ...device, path };
}

function cloneVm(world: World, from: Found, args: readonly string[]): Answer {
  requireKnown(args, ['--name', '--dst', '--linked', '--id', '--regenerate-src-uuid']);
  const name = option(args, '--name') ?? '';
  requireFreeName(world, name);
  if (from.vm.state !== 'stopped') throw new Refusal('Failed to clone the VM: it is running');
  const linked = args.includes('--linked');
  const snapshotId = option(args, '--id')?.replaceAll(/[{}]/g, '');
  const snapshot = from.vm.snapshots.find(({ id }) => id === snapshotId);
  // crabbox: a snapshot can be chosen for linked clones only.
  if (!linked && snapshotId !== undefined) throw new Refusal('The option --id needs --linked');
  if (linked && snapshot === undefined) throw new Refusal('Failed to clone the VM: the snapshot could not be found');
  const home = newHome(args, name);
  const settings: SimulatedVm = { ...from.vm, ...(snapshot === undefined ? {} : JSON.parse(snapshot.settings)) };
  const devices = settings.devices.map((device) => cloneDisk(device, from, { home, linked }));
  const fresh = { id: world.newId(), name, state: 'stopped', snapshots: [], currentSnapshot: '' };
  world.write(home, { ...settings, ...fresh, devices, linkedTo: linked ? from.home : '' });
  world.data.homes.push(home);
  return said('Clone the VM...\nThe VM has been successfully cloned.\n');
}

function registerVm(world: World, args: readonly string[]): Answer {
  requireKnown(args, ['--preserve-uuid', '--force']);
  const home = args[1] ?? '';
  const vm = world.read(home);
  if (vm === null) throw new Refusal(`Failed to register the VM: ${home} is no virtual machine`);
  requireFreeName(world, vm.name);
  const devices = withOwnDisks(home, vm.devices);
  const id = args.includes('--preserve-uuid') ? vm.id : world.newId();
  world.write(home, { ...vm, id, devices });
  world.data.homes.push(home);
  return said('Register the VM...\nThe VM has been successfully registered.\n');
}

function forget({ data }: World, home: string): void {
  data.homes.splice(data.homes.indexOf(home), 1);
}

/** The bundle goes with everything Parallels wrote in it; rules of the shared network stay (vagrant-parallels). */
function deleteVm(world: World, { home, vm }: Found): Answer {
  if (vm.state === 'running') throw new Refusal('Failed to delete the VM: the virtual machine is running');
  forget(world, home);
  rmSync(home, { recursive: true, force: true });
  return said('The VM has been successfully deleted.\n');
}

function openSerialLogs({ devices }: SimulatedVm): void {
  for (const { kind, path } of devices) if (kind === 'serial') writeFileSync(path, '', { flag: 'a' });
}

function startVm(vm: SimulatedVm): Answer {
  // A suspended VM goes on (prl-devops-service treats both alike).
  if (vm.state === 'running') throw new Refusal('Failed to start the VM: the VM is already started');
  const disks = vm.devices.filter(({ kind, path }) => kind === 'hdd' && path !== '');
  const broken = disks.some(({ path }) => !existsSync(path) || readdirSync(path).length === 0);
  // Generic, whatever the cause (issues 418 and 500 of vagrant-parallels).
  if (broken) throw new Refusal('Unable to start the virtual machine. Operation failed.');
  openSerialLogs(vm);
  vm.state = 'running';
  return said('Starting the VM...\nThe VM has been successfully started.\n');
}

function stopVm(vm: SimulatedVm, args: readonly string[]): Answer {
  requireKnown(args, ['--kill', '--acpi', '--drop-state']);
  const wanted = args.includes('--drop-state') ? 'suspended' : 'running';
  const isRight = vm.state === wanted || (wanted === 'running' && vm.state === 'paused');
  if (!isRight) throw new Refusal('Failed to stop the VM: the virtual machine is not running');
  vm.state = 'stopped';
  return said('Stopping the VM...\nThe VM has been successfully stopped.\n');
}

function suspendVm(vm: SimulatedVm): Answer {
  if (vm.state !== 'running' && vm.state !== 'paused') throw new Refusal('Failed to suspend the VM: it is not running');
  vm.state = 'suspended';
  return said('The VM has been successfully suspended.\n');
}

function resumeVm(vm: SimulatedVm): Answer {
  if (vm.state !== 'suspended' && vm.state !== 'paused')
    throw new Refusal('Failed to resume the VM: it is not suspended');
  openSerialLogs(vm);
  vm.state = 'running';
  return said('The VM has been successfully resumed.\n');
}

/** Commands that change one VM in its place; its settings are written afterwards. */
function change(world: World, { home, vm }: Found, args: readonly string[]): Answer {
  const verbs: Readonly<Record<string, () => Answer>> = {
    set: () => setVm(world, vm, args),
    start: () => startVm(vm),
    stop: () => stopVm(vm, args),
    suspend: () => suspendVm(vm),
    resume: () => resumeVm(vm),
    snapshot: () => takeSnapshot(world, vm, args),
    'snapshot-list': () => listSnapshots(vm),
    'snapshot-switch': () => switchSnapshot({ home, vm }, args),
    'snapshot-delete': () => deleteSnapshot(vm, args),
  };
  const verb = verbs[args[0] ?? ''];
  if (verb === undefined) throw new Refusal(`Unrecognized action: ${args[0] ?? ''}`);
  const answer = verb();
  world.write(home, vm);
  return answer;
}

/** prlctl. */
export function prlctl(world: World, args: readonly string[]): Answer {
  switch (args[0]) {
    case '--version':
      return said(`prlctl version ${world.data.version}\n`);
    case 'list':
      return listVms(world);
    case 'create':
      return createVm(world, args);
    case 'register':
      return registerVm(world, args);
    default:
      return perform(world, args);
  }
}

/** What is done to one VM. */
function perform(world: World, args: readonly string[]): Answer {
  const found = world.find(args[1] ?? '');
  // vagrant-parallels, docker-machine-parallels: the words that mean "not registered".
  if (found === null) throw new Refusal('Failed to get VM config: The virtual machine could not be found.');
  switch (args[0]) {
    case 'clone':
      return cloneVm(world, found, args);
    case 'delete':
      return deleteVm(world, found);
    case 'unregister':
      forget(world, found.home);
      return said('The VM has been successfully unregistered.\n');
    default:
      return change(world, found, args);
  }
}
