import { basename, join } from 'node:path';
import type { z } from 'zod';
import { LabError } from '../domain/failure.ts';
import { baseIdSchema, labIdSchema, type BaseId, type LabId } from '../domain/ids.ts';
import { sameLabName } from '../domain/names.ts';
import type { ExistingLab } from '../domain/plan-types.ts';
import type { DataPaths } from '../store/file-names.ts';
import { readJsonFile, writeJsonFile } from '../store/json-file.ts';
import { listFolders } from '../store/list-folders.ts';
import { baseRecordSchema, labRecordSchema, type BaseRecord, type LabRecord } from './lab-record.ts';

/** A lab folder whose record cannot be read: shown, never touched. */
export interface DamagedLab {
  readonly labId: string;
  readonly error: LabError;
}

/** Reads and writes the records of labs and bases; knows files, no hypervisor. */
export interface LabStore {
  /** Null when there is no such lab; throws `stored-file-damaged` when its record cannot be read. */
  readLab(labId: LabId): Promise<LabRecord | null>;
  writeLab(record: LabRecord): Promise<void>;
  listLabs(): Promise<{ readonly labs: readonly LabRecord[]; readonly damaged: readonly DamagedLab[] }>;
  /** By name or by id. Throws `lab-not-found`. */
  findLab(nameOrId: string): Promise<LabRecord>;
  /** The record of a lab in the trash, by the folder its content lies in; null when there is none that can be read. */
  readTrashedLab(contentDir: string): Promise<LabRecord | null>;
  /** Null when there is no such base; throws `stored-file-damaged` when its record cannot be read. */
  readBase(baseId: BaseId): Promise<BaseRecord | null>;
  writeBase(record: BaseRecord): Promise<void>;
  /** Bases whose record can be read: a damaged one concerns only who needs that very base. */
  listBases(): Promise<readonly BaseRecord[]>;
}

/** Stands for any lab where only the name of a file in its folder is asked for. */
const anyLabId = labIdSchema.parse('any');

/** Ids that folders in `dir` are named by; other folders are nobody's. */
async function listIds<S extends z.ZodType>(dir: string, schema: S): Promise<readonly z.output<S>[]> {
  return (await listFolders(dir)).flatMap((name) => {
    const id = schema.safeParse(name);
    return id.success ? [id.data] : [];
  });
}

/** Records one by one: a damaged one does not hide the others. */
async function readEach<Id, R>(
  ids: readonly Id[],
  read: (id: Id) => Promise<R | null>,
): Promise<{ readonly records: R[]; readonly damaged: { readonly id: Id; readonly error: LabError }[] }> {
  const records: R[] = [];
  const damaged: { readonly id: Id; readonly error: LabError }[] = [];
  for (const id of ids) {
    try {
      const record = await read(id);
      if (record !== null) records.push(record);
    } catch (error) {
      if (!(error instanceof LabError)) throw error;
      damaged.push({ id, error });
    }
  }
  return { records, damaged };
}

/** Throws `stored-file-damaged`: the record tells of another folder than the one it lies in, and what it says would be done there. */
function refuseMisplaced(path: string, told: string): never {
  throw new LabError('stored-file-damaged', `'${path}' is of another folder`, { params: { path }, evidence: [told] });
}

/** Creates the store over one data folder. */
export function createLabStore(paths: DataPaths): LabStore {
  async function readLab(labId: LabId): Promise<LabRecord | null> {
    const record = await readJsonFile(paths.labFile(labId), labRecordSchema);
    if (record === null) return null;
    if (record.plan.labId !== labId) refuseMisplaced(paths.labFile(labId), `plan.labId: ${record.plan.labId}`);
    // Where a base lies follows from its id, also when the data folder was moved, or the record edited.
    const { base } = record;
    return base === null ? record : { ...record, base: { ...base, dir: paths.baseVmDir(base.baseId) } };
  }
  async function listLabs(): ReturnType<LabStore['listLabs']> {
    const { records, damaged } = await readEach(await listIds(paths.labsDir, labIdSchema), readLab);
    return {
      labs: records.toSorted((a, b) => a.createdAt.localeCompare(b.createdAt)),
      damaged: damaged.map(({ id, error }) => ({ labId: id, error })),
    };
  }
  async function findLab(nameOrId: string): Promise<LabRecord> {
    const { labs, damaged } = await listLabs();
    const found = labs.find(({ plan }) => plan.labId === nameOrId || sameLabName(plan.name, nameOrId));
    if (found !== undefined) return found;
    const broken = damaged.find(({ labId }) => labId === nameOrId);
    if (broken !== undefined) throw broken.error;
    const known = labs.map(({ plan }) => plan.name).join(', ');
    throw new LabError('lab-not-found', `no lab '${nameOrId}'`, { params: { name: nameOrId, known } });
  }
  async function readBase(baseId: BaseId): Promise<BaseRecord | null> {
    const record = await readJsonFile(paths.baseFile(baseId), baseRecordSchema);
    if (record !== null && record.baseId !== baseId)
      refuseMisplaced(paths.baseFile(baseId), `baseId: ${record.baseId}`);
    return record;
  }
  return {
    readTrashedLab: (contentDir) => readJsonFile(join(contentDir, basename(paths.labFile(anyLabId))), labRecordSchema),
    readLab,
    listLabs,
    findLab,
    readBase,
    writeLab: (record) => writeJsonFile(paths.labFile(record.plan.labId), labRecordSchema, record),
    writeBase: (record) => writeJsonFile(paths.baseFile(record.baseId), baseRecordSchema, record),
    listBases: async () => (await readEach(await listIds(paths.basesDir, baseIdSchema), readBase)).records,
  };
}

/** What planning has to keep clear of. */
export function toExistingLab({ plan }: LabRecord): ExistingLab {
  return {
    labId: plan.labId,
    name: plan.name,
    subnet: plan.network.subnet,
    networkName: plan.network.name,
    nodes: plan.nodes.map(({ name, number, sshPort, natMac, labMac }) => ({ name, number, sshPort, natMac, labMac })),
  };
}
