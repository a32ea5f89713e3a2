import { option, Refusal, requireKnown, said } from './answer.ts';
import type { Answer } from './answer.ts';
import { withOwnDisks } from './world.ts';
import type { SimulatedVm, World } from './world.ts';

/** prl-devops-service main.go: the id in the last line. */
export function takeSnapshot(world: World, vm: SimulatedVm, args: readonly string[]): Answer {
  requireKnown(args, ['--name', '--description']);
  const id = world.newId();
  const withMemory = vm.state === 'running' || vm.state === 'suspended';
  const { snapshots: _snapshots, ...settings } = vm;
  vm.snapshots.push({
    id,
    name: option(args, '--name') ?? 'Snapshot',
    date: world.newDate(),
    withMemory,
    parent: vm.currentSnapshot,
    settings: JSON.stringify(settings),
  });
  vm.currentSnapshot = id;
  return said(`Creating the snapshot...\nThe snapshot with id {${id}} has been successfully created.\n`);
}

/** A map of ids; nothing at all when there are none (prl-devops-service). */
export function listSnapshots(vm: SimulatedVm): Answer {
  if (vm.snapshots.length === 0) return said('');
  const map = Object.fromEntries(
    vm.snapshots.map(({ id, name, date, withMemory, parent }) => [
      `{${id}}`,
      {
        name,
        date,
        state: withMemory ? 'poweron' : 'poweroff',
        current: vm.currentSnapshot === id,
        parent: parent === '' ? '' : `{${parent}}`,
      },
    ]),
  );
  return said(`${JSON.stringify(map, null, 2)}\n`);
}

function requireSnapshot(vm: SimulatedVm, args: readonly string[]): SimulatedVm['snapshots'][number] {
  const id = option(args, '--id', '-i')?.replaceAll(/[{}]/g, '');
  const found = vm.snapshots.find((snapshot) => snapshot.id === id);
  if (found === undefined)
    throw new Refusal(`Failed to find the snapshot ${id ?? ''}: the snapshot could not be found`);
  return found;
}

/** With `--skip-resume` a VM with memory stays suspended (prlctl's usage). */
export function switchSnapshot(
  { home, vm }: { readonly home: string; readonly vm: SimulatedVm },
  args: readonly string[],
): Answer {
  requireKnown(args, ['--id', '--skip-resume']);
  const { id, withMemory, settings } = requireSnapshot(vm, args);
  Object.assign(vm, JSON.parse(settings), { snapshots: vm.snapshots, currentSnapshot: id });
  vm.devices = withOwnDisks(home, vm.devices);
  vm.state = withMemory ? (args.includes('--skip-resume') ? 'suspended' : 'running') : 'stopped';
  return said('The VM has been successfully switched to the snapshot.\n');
}

/** The snapshots below it move up; `--children` would take them as well. */
export function deleteSnapshot(vm: SimulatedVm, args: readonly string[]): Answer {
  requireKnown(args, ['--id', '--children']);
  const { id, parent } = requireSnapshot(vm, args);
  vm.snapshots = vm.snapshots
    .filter((snapshot) => snapshot.id !== id)
    .map((snapshot) => (snapshot.parent === id ? { ...snapshot, parent } : snapshot));
  if (vm.currentSnapshot === id) vm.currentSnapshot = parent;
  return said('The snapshot has been successfully deleted.\n');
}
