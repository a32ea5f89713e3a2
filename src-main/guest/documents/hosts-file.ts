import { z } from 'zod';

/** A node as its neighbours see it: the name and its address on the internal network. */
export interface LabHost {
  readonly name: string;
  readonly address: string;
}

const hostNamePattern = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
export const hostNameSchema = z.string().regex(hostNamePattern);

/** Lines around the nodes: what lies between them is replaced when the lab changes, and nothing else. */
export const labBlockMarks = { begin: '# Big Data Lab: begin', end: '# Big Data Lab: end' } as const;

/**
 * Text of /etc/hosts on every node of a lab. No node's name leads to a loopback address: a daemon that binds to its own
 * name must be reachable from its neighbours.
 */
export function hostsFileText(hosts: readonly LabHost[]): string {
  const nodes = hosts.map((host) => `${z.ipv4().parse(host.address)} ${hostNameSchema.parse(host.name)}`);
  return [
    '127.0.0.1 localhost',
    '::1 localhost ip6-localhost ip6-loopback',
    'ff02::1 ip6-allnodes',
    'ff02::2 ip6-allrouters',
    '',
    labBlockMarks.begin,
    ...nodes,
    labBlockMarks.end,
    '',
  ].join('\n');
}
