import { z } from 'zod';
import { cpuArchitectureSchema, vmIdSchema } from '../../domain/ids.ts';
import type { BaseDefinition, NodeDefinition } from '../driver.ts';
import { toStoredPath } from './files.ts';

const schemaVersion = 1;

const snapshotSchema = z.object({
  snapshotId: z.string(),
  name: z.string(),
  /** Name of the internal snapshot in the disk; two snapshots of one saved state share it. */
  tag: z.string(),
  withMemory: z.boolean(),
  /** Machine whose memory it is; null without memory, and where an earlier version did not note it. */
  machine: z.string().nullable().default(null),
});

const cloneSchema = z.object({
  base: z.object({ vmId: vmIdSchema, name: z.string(), dir: z.string() }),
  labMac: z.string(),
  networkName: z.string(),
  networkDir: z.string(),
  sshPort: z.int(),
  sharedDiskPaths: z.array(z.string()),
});

const resumeSchema = z.object({ tag: z.string(), machine: z.string().nullable() });

/** The first records had the tag alone. */
function withMachine(stored: unknown): unknown {
  return typeof stored === 'string' ? { tag: stored, machine: null } : stored;
}

/** `vm.json`: everything this driver knows about one VM. Paths below the VM's folder are relative to it. */
export const vmRecordSchema = z.object({
  schemaVersion: z.literal(schemaVersion),
  vmId: vmIdSchema,
  name: z.string(),
  /** `creating` until the disk is whole; `sealed` bases are never started. */
  phase: z.enum(['creating', 'ready', 'sealed']),
  /** False between release and adoption: the folder may be moved. */
  registered: z.boolean(),
  architecture: cpuArchitectureSchema,
  cpus: z.int(),
  memoryMiB: z.int(),
  natMac: z.string(),
  /** Medium that installs the system of a base, until it is sealed. Records of earlier versions do not have it. */
  installerPath: z.string().nullable().default(null),
  seedPath: z.string().nullable(),
  serialLogPath: z.string().nullable(),
  /** Null: this is a base. */
  clone: cloneSchema.nullable(),
  cables: z.object({ nat: z.boolean(), internal: z.boolean() }),
  /** Versioned machine type of the last start, `pc-q35-7.2`. */
  machine: z.string().nullable().default(null),
  /** Internal snapshot whose memory the next start goes on from, and the machine it was saved in: it fits no other. */
  resumeFrom: z.preprocess(withMachine, resumeSchema.nullable()),
  /** Internal snapshot that is being written in order to end the VM; whole or not is told by the disk. */
  savingAs: z.string().nullable(),
  snapshots: z.array(snapshotSchema),
  /** Counts internal snapshots, so that a name is never used twice. */
  tagCount: z.int(),
  /** Internal snapshots that nothing needs any more and that still have to be deleted. */
  orphanTags: z.array(z.string()),
});

export type VmRecord = z.infer<typeof vmRecordSchema>;
/** One snapshot as it is noted. */
export type SnapshotRecord = VmRecord['snapshots'][number];

const blank = {
  schemaVersion,
  phase: 'creating',
  registered: true,
  cables: { nat: true, internal: true },
  machine: null,
  resumeFrom: null,
  savingAs: null,
  tagCount: 0,
} as const;

type CommonDefinition = Pick<
  BaseDefinition,
  'ref' | 'architecture' | 'cpus' | 'memoryMiB' | 'natMac' | 'seedPath' | 'serialLogPath'
>;

function commonRecord(definition: CommonDefinition): Omit<VmRecord, 'clone' | 'installerPath'> {
  const { ref, architecture, cpus, memoryMiB, natMac, seedPath, serialLogPath } = definition;
  return {
    ...blank,
    vmId: ref.vmId,
    name: ref.name,
    architecture,
    cpus,
    memoryMiB,
    natMac,
    seedPath: toStoredPath(ref.dir, seedPath),
    serialLogPath: toStoredPath(ref.dir, serialLogPath),
    snapshots: [],
    orphanTags: [],
  };
}

/** The record of a base whose disk is still to be made. */
export function newBaseRecord(definition: BaseDefinition): VmRecord {
  const { ref, source } = definition;
  const installerPath = source.kind === 'installer' ? toStoredPath(ref.dir, source.isoPath) : null;
  return { ...commonRecord(definition), installerPath, clone: null };
}

/** The record of a node whose disk is still to be made. */
export function newNodeRecord(definition: NodeDefinition): VmRecord {
  const { base, labMac, networkName, networkDir, sshPort, sharedDiskPaths } = definition;
  return {
    ...commonRecord(definition),
    installerPath: null,
    clone: {
      base: { vmId: base.vmId, name: base.name, dir: base.dir },
      labMac,
      networkName,
      networkDir,
      sshPort,
      sharedDiskPaths: [...sharedDiskPaths],
    },
  };
}

/** The record with an internal snapshot's name that was never used in this disk. */
export function withNewTag(record: VmRecord): { readonly record: VmRecord; readonly tag: string } {
  const tagCount = record.tagCount + 1;
  return { record: { ...record, tagCount }, tag: `bdl-${tagCount}` };
}

/** True while a snapshot, or the next start, needs the internal snapshot. */
export function isTagNeeded(record: VmRecord, tag: string): boolean {
  return record.resumeFrom?.tag === tag || record.snapshots.some((snapshot) => snapshot.tag === tag);
}

/** The record after `change`, with every internal snapshot that only `record` needed on the list of those to delete. */
export function withoutNeed(record: VmRecord, change: Partial<VmRecord>): VmRecord {
  const next = { ...record, ...change };
  const before = [record.resumeFrom?.tag ?? null, record.savingAs, ...record.snapshots.map(({ tag }) => tag)];
  const orphans = before.filter(
    (tag): tag is string => tag !== null && tag !== next.savingAs && !isTagNeeded(next, tag),
  );
  return { ...next, orphanTags: [...new Set([...next.orphanTags, ...orphans])] };
}
