import { createPrivateKey } from 'node:crypto';
import ssh2 from 'ssh2';
import { describe, expect, it } from 'vitest';
import { createKeyPair, formatKeyPair } from '../../../src-main/guest/keys.ts';
import { hashPassword, randomPassword, randomSalt } from '../../../src-main/guest/password.ts';
import { systemRandom } from '../../../src-main/platform/random.ts';
import { createFakeRandom } from '../../fakes/fake-random.ts';

describe('createKeyPair', () => {
  it('makes two halves that fit', () => {
    const pair = createKeyPair('big-data-lab test');
    const privateKey = ssh2.utils.parseKey(pair.private);
    const publicKey = ssh2.utils.parseKey(pair.public);
    if (privateKey instanceof Error || publicKey instanceof Error) throw new Error('not a key');

    expect(pair.public).toMatch(/^ssh-ed25519 [A-Za-z0-9+/=]+ big-data-lab test$/);
    expect(publicKey.verify('text', privateKey.sign('text'))).toBe(true);
  });

  it('makes another pair each time', () => {
    expect(createKeyPair('x').public).not.toBe(createKeyPair('x').public);
  });
});

describe('formatKeyPair', () => {
  /** The key that belongs to a seed (RFC 8032), by way of its PKCS 8 form. */
  function rawPair(seed: Buffer) {
    const prefix = Buffer.from('302e020100300506032b657004220420', 'hex');
    const key = createPrivateKey({ key: Buffer.concat([prefix, seed]), format: 'der', type: 'pkcs8' });
    return { seed, publicKey: Buffer.from(key.export({ format: 'jwk' }).x ?? '', 'base64url') };
  }

  it('keeps zero bytes at the beginning of either half', () => {
    const numbers = Array.from({ length: 4000 }, (_, number) => number);
    const pairs = numbers.map((number) => {
      const seed = Buffer.alloc(32);
      seed.writeUInt32LE(number, 28);
      return rawPair(seed);
    });
    const found = pairs.filter(({ publicKey }) => publicKey[0] === 0).slice(0, 3);

    expect(found).toHaveLength(3);
    for (const raw of found) {
      const pair = formatKeyPair(raw, 'c');
      const blob = Buffer.from(pair.public.split(' ')[1] ?? '', 'base64');
      const privateKey = ssh2.utils.parseKey(pair.private);
      const publicKey = ssh2.utils.parseKey(pair.public);
      if (privateKey instanceof Error || publicKey instanceof Error) throw new Error('not a key');

      expect(blob.subarray(-32).equals(raw.publicKey)).toBe(true);
      expect(publicKey.verify('text', privateKey.sign('text'))).toBe(true);
    }
  });
});

describe('randomPassword', () => {
  it('has 13 characters that nobody mistakes, in three groups', () => {
    const passwords = Array.from({ length: 300 }, () => randomPassword(systemRandom));

    for (const password of passwords) {
      expect(password).toMatch(/^[a-hjkmnp-x2-9]{4}\.[a-hjkmnp-x2-9]{4}\.[a-hjkmnp-x2-9]{5}$/);
    }
    expect(new Set(passwords).size).toBe(300);
  });

  it('uses each of its 29 characters equally often', () => {
    const bytes = Array.from({ length: 256 * 13 }, (_, index) => index % 256);
    let next = 0;
    const counted = { hex: () => (bytes[next++ % bytes.length] ?? 0).toString(16).padStart(2, '0') };
    const counts = new Map<string, number>();
    // As many passwords as take every byte value equally often: 232 of 256 values are used.
    const text = Array.from({ length: 232 }, () => randomPassword(counted))
      .join('')
      .replaceAll('.', '');
    for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);

    expect(counts.size).toBe(29);
    expect(new Set(counts.values())).toEqual(new Set([(232 * 13) / 29]));
  });
});

describe('randomSalt', () => {
  it('is one that hashPassword takes', () => {
    expect(randomSalt(systemRandom)).toMatch(/^[./0-9A-Za-z]{16}$/);
    expect(randomSalt(createFakeRandom())).toHaveLength(16);
  });
});

describe('hashPassword', () => {
  // The first is from the specification; all were compared with crypt(3) of glibc 2.36.
  it.each([
    [
      'Hello world!',
      'saltstring',
      '$6$saltstring$svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjl/O817G3uBnIFNjnQJuesI68u4OTLiBFdcbYEdFCoEOfaS35inz1',
    ],
    ['', 'a', '$6$a$Z6IPkDduHdwavesVY2NFMpOHkigshxPYdhfLg0D3A7/XFQcso9RV2E8qczyJ2su.dj6RRLaTpvgwN1rZfK0I9.'],
  ])('gives the known hash of %j with the salt %s', (password, salt, hash) => {
    expect(hashPassword(password, salt)).toBe(hash);
  });

  it.each(['', 'a'.repeat(17), 'with space', 'sal$t', 'ü'])('refuses the salt %j', (salt) => {
    expect(() => hashPassword('password', salt)).toThrow(RangeError);
  });
});
