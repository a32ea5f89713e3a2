import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** A socket on which a process can be reached from elsewhere. */
export interface OpenSocket {
  readonly protocol: 'tcp' | 'tcp6' | 'udp' | 'udp6';
  /** As the kernel writes it: `127.0.0.1`, or 32 hexadecimal digits for IPv6. */
  readonly address: string;
  readonly port: number;
}

const protocols = ['tcp', 'tcp6', 'udp', 'udp6'] as const;
/** TCP_LISTEN. A UDP socket has no such state: it takes whatever comes to its port. */
const listening = '0A';

/** Inodes of the sockets that a process holds. */
function socketsHeldBy(pid: number): ReadonlySet<string> {
  const dir = `/proc/${String(pid)}/fd`;
  const targets = readdirSync(dir).flatMap((fd) => {
    try {
      return [readlinkSync(`${dir}/${fd}`)];
    } catch (error) {
      // Closed while the list was read.
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
      throw error;
    }
  });
  return new Set(targets.flatMap((target) => /^socket:\[(\d+)\]$/.exec(target)?.[1] ?? []));
}

/** An IPv4 address stands there as one number, its bytes the other way round. */
function toAddress(hex: string): string {
  if (hex.length !== 8) return hex;
  return (hex.match(/../g) ?? [])
    .toReversed()
    .map((byte) => parseInt(byte, 16))
    .join('.');
}

/** Every TCP socket that listens and every UDP socket of these processes, as Linux tells it. */
export function openSocketsOf(pids: readonly number[]): readonly OpenSocket[] {
  const held = new Set(pids.flatMap((pid) => [...socketsHeldBy(pid)]));
  return protocols.flatMap((protocol) =>
    readFileSync(`/proc/net/${protocol}`, 'utf8')
      .split('\n')
      .slice(1)
      .flatMap((line) => {
        const [, local = '', , state = '', , , , , , inode = ''] = line.trim().split(/\s+/);
        const isOpen = protocol.startsWith('udp') || state === listening;
        if (!isOpen || !held.has(inode)) return [];
        const [hex = '', port = ''] = local.split(':');
        return [{ protocol, address: toAddress(hex), port: parseInt(port, 16) }];
      }),
  );
}
