import { z } from 'zod';
import type { LabHost } from './hosts-file.ts';
import { hostNameSchema, hostsFileText } from './hosts-file.ts';
import { networkConfig } from './network-config.ts';
import type { SeedFiles } from './seed-files.ts';
import { toCloudConfig, toCloudYaml, toWrittenFile } from './seed-files.ts';

/** What makes one clone of the base this node and no other. */
export interface NodeSeedInput {
  /** A new value makes cloud-init set the guest up again at its next boot. */
  readonly instanceId: string;
  readonly hostname: string;
  readonly user: string;
  /** In crypt(3) form; opens the console and sudo, never SSH. */
  readonly passwordHash: string;
  /** Public key line of the lab, `ssh-ed25519 AAAA... comment`. */
  readonly authorizedKey: string;
  /** Host key in OpenSSH form, made by this app: the very first connection is a verified one. */
  readonly hostKey: { readonly private: string; readonly public: string };
  readonly natMac: string;
  readonly labMac: string;
  readonly address: string;
  readonly prefixLength: number;
  /** Every node of the lab, this one too. */
  readonly hosts: readonly LabHost[];
  /** URL of the proxy that programs in the guest use, if this computer needs one. */
  readonly proxy?: string;
}

const proxySchema = z.url({ protocol: /^https?$/ }).regex(/^[^\s"'\\;`$]+$/);

function proxyFiles(proxy: string, hosts: readonly LabHost[]): readonly object[] {
  const url = proxySchema.parse(proxy);
  const direct = ['localhost', '127.0.0.1', ...hosts.flatMap((host) => [host.name, host.address])].join(',');
  const variables = [`http_proxy=${url}`, `https_proxy=${url}`, `no_proxy=${direct}`];
  const both = variables.flatMap((line) => [line, line.replace(/^\w+/, (name) => name.toUpperCase())]);
  return [
    toWrittenFile(
      '/etc/apt/apt.conf.d/95-big-data-lab-proxy',
      '0644',
      `Acquire::http::Proxy "${url}";\nAcquire::https::Proxy "${url}";\n`,
    ),
    { ...toWrittenFile('/etc/environment', '0644', `${both.join('\n')}\n`), append: true },
  ];
}

function nodeUser(node: NodeSeedInput): object {
  return {
    name: node.user,
    gecos: 'Big Data Lab',
    groups: 'adm, sudo',
    shell: '/bin/bash',
    sudo: 'ALL=(ALL) NOPASSWD:ALL',
    lock_passwd: false,
    hashed_passwd: node.passwordHash,
    ssh_authorized_keys: [node.authorizedKey],
  };
}

/** The seed of one node. Pure: same input, same bytes. Throws on names, addresses and MACs that cannot be real. */
export function nodeSeedFiles(node: NodeSeedInput): SeedFiles {
  const hostname = hostNameSchema.parse(node.hostname);
  const userData = toCloudConfig({
    hostname,
    manage_etc_hosts: false,
    write_files: [
      toWrittenFile('/etc/hosts', '0644', hostsFileText(node.hosts)),
      ...(node.proxy === undefined ? [] : proxyFiles(node.proxy, node.hosts)),
    ],
    users: [nodeUser(node)],
    ssh_pwauth: false,
    ssh_deletekeys: true,
    ssh_genkeytypes: ['ed25519'],
    ssh_keys: { ed25519_private: node.hostKey.private, ed25519_public: node.hostKey.public },
    no_ssh_fingerprints: true,
    ssh: { emit_keys_to_console: false },
  });
  return {
    userData,
    metaData: toCloudYaml({ 'instance-id': node.instanceId, 'local-hostname': hostname }),
    networkConfig: networkConfig(node.natMac, {
      mac: node.labMac,
      address: node.address,
      prefixLength: node.prefixLength,
    }),
  };
}
