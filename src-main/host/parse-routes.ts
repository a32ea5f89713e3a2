import type { HostRoute } from '../domain/host-facts.ts';

interface Route {
  readonly octets: readonly number[];
  readonly prefix: number;
  readonly interfaceName: string;
}

/**
 * Only what a subnet of a lab can clash with. The default route reaches everything and clashes with nothing; so do the two halves of
 * the Internet with which OpenVPN replaces it (`redirect-gateway def1`: 0.0.0.0/1 and 128.0.0.0/1). What leads to this computer itself
 * or to groups (127/8, 224/4, broadcasts) is not a network either.
 */
function toHostRoutes(routes: readonly Route[]): readonly HostRoute[] {
  return routes
    .filter(({ octets, prefix }) => prefix > 1 && octets[0] !== 127 && (octets[0] ?? 0) < 224)
    .map(({ octets, prefix, interfaceName }) => ({ cidr: `${octets.join('.')}/${String(prefix)}`, interfaceName }));
}

function prefixLength(mask: readonly number[]): number {
  return mask.reduce((sum, octet) => sum + octet.toString(2).replaceAll('0', '').length, 0);
}

/** One to four numbers of an address; null for anything else. */
function parseOctets(text: string): readonly number[] | null {
  if (!/^\d{1,3}(?:\.\d{1,3}){0,3}$/.test(text)) return null;
  const octets = text.split('.').map(Number);
  return octets.every((octet) => octet <= 255) ? octets : null;
}

function fromLittleEndianHex(hex: string): readonly number[] {
  return (hex.match(/../g) ?? []).map((byte) => parseInt(byte, 16)).toReversed();
}

/** Linux: /proc/net/route (kernel format: hexadecimal, little endian). */
export function parseProcNetRoute(text: string): readonly HostRoute[] {
  const routes = text
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .flatMap(([interfaceName, destination, , , , , , mask]) => {
      if (interfaceName === undefined || destination === undefined || mask === undefined) return [];
      if (!/^[0-9A-F]{8}$/i.test(destination) || !/^[0-9A-F]{8}$/i.test(mask)) return [];
      const prefix = prefixLength(fromLittleEndianHex(mask));
      return [{ octets: fromLittleEndianHex(destination), prefix, interfaceName }];
    });
  return toHostRoutes(routes);
}

/**
 * macOS: `netstat -rn -f inet`. Zeros at the end are left out, and so is a prefix that the number of octets tells: `10.8/24`,
 * `192.168.1` (Darwin, network_cmds netstat/route.c).
 */
export function parseNetstat(text: string): readonly HostRoute[] {
  const routes = text.split(/\r?\n/).flatMap((line) => {
    const [destination = '', , , interfaceName] = line.trim().split(/\s+/);
    const [address = '', prefix] = destination.split('/');
    const octets = parseOctets(address);
    if (octets === null || interfaceName === undefined) return [];
    const length = prefix === undefined ? octets.length * 8 : /^\d{1,2}$/.test(prefix) ? Number(prefix) : Number.NaN;
    if (!(length <= 32)) return [];
    return [{ octets: [...octets, 0, 0, 0].slice(0, 4), prefix: length, interfaceName }];
  });
  return toHostRoutes(routes);
}

/**
 * Windows: `route.exe print -4`. Only the numbers are read: the words are translated, and "On-link" is two words in German. An
 * interface is named by its address.
 */
export function parseRoutePrint(text: string): readonly HostRoute[] {
  const routes = text.split(/\r?\n/).flatMap((line) => {
    const [, destination = '', mask = '', interfaceName = ''] =
      /^([\d.]+) ([\d.]+) .* (\d+\.\d+\.\d+\.\d+) \d+$/.exec(line.trim().split(/\s+/).join(' ')) ?? [];
    const [octets, maskOctets] = [parseOctets(destination), parseOctets(mask)];
    if (octets?.length !== 4 || maskOctets?.length !== 4) return [];
    return [{ octets, prefix: prefixLength(maskOctets), interfaceName }];
  });
  return toHostRoutes(routes);
}
