import { randomBytes } from 'node:crypto';

/** The only source of chance; tests pass a predictable one. */
export interface Random {
  /** `bytes` random bytes, as twice as many lower-case hexadecimal digits. Fit for secrets. */
  hex(bytes: number): string;
}

/** Chance of this computer. */
export const systemRandom: Random = { hex: (bytes) => randomBytes(bytes).toString('hex') };

/** A random UUID (version 4, RFC 9562). */
export function uuidFrom(random: Random): string {
  const hex = random.hex(16);
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 0x3) | 0x8).toString(16);
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    variant + hex.slice(17, 20),
    hex.slice(20),
  ];
  return parts.join('-');
}
