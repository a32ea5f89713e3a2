import { option, Refusal, requireKnown, said } from './answer.ts';
import type { Answer } from './answer.ts';
import type { World } from './world.ts';

/** `prlsrvctl info --license --json` (vagrant-parallels meta.rb, prl-devops-service license.go). */
function showLicense({ data }: World): Answer {
  const { edition, status } = data.license;
  if (edition === '') throw new Refusal('PrlHandle_FromString: Invalid argument');
  const license = JSON.stringify({ status, edition, is_trial: false, cpu_total: 32, max_memory: 131_072 }, null, 2);
  // In Standard these words come first, with a blank behind them (prl-devops-service).
  const first = edition === 'standard' ? 'This feature is not available in this edition of Parallels Desktop. \n' : '';
  return said(`${first}${license}\n`);
}

function listNetworks({ data }: World): Answer {
  const list = data.networks.map(({ id, type }, index) => ({
    'Network ID': id,
    Type: type,
    'Bound To': `vnic${index}`,
  }));
  return said(`${JSON.stringify(list, null, 2)}\n`);
}

/** Shape of `net info`: vagrant-parallels pd_10.rb and its test data. */
function showNetwork({ data }: World, id: string | undefined): Answer {
  const network = data.networks.find((candidate) => candidate.id === id);
  if (network === undefined) throw new Refusal(`Failed to get the network ${id ?? ''}: The network does not exist`);
  const [address, mask] = data.style === '27' ? ['IPv4 address', 'IPv4 subnet mask'] : ['IP address', 'Subnet mask'];
  const rules = Object.fromEntries(
    data.rules.map((rule) => [
      rule.name,
      {
        'source port': rule.hostPort,
        'destination IP/VM id': data.style === '27' ? rule.target : `{${rule.target}}`,
        'destination port': rule.guestPort,
      },
    ]),
  );
  const answer = {
    'Network ID': network.id,
    Type: network.type,
    'Parallels adapter': { [address]: '10.211.55.2', [mask]: '255.255.255.0' },
    // Without rules the group is empty text or missing (users of prlsrvctl).
    ...(network.type === 'shared' ? { 'NAT server': data.rules.length === 0 ? {} : { 'TCP rules': rules } } : {}),
  };
  return said(`${JSON.stringify(answer, null, 2)}\n`);
}

/** `--nat-tcp-add NAME,HOSTPORT,VM,22` (vagrant-parallels forward_ports). */
function addRule({ data }: World, text: string): void {
  const [name, hostPort, target, guestPort] = text.split(',');
  if (name === undefined || hostPort === undefined || target === undefined) throw new Refusal('Invalid rule');
  if (data.rules.some((rule) => rule.name === name)) throw new Refusal(`The rule ${name} already exists`);
  if (data.rules.some((rule) => rule.hostPort === Number(hostPort))) throw new Refusal(`The port ${hostPort} is used`);
  data.rules.push({ name, hostPort: Number(hostPort), target, guestPort: Number(guestPort) });
}

function setNetwork(world: World, args: readonly string[]): Answer {
  requireKnown(args, ['--nat-tcp-add', '--nat-tcp-del', '--dhcp-server', '--ip']);
  const { data } = world;
  const network = data.networks.find(({ id }) => id === args[2]);
  if (network === undefined) throw new Refusal(`Failed to set: the network ${args[2] ?? ''} does not exist`);
  const added = option(args, '--nat-tcp-add');
  if (added !== undefined) addRule(world, added);
  const removed = option(args, '--nat-tcp-del');
  if (removed !== undefined) {
    const index = data.rules.findIndex(({ name }) => name === removed);
    if (index === -1) throw new Refusal(`The rule ${removed} does not exist`);
    data.rules.splice(index, 1);
  }
  const dhcp = option(args, '--dhcp-server');
  if (dhcp !== undefined) network.dhcp = dhcp === 'on';
  return said('');
}

function addNetwork({ data }: World, args: readonly string[]): Answer {
  requireKnown(args, ['--type']);
  const [, , id] = args;
  if (id === undefined) throw new Refusal('No network ID');
  if (data.networks.some((network) => network.id === id)) throw new Refusal(`The network ${id} already exists`);
  data.networks.push({ id, type: option(args, '--type') ?? 'bridged', dhcp: true });
  return said('');
}

function removeNetwork({ data }: World, id: string | undefined): Answer {
  const index = data.networks.findIndex((network) => network.id === id);
  if (index === -1) throw new Refusal(`The network ${id ?? ''} does not exist`);
  data.networks.splice(index, 1);
  return said('');
}

/** prlsrvctl: licence, networks, and the forwards of the shared one. */
export function prlsrvctl(world: World, args: readonly string[]): Answer {
  if (args[0] === 'info') return showLicense(world);
  if (args[0] !== 'net') throw new Refusal(`Unrecognized action: ${args[0] ?? ''}`);
  switch (args[1]) {
    case 'list':
      return listNetworks(world);
    case 'info':
      return showNetwork(world, args[2]);
    case 'set':
      return setNetwork(world, args);
    case 'add':
      return addNetwork(world, args);
    case 'del':
      return removeNetwork(world, args[2]);
    default:
      throw new Refusal(`Unrecognized action: net ${args[1] ?? ''}`);
  }
}
