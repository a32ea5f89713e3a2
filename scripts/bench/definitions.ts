import { randomBytes, randomUUID } from 'node:crypto';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { vmIdSchema } from '../../src-main/domain/ids.ts';
import { writeSeedImage } from '../../src-main/guest/seed-image.ts';
import type { BaseDefinition, NodeDefinition, SealedBase } from '../../src-main/hypervisors/driver.ts';

export const diskBytes = 64 * 1024 ** 2;

function randomMac(): string {
  return ['08:00:27', ...(randomBytes(3).toString('hex').match(/../g) ?? [])].join(':');
}

/** A seed that no guest reads; as large as a real one. */
async function writeSeed(path: string, vmId: string): Promise<string> {
  const files = { userData: '#cloud-config\n', metaData: `instance-id: ${vmId}\n`, networkConfig: 'version: 2\n' };
  await writeSeedImage(path, files);
  return path;
}

/** A port of 127.0.0.1 that was free a moment ago. */
function findPort(): Promise<number> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = address !== null && typeof address === 'object' ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}

/** A base without an operating system. */
export async function defineBase(dir: string, imagePath: string): Promise<BaseDefinition> {
  const ref = { vmId: vmIdSchema.parse(randomUUID()), name: 'base', dir: join(dir, 'base') };
  return {
    ref,
    architecture: 'amd64',
    source: { kind: 'disk-image', imagePath },
    diskBytes,
    cpus: 1,
    memoryMiB: 128,
    natMac: randomMac(),
    seedPath: await writeSeed(join(dir, 'base-seed.iso'), ref.vmId),
    serialLogPath: join(dir, 'base-serial.log'),
  };
}

/** Nodes of one lab in `dir`, named as the product names them. */
export async function defineNodes(dir: string, base: SealedBase, count: number): Promise<readonly NodeDefinition[]> {
  const numbers = Array.from({ length: count }, (_, index) => 200 + index);
  return Promise.all(
    numbers.map(async (number): Promise<NodeDefinition> => {
      const name = `pi-${number}`;
      const ref = { vmId: vmIdSchema.parse(randomUUID()), name, dir: join(dir, 'nodes', name) };
      return {
        ref,
        base,
        architecture: 'amd64',
        group: 'Big Data Bench',
        cpus: 1,
        memoryMiB: 128,
        diskBytes,
        natMac: randomMac(),
        labMac: randomMac(),
        networkName: 'bdl-bench',
        networkDir: join(dir, 'network'),
        sshPort: await findPort(),
        seedPath: await writeSeed(join(dir, 'seeds', `${name}.iso`), ref.vmId),
        serialLogPath: join(dir, 'seeds', `${name}.log`),
        sharedDiskPaths: [],
      };
    }),
  );
}
