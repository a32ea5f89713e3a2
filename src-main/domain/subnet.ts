import ipaddr from 'ipaddr.js';
import { z } from 'zod';

/** An IPv4 network in CIDR form, `10.20.0.0/24`. */
export const cidrSchema = z.string().refine((text) => ipaddr.IPv4.isValidCIDR(text), { error: 'not an IPv4 subnet' });

interface Range {
  readonly first: number;
  readonly last: number;
}

function toNumber(address: string): number {
  return ipaddr.IPv4.parse(address).octets.reduce((sum, octet) => sum * 256 + octet, 0);
}

function toRange(cidr: string): Range {
  const [address, prefix] = ipaddr.IPv4.parseCIDR(cidr);
  const size = 2 ** (32 - prefix);
  const first = Math.floor(toNumber(address.toString()) / size) * size;
  return { first, last: first + size - 1 };
}

function toAddress(value: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.');
}

/** True when the two IPv4 networks share at least one address. */
export function subnetsOverlap(left: string, right: string): boolean {
  const a = toRange(left);
  const b = toRange(right);
  return a.first <= b.last && b.first <= a.last;
}

/** Number of leading bits, 0 to 32. */
export function prefixLengthOf(cidr: string): number {
  return ipaddr.IPv4.parseCIDR(cidr)[1];
}

/** The network in its canonical form: host bits cleared. */
export function canonicalSubnet(cidr: string): string {
  return `${toAddress(toRange(cidr).first)}/${String(prefixLengthOf(cidr))}`;
}

/** The address number `host` of a network: `addressIn('10.0.0.0/24', 200)` is `10.0.0.200`. Throws when it lies outside. */
export function addressIn(cidr: string, host: number): string {
  const range = toRange(cidr);
  const value = range.first + host;
  if (host < 1 || value >= range.last) throw new RangeError(`host number ${String(host)} is outside ${cidr}`);
  return toAddress(value);
}

/** Subnets offered for internal networks, in order: rarely met in homes, companies and VPNs. */
export function candidateSubnets(): readonly string[] {
  return Array.from({ length: 100 }, (_, index) => `10.77.${String(index)}.0/24`);
}
