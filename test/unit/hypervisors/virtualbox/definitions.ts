import { vmIdSchema } from '../../../../src-main/domain/ids.ts';
import type { BaseDefinition, NodeDefinition, SealedBase } from '../../../../src-main/hypervisors/driver.ts';

export const baseId = vmIdSchema.parse('11111111-1111-4111-8111-111111111111');
export const nodeId = vmIdSchema.parse('22222222-1111-4111-8111-111111111111');

export const sealedBase: SealedBase = {
  vmId: baseId,
  name: 'base',
  dir: '/data/bases/b1/vm',
  snapshotId: '33333333-1111-4111-8111-111111111111',
};

export const baseDefinition: BaseDefinition = {
  ref: { vmId: baseId, name: 'base', dir: '/data/bases/b1/vm' },
  architecture: 'amd64',
  source: { kind: 'disk-image', imagePath: '/data/images/noble.img' },
  diskBytes: 10_737_418_240,
  cpus: 2,
  memoryMiB: 2048,
  natMac: '08:00:27:aa:bb:01',
  seedPath: '/data/bases/b1/vm/seed.iso',
  serialLogPath: '/data/bases/b1/vm/serial.log',
};

export const nodeDefinition: NodeDefinition = {
  ref: { vmId: nodeId, name: 'pi-200', dir: '/data/labs/l/nodes/pi-200' },
  base: sealedBase,
  architecture: 'amd64',
  group: 'Big Data Labor',
  cpus: 1,
  memoryMiB: 1024,
  diskBytes: 10_737_418_240,
  natMac: '08:00:27:aa:bb:02',
  labMac: '08:00:27:aa:bb:03',
  networkName: 'bigdata',
  networkDir: '/data/labs/l/network',
  sshPort: 2200,
  seedPath: '/data/labs/l/nodes/pi-200/seed.iso',
  serialLogPath: '/data/labs/l/nodes/pi-200/serial.log',
  sharedDiskPaths: ['/data/labs/l/shared/one.img'],
};
