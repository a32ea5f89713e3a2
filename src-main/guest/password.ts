import { createHash } from 'node:crypto';
import type { Random } from '../platform/random.ts';

/**
 * No look-alikes (0 o, 1 i l), and neither y nor z: at the console these two change places while the keyboard layout is still
 * the wrong one. 29 characters.
 */
const alphabet = 'abcdefghjkmnpqrstuvwx23456789';
/** 13 characters of 29 are 63 bits; groups are separated by a dot, which German and US keyboards have in the same place. */
const groupLengths = [4, 4, 5];

function pickCharacters(random: Pick<Random, 'hex'>, count: number): string {
  const fair = Math.floor(256 / alphabet.length) * alphabet.length;
  let picked = '';
  while (picked.length < count) {
    const byte = Number.parseInt(random.hex(1), 16);
    // The rest of the bytes would make the first characters more likely.
    if (byte < fair) picked += alphabet.charAt(byte % alphabet.length);
  }
  return picked;
}

/** A password of at least 60 bits that can be read aloud and typed at a console. */
export function randomPassword(random: Pick<Random, 'hex'>): string {
  return groupLengths.map((length) => pickCharacters(random, length)).join('.');
}

const cryptAlphabet = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const rounds = 5000;
const saltPattern = /^[./0-9A-Za-z]{1,16}$/;

/** A salt for `hashPassword`: 16 characters, 96 bits. */
export function randomSalt(random: Pick<Random, 'hex'>): string {
  const bytes = Buffer.from(random.hex(16), 'hex');
  return Array.from(bytes, (byte) => cryptAlphabet.charAt(byte % 64)).join('');
}

function sha512(...parts: readonly Uint8Array[]): Buffer {
  const hash = createHash('sha512');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

/** `digest` over and over until `length` bytes are full. */
function stretch(digest: Buffer, length: number): Buffer {
  return Buffer.alloc(length, digest);
}

function firstDigest(password: Buffer, salt: Buffer): Buffer {
  const alternate = sha512(password, salt, password);
  const parts = [password, salt, stretch(alternate, password.length)];
  for (let bits = password.length; bits > 0; bits >>>= 1) parts.push(bits % 2 === 1 ? alternate : password);
  return sha512(...parts);
}

function strengthen(start: Buffer, password: Buffer, salt: Buffer): Buffer {
  const p = stretch(sha512(...Array<Buffer>(password.length).fill(password)), password.length);
  const s = stretch(sha512(...Array<Buffer>(16 + (start[0] ?? 0)).fill(salt)), salt.length);
  let digest = start;
  for (let round = 0; round < rounds; round += 1) {
    const parts = [round % 2 === 1 ? p : digest];
    if (round % 3 !== 0) parts.push(s);
    if (round % 7 !== 0) parts.push(p);
    parts.push(round % 2 === 1 ? digest : p);
    digest = sha512(...parts);
  }
  return digest;
}

/** Three bytes as four characters, least significant six bits first. */
function encodeTriple(bytes: readonly number[], characters: number): string {
  let value = bytes.reduce((sum, byte) => sum * 256 + byte, 0);
  let text = '';
  for (let index = 0; index < characters; index += 1) {
    text += cryptAlphabet.charAt(value % 64);
    value = Math.floor(value / 64);
  }
  return text;
}

function encodeDigest(digest: Buffer): string {
  const at = (index: number): number => digest[index] ?? 0;
  // The scheme shuffles the bytes: groups of (i, i+21, i+42), rotated by one place from each group to the next.
  const groups = Array.from({ length: 21 }, (_, group) => {
    const triple = [group, group + 21, group + 42];
    const turn = group % 3;
    return encodeTriple([...triple.slice(turn), ...triple.slice(0, turn)].map(at), 4);
  });
  return groups.join('') + encodeTriple([at(63)], 2);
}

/**
 * Hash of a password as /etc/shadow holds it: sha512-crypt (`$6$`) with its default of 5000 rounds, after the specification
 * by Ulrich Drepper. `salt` is 1 to 16 characters of `./0-9A-Za-z`; others throw. Takes some 20 ms.
 */
export function hashPassword(password: string, salt: string): string {
  if (!saltPattern.test(salt)) throw new RangeError('a salt is 1 to 16 characters of ./0-9A-Za-z');
  const passwordBytes = Buffer.from(password);
  const saltBytes = Buffer.from(salt);
  const digest = strengthen(firstDigest(passwordBytes, saltBytes), passwordBytes, saltBytes);
  return `$6$${salt}$${encodeDigest(digest)}`;
}
