import { createSocket } from 'node:dgram';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { NetworkPorts } from './argv.ts';
import { fileErrorCode, isMissingFile } from '../../store/file-error.ts';
import { unlessMissing } from '../../store/unless-missing.ts';

/** Below the range from which systems hand out ports by themselves (32768 on Linux, 49152 elsewhere). */
const firstPort = 20_480;
const blockPorts = 128;
const blockCount = 96;

/** Members one network can have. */
export const maxSlots = blockPorts / 2;

/** UDP ports of one member of the network that has `block`. */
export function portsOf(block: number, slot: number): NetworkPorts {
  const hubPort = firstPort + block * blockPorts + 2 * slot;
  return { hubPort, vmPort: hubPort + 1 };
}

/** Blocks in the order in which a network tries them: from a place of its own, so that networks seldom meet. */
export function blockOrder(uuid: string): readonly number[] {
  const start = Number.parseInt(uuid.slice(0, 8), 16) % blockCount;
  return Array.from({ length: blockCount }, (_, index) => (start + index) % blockCount);
}

/** Who wants a block, and where the claims of this user's networks lie. */
export interface BlockClaimant {
  readonly claimsDir: string;
  readonly networkDir: string;
  /** True while the network in another folder really has that block. */
  readonly hasBlock: (networkDir: string, block: number) => Promise<boolean>;
}

function claimPath(claimsDir: string, block: number): string {
  return path.join(claimsDir, String(block));
}

/**
 * Claims a block for one network, against the other networks of this user. Needed because the sockets of two QEMUs can
 * share a UDP port without an error, and the ports of VMs that are off are held by nobody. Idempotent. One at a time: see `takeBlock`.
 */
export async function claimBlock(claimant: BlockClaimant, block: number): Promise<boolean> {
  const file = claimPath(claimant.claimsDir, block);
  await mkdir(claimant.claimsDir, { recursive: true, mode: 0o700 });
  for (let tries = 0; tries < 2; tries += 1) {
    const owner = await writeClaim(file, claimant.networkDir);
    if (owner === claimant.networkDir) return true;
    if (owner !== null && (await claimant.hasBlock(owner, block))) return false;
    await rm(file, { force: true });
  }
  return false;
}

/** Writes the claim unless there is one; answers whose it is now, as `readClaim`. */
async function writeClaim(file: string, networkDir: string): Promise<string | null> {
  try {
    await writeFile(file, networkDir, { flag: 'wx', mode: 0o600 });
    return networkDir;
  } catch (error) {
    if (isMissingFile(error)) return null;
    if (fileErrorCode(error) !== 'EEXIST') throw error;
  }
  return readClaim(file);
}

/**
 * Whose claim it is. Null: nobody's, as when there is no folder for claims any more, which lies in memory and is gone when the computer
 * was switched off; or when whoever made it was ended before its name was in it.
 */
async function readClaim(file: string): Promise<string | null> {
  const owner = await unlessMissing(readFile(file, 'utf8'), '');
  return owner === '' ? null : owner;
}

/** Gives a block back. */
export async function dropBlock({ claimsDir, networkDir }: BlockClaimant, block: number): Promise<void> {
  const file = claimPath(claimsDir, block);
  if ((await readClaim(file)) === networkDir) await rm(file, { force: true });
}

/** True when no program listens on any port of the block. */
export async function isBlockUnused(block: number): Promise<boolean> {
  const start = firstPort + block * blockPorts;
  const all = await Promise.all(Array.from({ length: blockPorts }, (_, index) => isUdpPortFree(start + index)));
  return all.every((isFree) => isFree);
}

function isUdpPortFree(port: number): Promise<boolean> {
  const socket = createSocket('udp4');
  return new Promise((resolve, reject) => {
    socket.once('error', (error) => {
      socket.close();
      if (['EADDRINUSE', 'EACCES'].includes(fileErrorCode(error))) resolve(false);
      else reject(error);
    });
    socket.bind({ port, address: '127.0.0.1', exclusive: true }, () => socket.close(() => resolve(true)));
  });
}
