import type { Deed, DeedKind } from './model.ts';

const notCommands = ['kill-node', 'kill-hub', 'torn-journal', 'stale-lock'] as const;

/** Deeds that a user does with `bdl`. */
export type Command = Deed & { readonly kind: Exclude<DeedKind, (typeof notCommands)[number]> };

/** Where and of what the lab is made. */
export interface LabWish {
  readonly labName: string;
  readonly image: string;
  /** Folder with the files that are copied to nodes. */
  readonly filesDir: string;
}

/** True for what a user does with `bdl`. */
export function isCommand(deed: Deed): deed is Command {
  return !notCommands.some((kind) => kind === deed.kind);
}

/** The arguments for `bdl`. */
export function argsOf(deed: Command, { labName, image, filesDir }: LabWish): readonly string[] {
  switch (deed.kind) {
    case 'up':
      return [
        ...['up', '--name', labName, '--nodes', '2', '--hypervisor', 'qemu', '--image', image],
        ...['--memory', '512', '--disk', '8', '--no-upgrade', '--yes'],
      ];
    case 'start':
    case 'stop':
    case 'save':
    case 'repair':
      return [deed.kind, labName];
    case 'add':
      return ['add', '--lab', labName];
    case 'delete':
      return ['delete', labName, '--yes'];
    case 'purge':
      return ['delete', labName, '--purge', '--yes'];
    case 'take-back':
      return ['trash', 'restore', labName];
    case 'empty-trash':
      return ['trash', 'empty', '--yes'];
    case 'snapshot':
      return ['snapshot', deed.name, '--lab', labName];
    case 'restore':
      return ['restore', deed.name, '--lab', labName, '--yes'];
    case 'reset':
    case 'remove':
      return [deed.kind, deed.node, '--yes'];
    case 'power-cut':
      return ['drill', 'power-cut', deed.node, '--yes'];
    case 'plug':
    case 'unplug':
      return ['drill', deed.kind, deed.node, '--adapter', deed.adapter];
    case 'copy': {
      const [only, second] = deed.nodes;
      const target = only !== undefined && second === undefined ? ['--node', only] : ['--lab', labName];
      return ['copy', `${filesDir}/${deed.name}`, ...target];
    }
  }
}

/** What a second run may say of a deed that the first one, which was cut off, had finished. */
export function saysAlreadyDone({ kind }: Command, code: string): boolean {
  const codes: Partial<Record<Command['kind'], readonly string[]>> = {
    up: ['lab-name-taken'],
    snapshot: ['snapshot-name-taken'],
    remove: ['node-not-found'],
    'power-cut': ['wrong-state'],
    delete: ['lab-not-found', 'no-labs'],
    purge: ['lab-not-found', 'no-labs'],
    'take-back': ['not-in-trash'],
  };
  return codes[kind]?.includes(code) === true;
}

/** In a word or two, for a line of the log. */
export function wordsOf(deed: Deed): string {
  switch (deed.kind) {
    case 'snapshot':
    case 'restore':
      return `${deed.kind} '${deed.name}'`;
    case 'reset':
    case 'remove':
    case 'power-cut':
    case 'kill-node':
      return `${deed.kind} ${deed.node}`;
    case 'plug':
    case 'unplug':
      return `${deed.kind} ${deed.adapter} of ${deed.node}`;
    case 'copy':
      return `copy to ${deed.nodes.join(', ')}`;
    default:
      return deed.kind;
  }
}
