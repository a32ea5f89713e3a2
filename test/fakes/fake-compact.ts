import type { CallOptions, VmRef } from '../../src-main/hypervisors/driver.ts';
import { change, needVm, refuse, type FakeWork, type FakeWorld } from './fake-driver-calls.ts';
import { compactFakeDisk } from './fake-vm-store.ts';

/** As VirtualBox does it: only for a VM that is off. */
export function compactFakeVm(world: FakeWorld, ref: VmRef, options: CallOptions): Promise<void> {
  const run: FakeWork<void>['run'] = async (pause) => {
    const vm = needVm(world, ref);
    if (vm.power !== 'off') refuse(ref, vm, 'off');
    await pause();
    compactFakeDisk(ref.dir);
  };
  return change(world, { method: 'compactDisk', target: ref, options, run });
}
