import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { expect } from 'vitest';
import { vmIdSchema } from '../../../src-main/domain/ids.ts';
import { writeSeedImage } from '../../../src-main/guest/seed-image.ts';
import type { BaseDefinition, NodeDefinition, SealedBase, VmRef } from '../../../src-main/hypervisors/driver.ts';
import { tool } from './host.ts';

export const mebibyte = 1024 ** 2;
/** A call nobody cancels. */
export const call = { signal: new AbortController().signal };

/** VirtualBox's own words, asked for without the driver. */
export function vbox(...args: readonly string[]): string {
  return tool('VBoxManage', ...args);
}

/** `key="value"` lines of a VM, as they are. */
export function rawInfo({ vmId }: Pick<VmRef, 'vmId'>): ReadonlyMap<string, string> {
  const lines = vbox('showvminfo', vmId, '--machinereadable').split('\n');
  return new Map(
    lines.map((line) => {
      const [key = '', ...rest] = line.split('=');
      return [key.replaceAll('"', ''), rest.join('=').replace(/^"(.*)"$/, '$1')];
    }),
  );
}

/** VBoxSVC ends some seconds after its last client; what it knew only in its memory is gone then. */
export async function waitForServerToEnd(): Promise<void> {
  const runs = (): boolean =>
    readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .some((pid) => existsSync(`/proc/${pid}/comm`) && isServer(pid));
  await expect.poll(runs, { timeout: 60_000, interval: 500 }).toBe(false);
}

function isServer(pid: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').startsWith('VBoxSVC');
  } catch {
    // Ended while the list was read.
    return false;
  }
}

async function withSeed(ref: VmRef): Promise<Pick<BaseDefinition, 'seedPath' | 'serialLogPath'>> {
  const seedPath = join(ref.dir, 'seed.iso');
  await mkdir(ref.dir, { recursive: true });
  const metaData = `instance-id: ${ref.vmId}\n`;
  await writeSeedImage(seedPath, { userData: '#cloud-config\n', metaData, networkConfig: 'version: 2\n' });
  return { seedPath, serialLogPath: join(ref.dir, 'serial.log') };
}

function refOf(name: string, dir: string): VmRef {
  return { vmId: vmIdSchema.parse(randomUUID()), name, dir };
}

/** A base below `homeDir`, its seed written. */
export async function defineBase(homeDir: string, name: string, imagePath: string): Promise<BaseDefinition> {
  const ref = refOf(name, join(homeDir, 'bases', name, 'vm'));
  return {
    ref,
    architecture: 'amd64',
    source: { kind: 'disk-image', imagePath },
    diskBytes: 256 * mebibyte,
    cpus: 1,
    memoryMiB: 512,
    natMac: '08:00:27:10:00:00',
    ...(await withSeed(ref)),
  };
}

export interface NodeWish {
  readonly base: SealedBase;
  readonly labDir: string;
  readonly group: string;
  readonly sharedDiskPath: string;
}

/** Node number `number` of a lab, its seed written. */
export async function defineNode(number: number, wish: NodeWish): Promise<NodeDefinition> {
  const { base, labDir, group, sharedDiskPath } = wish;
  const ref = refOf(`pi-${number}`, join(labDir, 'nodes', `pi-${number}`));
  const digits = String(number).padStart(4, '0');
  const tail = `${digits.slice(0, 2)}:${digits.slice(2)}`;
  return {
    ref,
    base,
    architecture: 'amd64',
    group,
    cpus: 2,
    memoryMiB: 768,
    diskBytes: 256 * mebibyte,
    natMac: `08:00:27:20:${tail}`,
    labMac: `08:00:27:21:${tail}`,
    networkName: 'bigdata',
    networkDir: join(labDir, 'network'),
    sshPort: 20_000 + number,
    sharedDiskPaths: [sharedDiskPath],
    ...(await withSeed(ref)),
  };
}

/** A qcow2 image of 200 MiB with something in it. */
export function makeImage(path: string): void {
  tool('qemu-img', 'create', '-q', '-f', 'qcow2', path, '200M');
  tool('qemu-io', '-c', 'write -P 7 0 30M', '-c', 'write -P 9 100M 1M', path);
}
