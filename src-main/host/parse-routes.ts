import type { HostRoute } from '../domain/host-facts.ts';

function fromLittleEndianHex(hex: string): readonly number[] {
  return (hex.match(/../g) ?? []).map((byte) => parseInt(byte, 16)).toReversed();
}

function prefixLength(mask: readonly number[]): number {
  return mask.reduce((sum, octet) => sum + octet.toString(2).replaceAll('0', '').length, 0);
}

/**
 * IPv4 routes of Linux' /proc/net/route (kernel format: hexadecimal, little endian), without the default route: that one
 * reaches everything and clashes with nothing.
 */
export function parseProcNetRoute(text: string): readonly HostRoute[] {
  return text
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .flatMap(([interfaceName, destination, , , , , , mask]) => {
      if (interfaceName === undefined || destination === undefined || mask === undefined) return [];
      if (!/^[0-9A-F]{8}$/i.test(destination) || !/^[0-9A-F]{8}$/i.test(mask)) return [];
      const prefix = prefixLength(fromLittleEndianHex(mask));
      if (prefix === 0 || interfaceName === 'lo') return [];
      return [{ cidr: `${fromLittleEndianHex(destination).join('.')}/${String(prefix)}`, interfaceName }];
    });
}
