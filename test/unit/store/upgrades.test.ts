import { createHash } from 'node:crypto';
import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { settingsSchema } from '../../../src-main/contract/app-views.ts';
import { baseIdSchema, labIdSchema } from '../../../src-main/domain/ids.ts';
import { readVmRecord } from '../../../src-main/hypervisors/qemu/record-store.ts';
import { createLabStore } from '../../../src-main/labs/lab-store.ts';
import { journalEntrySchema } from '../../../src-main/operations/journal-entry.ts';
import { silentLogger } from '../../../src-main/platform/logger.ts';
import { createDraftStore } from '../../../src-main/store/draft-store.ts';
import { createPaths, type DataPaths } from '../../../src-main/store/file-names.ts';
import { createForecastStore } from '../../../src-main/store/forecast-store.ts';
import { readJournal } from '../../../src-main/store/journal.ts';
import { createSettingsStore } from '../../../src-main/store/settings-store.ts';
import { listTrash } from '../../../src-main/store/trash.ts';
import { createTrialStore } from '../../../src-main/store/trial-store.ts';
import { createTestDir } from '../../fakes/test-dir.ts';

const samplesDir = join(import.meta.dirname, '../../fixtures/schemas');
const labId = labIdSchema.parse('labor');
const baseId = baseIdSchema.parse('virtualbox-25g-0123456789-0123456789abcdef');

/** How one kind of file is read, and written where that is done by its owner alone. */
interface Kind {
  readonly pathOf: (paths: DataPaths) => string;
  readonly read: (paths: DataPaths) => Promise<unknown>;
  readonly write?: (paths: DataPaths, value: never) => Promise<unknown>;
}

const kinds: Readonly<Record<string, Kind>> = {
  'lab.json': {
    pathOf: (paths) => paths.labFile(labId),
    read: (paths) => createLabStore(paths).readLab(labId),
    write: (paths, value) => createLabStore(paths).writeLab(value),
  },
  'base.json': {
    pathOf: (paths) => paths.baseFile(baseId),
    read: (paths) => createLabStore(paths).readBase(baseId),
    write: (paths, value) => createLabStore(paths).writeBase(value),
  },
  'settings.json': {
    pathOf: (paths) => paths.settingsFile,
    read: (paths) => createSettingsStore(paths.settingsFile).read(),
    write: (paths) => createSettingsStore(paths.settingsFile).change({ theme: 'light' }),
  },
  'draft.json': {
    pathOf: (paths) => paths.draftFile,
    read: (paths) => createDraftStore(paths).read(),
    write: (paths, value) => createDraftStore(paths).write(value),
  },
  'draft-password.json': {
    pathOf: (paths) => paths.draftPasswordFile,
    read: (paths) => createDraftStore(paths).readPassword(),
    write: (paths, value) => createDraftStore(paths).writePassword(value),
  },
  'forecast.json': {
    pathOf: (paths) => paths.forecastFile,
    read: async (paths) => [
      ...(await createForecastStore(paths.forecastFile, silentLogger).usual('virtualbox native')),
    ],
  },
  'hypervisor-trials.json': {
    pathOf: (paths) => paths.trialsFile,
    read: (paths) => createTrialStore(paths.trialsFile, silentLogger).leftover('qemu'),
    write: (paths) => createTrialStore(paths.trialsFile, silentLogger).end('qemu'),
  },
};

const others: Readonly<Record<string, Kind>> = {
  'vm.json': { pathOf: (paths) => join(paths.nodeDir(labId, 'pi-200'), 'vm.json'), read: readNode },
  'journal.jsonl': {
    pathOf: (paths) => paths.journalFile(labId),
    read: (paths) => readJournal(paths.journalFile(labId), journalEntrySchema),
  },
  'trash-record.json': {
    pathOf: (paths) => join(paths.trashDir, 'x', 'record.json'),
    read: async (paths) => {
      await mkdir(join(paths.trashDir, 'x', 'content'), { recursive: true });
      return (await listTrash(paths))[0];
    },
  },
};

async function readNode(paths: DataPaths): Promise<unknown> {
  const reading = await readVmRecord(paths.nodeDir(labId, 'pi-200'));
  if (reading.kind !== 'found') throw new Error(JSON.stringify(reading));
  return reading.record;
}

async function setUp(): Promise<DataPaths> {
  return createPaths(join(await createTestDir(), 'data'));
}

async function digestOf(path: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(path))
    .digest('hex');
}

