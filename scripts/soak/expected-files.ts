import type { WorldModel } from './model.ts';

/** What decides which files there are. */
export interface FileSituation {
  readonly world: WorldModel;
  readonly labId: string;
  /** Nodes of the lab when it is here. `socket`: file name of the control socket. */
  readonly nodes: readonly {
    readonly name: string;
    readonly vmId: string;
    readonly power: string;
    readonly socket: string;
  }[];
  readonly hubSocket: string;
  /** What is not the lab's: paths in the data folder. */
  readonly untouchable: readonly string[];
}

/** Files that must be there, and those that may be: paths in the data folder, those of the runtime folder behind `run/`. */
export interface ExpectedFiles {
  readonly required: readonly string[];
  readonly allowed: readonly RegExp[];
}

const always = [
  /^logs\/bdl\.log(\.\d+)?$/,
  /^(forecast|settings|hypervisor-trials)\.json$/,
  /^bases\/[^/]+\/base\.json$/,
  /^bases\/[^/]+\/vm\/(disk\.qcow2|pid\.json|qemu\.log|seed\.iso|serial\.log|vm\.json)$/,
];
const inTrash = /^trash\/[^/]+\/(record\.json|content\/(?!.*\.(lock|part|tmp)$).+)$/;

/** Every file that a lab in this state has, and nothing else. */
export function expectedFiles(situation: FileSituation): ExpectedFiles {
  const { world, untouchable } = situation;
  const common = untouchable.filter((path) => !path.endsWith('/'));
  if (world.lab === 'none') return { required: common, allowed: always };
  if (world.lab === 'in-trash') return { required: common, allowed: [...always, inTrash, cloneNotes] };
  return { required: [...common, ...labFiles(situation)], allowed: [...always, ...optionalFiles(situation)] };
}

/** A lab in the trash still stands on its base. */
const cloneNotes = /^bases\/[^/]+\/vm\/clones\/[0-9a-f-]+\.json$/;

function labFiles({ world, labId, nodes, hubSocket }: FileSituation): readonly string[] {
  const lab = `labs/${labId}`;
  const ssh = ['config', 'id_ed25519', 'id_ed25519.pub', 'known_hosts', 'password.hash'];
  return [
    ...['inventory.yaml', 'journal.jsonl', 'lab.json', 'spec.yaml'].map((name) => `${lab}/${name}`),
    ...ssh.map((name) => `${lab}/ssh/${name}`),
    ...nodes.flatMap(({ name }) => [`${lab}/ssh/host_keys/${name}`, `${lab}/ssh/host_keys/${name}.pub`]),
    ...nodes.flatMap(({ name, power, socket }) => {
      const files = ['disk.qcow2', 'seed.iso', 'vm.json', ...(power === 'running' ? ['pid.json', 'qemu.pid'] : [])];
      return [
        ...files.map((file) => `${lab}/nodes/${name}/${file}`),
        ...(power === 'running' ? [`run/${socket}`] : []),
      ];
    }),
    ...(world.hub ? [`${lab}/network/net.json`, `${lab}/network/pid.json`, `run/${hubSocket}`] : []),
  ];
}

/** What a VM leaves that ended by itself, until its next start; and notes of clones, which the base's folder names differ for. */
function optionalFiles({ labId, nodes, hubSocket }: FileSituation): readonly RegExp[] {
  const names = nodes.map(({ name }) => name).join('|');
  const ids = nodes.map(({ vmId }) => vmId).join('|');
  const sockets = nodes.map(({ socket }) => socket.replace('.qmp', '')).join('|');
  return [
    new RegExp(`^labs/${labId}/ssh/password$`),
    new RegExp(`^labs/${labId}/nodes/(${names})/(pid\\.json|qemu\\.pid|qemu\\.log|serial\\.log)$`),
    new RegExp(`^labs/${labId}/network/(net\\.json|pid\\.json|qemu\\.pid|hub\\.log)$`),
    new RegExp(`^bases/[^/]+/vm/clones/(${ids})\\.json$`),
    new RegExp(`^run/(${sockets})\\.(qmp|tty)$`),
    new RegExp(`^run/${hubSocket.replace('.', '\\.')}$`),
    /^run\/nets\/\d+$/,
  ];
}
