import { stringify } from 'yaml';
import type { LabSpecInput } from '../domain/lab-spec.ts';

/** What a stock SSH client needs to know of a lab; every path absolute. */
export interface SshAccess {
  readonly user: string;
  readonly identityFile: string;
  readonly knownHostsFile: string;
  readonly nodes: readonly SshNode[];
}

export interface SshNode {
  readonly name: string;
  /** Port on 127.0.0.1 that leads to the node. */
  readonly port: number;
  /** Public host key, `ssh-ed25519 AAAA...`, with or without comment. */
  readonly hostKey: string;
}

/**
 * A path as a value in ssh_config: quoted, with `%` doubled, as these options replace `%d`, `%h` and the like. Windows' SSH takes
 * forward slashes, and a backslash would escape what follows it (OpenSSH from 8.7 on).
 */
function quotePath(path: string): string {
  const portable = /^(?:[A-Za-z]:|\\)\\/.test(path) ? path.replaceAll('\\', '/') : path;
  return `"${portable.replaceAll(/["\\]/g, String.raw`\$&`).replaceAll('%', '%%')}"`;
}

function hostBlock(node: SshNode, access: SshAccess): string {
  return [
    `Host ${node.name}`,
    '  HostName 127.0.0.1',
    `  Port ${String(node.port)}`,
    `  User ${access.user}`,
    `  IdentityFile ${quotePath(access.identityFile)}`,
    '  IdentitiesOnly yes',
    `  HostKeyAlias ${node.name}`,
    `  UserKnownHostsFile ${quotePath(access.knownHostsFile)}`,
    '  StrictHostKeyChecking yes',
    '  UpdateHostKeys no',
    '  ServerAliveInterval 15',
    '',
  ].join('\n');
}

/** An ssh_config that stock OpenSSH, scp, rsync and VS Code take with `-F`; the node's name is the host name. */
export function sshConfigText(access: SshAccess): string {
  return access.nodes.map((node) => hostBlock(node, access)).join('\n');
}

/** A known_hosts file: each node's key under its name, which `HostKeyAlias` in the config looks up, whatever its port. */
export function knownHostsText(nodes: readonly Pick<SshNode, 'name' | 'hostKey'>[]): string {
  return nodes.map(({ name, hostKey }) => `${name} ${hostKey.trim().split(/\s+/).slice(0, 2).join(' ')}\n`).join('');
}

/** One word for the splitter Ansible uses (POSIX shell rules). */
function quoteWord(word: string): string {
  return `'${word.replaceAll("'", `'"'"'`)}'`;
}

/** An Ansible inventory: all nodes in the group `lab`, reached through the lab's ssh_config. */
export function ansibleInventoryText(sshConfigFile: string, nodeNames: readonly string[]): string {
  return stringify(
    {
      all: {
        vars: {
          ansible_ssh_common_args: `-F ${quoteWord(sshConfigFile)}`,
          ansible_python_interpreter: 'auto_silent',
        },
        children: { lab: { hosts: Object.fromEntries(nodeNames.map((name) => [name, {}])) } },
      },
    },
    { version: '1.1', lineWidth: 0 },
  );
}

/** The spec as YAML, to read, change and make the same lab from. */
export function specText(spec: LabSpecInput): string {
  return stringify(spec, { lineWidth: 0 });
}
