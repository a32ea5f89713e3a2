import { z } from 'zod';
import { toCloudYaml } from './seed-files.ts';

const macSchema = z
  .string()
  .toLowerCase()
  .regex(/^(?:[0-9a-f]{2}:){5}[0-9a-f]{2}$/);

/** The adapter on the internal network, with its static address. */
export interface LabAdapter {
  readonly mac: string;
  readonly address: string;
  readonly prefixLength: number;
}

function natInterface(mac: string, optional: boolean): object {
  return {
    match: { macaddress: macSchema.parse(mac) },
    dhcp4: true,
    // Clones start with the same machine id only by mistake; the MAC keeps their leases apart even then.
    'dhcp-identifier': 'mac',
    dhcp6: false,
    // User-mode NAT announces an IPv6 network that leads nowhere when the host has no IPv6.
    'accept-ra': false,
    optional,
  };
}

function labInterface(adapter: LabAdapter): object {
  return {
    match: { macaddress: macSchema.parse(adapter.mac) },
    dhcp4: false,
    dhcp6: false,
    'accept-ra': false,
    addresses: [`${z.ipv4().parse(adapter.address)}/${String(z.int().min(1).max(30).parse(adapter.prefixLength))}`],
    // No IPv6 here: some internal networks echo a guest's own frames, which breaks its duplicate address detection.
    'link-local': [],
    optional: true,
  };
}

/**
 * network-config version 2, which netplan takes as it is. Adapters are matched by MAC and keep the names the kernel
 * gives them: renaming (`set-name`) can fail on the first boot of Ubuntu 26.04 (LP #2136392). Only NAT has a gateway.
 *
 * A node's boot waits for neither: a cable may be pulled. In a base, not prepared yet, NAT alone is waited for, since systemd 252
 * waits its full two minutes when every adapter is optional.
 */
export function networkConfig(natMac: string, lab?: LabAdapter): string {
  return toCloudYaml(networkSettings(natMac, lab));
}

/** The same before it is written as text. */
export function networkSettings(natMac: string, lab?: LabAdapter): object {
  return {
    version: 2,
    ethernets: {
      nat: natInterface(natMac, lab !== undefined),
      ...(lab === undefined ? {} : { lab: labInterface(lab) }),
    },
  };
}