const samples = (
  await Promise.all(
    Object.entries({ ...kinds, ...others }).map(async ([file, kind]) =>
      (await readdir(join(samplesDir, file))).map((name) => ({ file, name, kind })),
    ),
  )
).flat();

describe('what an earlier version stored', () => {
  it.each(samples)('$file of $name is read, and stays as it is until it is changed', async ({ file, name, kind }) => {
    const paths = await setUp();
    const path = kind.pathOf(paths);
    await mkdir(dirname(path), { recursive: true });
    await copyFile(join(samplesDir, file, name), path);
    const before = await digestOf(path);

    const value = await kind.read(paths);

    expect(value ?? null).not.toBeNull();
    expect(value).not.toEqual([]);
    expect(await digestOf(path)).toBe(before);
  });

  it('keeps what the user chose and what the lab is', async () => {
    const paths = await setUp();
    await mkdir(dirname(paths.labFile(labId)), { recursive: true });
    await copyFile(join(samplesDir, 'lab.json/1-9738e4f.json'), paths.labFile(labId));
    await copyFile(join(samplesDir, 'settings.json/1-35c1aa9.json'), paths.settingsFile);
    const store = createLabStore(paths);

    const lab = await store.readLab(labId);
    if (lab === null) throw new Error('no lab');
    await store.writeLab(lab);

    expect(lab.plan).toMatchObject({ name: 'Labor', upgrade: true, startStages: [] });
    expect(lab.snapshots).toMatchObject([{ name: 'vor Hadoop', running: [] }]);
    expect(await store.readLab(labId)).toEqual(lab);
    const settings = await createSettingsStore(paths.settingsFile).read();
    expect(settings).toEqual(
      settingsSchema.parse({ language: 'de', theme: 'dark', terminalFontSize: 16, mutedChecks: ['power'] }),
    );
  });

  it('of QEMU goes on from the memory it had, with a machine that is not known', async () => {
    const paths = await setUp();
    const dir = paths.nodeDir(labId, 'pi-200');
    await mkdir(dir, { recursive: true });
    await copyFile(join(samplesDir, 'vm.json/1-0b41348.json'), join(dir, 'vm.json'));

    expect(await readNode(paths)).toMatchObject({
      machine: null,
      resumeFrom: { tag: 'bdl-2', machine: null },
      snapshots: [{ tag: 'bdl-1', machine: null }],
    });
  });
});

describe('what a newer version stored', () => {
  it.each(Object.entries(kinds))(
    '%s is refused with its version, and not changed by reading or writing',
    async (file, kind) => {
      const paths = await setUp();
      const path = kind.pathOf(paths);
      await mkdir(dirname(path), { recursive: true });
      const [sample = ''] = await readdir(join(samplesDir, file));
      const stored = JSON.parse(await readFile(join(samplesDir, file, sample), 'utf8')) as object;
      await writeFile(path, JSON.stringify({ ...stored, schemaVersion: 7, news: ['from the future'] }));
      const before = await digestOf(path);
      const expected = { code: 'stored-file-too-new', params: { path, version: 7, known: 1 } };

      if (file === 'forecast.json') {
        const store = createForecastStore(path, silentLogger);
        await store.learn('virtualbox native', [{ kind: 'node-create', durationMs: 5 }]);
        expect([...(await store.usual('virtualbox native'))]).toEqual([]);
      } else {
        await expect(kind.read(paths)).rejects.toMatchObject(expected);
        const value =
          file === 'draft-password.json'
            ? 'ein anderes Passwort'
            : { ...stored, ...Object((stored as { draft?: object }).draft) };
        if (file !== 'draft.json') await expect(kind.write?.(paths, value as never)).rejects.toMatchObject(expected);
      }

      expect(await digestOf(path)).toBe(before);
    },
  );
});

describe('the update of the app itself', () => {
  it('has no way to the labs: nothing of the packages removes the data folder, or runs scripts of ours', async () => {
    const text = await readFile(join(import.meta.dirname, '../../../electron-builder.yml'), 'utf8');
    const config = parse(text) as Record<string, Record<string, unknown> | undefined>;

    expect(config['nsis']?.['deleteAppDataOnUninstall']).toBe(false);
    for (const key of ['include', 'script', 'customUnInstall']) expect(config['nsis']?.[key]).toBeUndefined();
    for (const target of ['deb', 'rpm', 'linux', 'mac', 'dmg', 'pkg'])
      for (const key of ['afterInstall', 'afterRemove', 'preinstall', 'postinstall', 'scripts'])
        expect(config[target]?.[key]).toBeUndefined();
    expect(config['publish']).toBeNull();
  });
});
