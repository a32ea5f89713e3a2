import { said } from './answer.ts';
import type { Answer } from './answer.ts';
import { diskSizeMiB } from './prl-disk-tool.ts';
import type { SimulatedDevice, SimulatedVm, World } from './world.ts';

/** Keys as prlctl's sources print them (PrlDev.cpp); `state` only when disconnected. */
function showDevice(device: SimulatedDevice): Readonly<Record<string, unknown>> {
  const { kind, path, type, mac, iface, connected } = device;
  const state = connected ? {} : { state: 'disconnected' };
  switch (kind) {
    case 'hdd':
      return { enabled: true, port: 'sata:0', image: path, size: `${diskSizeMiB(path)}Mb`, ...state };
    case 'cdrom':
      return {
        enabled: true,
        port: 'sata:1',
        ...(path === '' ? { real: 'Default CD/DVD-ROM' } : { image: path }),
        ...state,
      };
    case 'net':
      return { enabled: true, type, ...(iface === '' ? {} : { iface }), mac, card: 'virtio', ...state };
    case 'serial':
      return { enabled: true, output: path, ...state };
  }
}

function showVm({ data }: World, home: string, vm: SimulatedVm): Readonly<Record<string, unknown>> {
  return {
    ID: data.style === '27' ? vm.id : `{${vm.id}}`,
    Name: vm.name,
    Description: vm.description,
    Type: 'VM',
    State: vm.state,
    OS: 'ubuntu',
    Template: 'no',
    Uptime: '0',
    'Home path': home,
    // With a slash at the end (recorded with 27).
    Home: `${home}/`,
    GuestTools: { state: 'not_installed' },
    Hardware: {
      cpu: { cpus: vm.cpus, auto: 'off', 'VT-x': true, hotplug: false },
      memory: { size: `${vm.memoryMiB}Mb`, auto: 'off', hotplug: false },
      ...Object.fromEntries(vm.devices.map((device) => [device.name, showDevice(device)])),
    },
    Network: { Conditioned: 'off', ipAddresses: [] },
  };
}

/** `prlctl list --all --info --json`: no VMs are an empty list (vagrant-parallels parses it on every Mac). */
export function listVms(world: World): Answer {
  const shown = world
    .registered()
    .map(({ home, vm }) =>
      vm === null
        ? { ID: '00000000-0000-0000-0000-000000000000', Name: 'Unknown', State: 'invalid', Home: `${home}/` }
        : showVm(world, home, vm),
    );
  return said(`${JSON.stringify(shown, null, '\t')}\n`);
}
