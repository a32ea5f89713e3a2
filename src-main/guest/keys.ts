import { generateKeyPairSync } from 'node:crypto';
import { z } from 'zod';

/** A key pair in the forms OpenSSH keeps in files: a PEM-like private key, a one-line public key. */
export interface KeyPair {
  readonly private: string;
  readonly public: string;
}

const keyType = 'ssh-ed25519';
const lineLength = 70;
const cipherBlockBytes = 8;

/** An RFC 4251 string: its length in four bytes, then its bytes. */
function sshString(content: Uint8Array | string): Buffer {
  const bytes = Buffer.from(content);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

function pad(block: Buffer): Buffer {
  const missing = (cipherBlockBytes - (block.length % cipherBlockBytes)) % cipherBlockBytes;
  return Buffer.concat([block, Buffer.from(Array.from({ length: missing }, (_, index) => index + 1))]);
}

/**
 * A pair from its raw halves, 32 bytes each, in OpenSSH's format (`PROTOCOL.key`), without passphrase. ssh2 1.17.0 makes such
 * files too, but drops a zero byte at the beginning of a key: one pair in 128 is broken.
 */
export function formatKeyPair(
  raw: { readonly seed: Uint8Array; readonly publicKey: Uint8Array },
  comment: string,
): KeyPair {
  const publicBlob = Buffer.concat([sshString(keyType), sshString(raw.publicKey)]);
  // Twice the same four bytes: with a passphrase they would show whether it was the right one.
  const check = Buffer.from(raw.publicKey.slice(0, 4));
  const secret = Buffer.concat([raw.seed, raw.publicKey]);
  const privateBlob = pad(Buffer.concat([check, check, publicBlob, sshString(secret), sshString(comment)]));
  const keyCount = Buffer.from([0, 0, 0, 1]);
  const file = Buffer.concat([
    Buffer.from('openssh-key-v1\0', 'latin1'),
    ...['none', 'none', ''].map(sshString),
    keyCount,
    sshString(publicBlob),
    sshString(privateBlob),
  ]).toString('base64');
  const lines = file.match(new RegExp(`.{1,${String(lineLength)}}`, 'g')) ?? [];
  return {
    private: ['-----BEGIN OPENSSH PRIVATE KEY-----', ...lines, '-----END OPENSSH PRIVATE KEY-----', ''].join('\n'),
    public: `${keyType} ${publicBlob.toString('base64')} ${comment}`,
  };
}

const jwkSchema = z.object({ d: z.string(), x: z.string() });

/** Makes a new Ed25519 key pair without passphrase; `comment` is readable in both halves. */
export function createKeyPair(comment: string): KeyPair {
  const { d, x } = jwkSchema.parse(generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' }));
  return formatKeyPair({ seed: Buffer.from(d, 'base64url'), publicKey: Buffer.from(x, 'base64url') }, comment);
}
