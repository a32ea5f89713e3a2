import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { vmIdSchema } from '../../../../src-main/domain/ids.ts';
import { clonesOf, forgetClone, noteClone } from '../../../../src-main/hypervisors/qemu/clones.ts';
import { newNodeRecord } from '../../../../src-main/hypervisors/qemu/vm-record.ts';
import { writeVmRecord } from '../../../../src-main/hypervisors/qemu/record-store.ts';
import { createTestDir } from '../../../fakes/test-dir.ts';

const vmId = vmIdSchema.parse('11111111-2222-4333-8444-555555555555');
const otherId = vmIdSchema.parse('11111111-2222-4333-8444-666666666666');

async function createClone(): Promise<{
  readonly baseDir: string;
  readonly clone: { vmId: typeof vmId; dir: string };
}> {
  const root = await createTestDir();
  const baseDir = join(root, 'base');
  const clone = { vmId, name: 'pi-200', dir: join(root, 'pi-200') };
  await mkdir(baseDir);
  await mkdir(clone.dir);
  await writeVmRecord(
    clone.dir,
    newNodeRecord({
      ref: clone,
      base: { vmId: otherId, name: 'base', dir: baseDir, snapshotId: 'base' },
      architecture: 'amd64',
      group: '',
      cpus: 1,
      memoryMiB: 512,
      diskBytes: 1,
      natMac: '',
      labMac: '',
      networkName: '',
      networkDir: root,
      sshPort: 2200,
      seedPath: '/seed',
      serialLogPath: '/log',
      sharedDiskPaths: [],
    }),
  );
  await noteClone(baseDir, clone);
  return { baseDir, clone };
}

describe('clones of a base', () => {
  it('are none where nothing is noted', async () => {
    expect(await clonesOf(await createTestDir())).toEqual([]);
  });

  it('count while their VM is there', async () => {
    const { baseDir } = await createClone();

    expect(await clonesOf(baseDir)).toEqual([vmId]);
  });

  it('do not count when their folder is gone, or holds another VM', async () => {
    const { baseDir, clone } = await createClone();
    await noteClone(baseDir, { ...clone, vmId: otherId });

    expect(await clonesOf(baseDir)).toEqual([vmId]);
    await rm(clone.dir, { recursive: true });
    expect(await clonesOf(baseDir)).toEqual([]);
  });

  it('count when nobody can tell: a damaged record, a damaged note', async () => {
    const { baseDir, clone } = await createClone();
    await writeFile(join(clone.dir, 'vm.json'), '{"schemaVersion":1,');
    await writeFile(join(baseDir, 'clones', `${otherId}.json`), '');

    expect((await clonesOf(baseDir)).toSorted()).toEqual([vmId, otherId]);
  });

  it('are forgotten one by one', async () => {
    const { baseDir, clone } = await createClone();

    await forgetClone(baseDir, clone);
    await forgetClone(baseDir, clone);

    expect(await clonesOf(baseDir)).toEqual([]);
  });
});
