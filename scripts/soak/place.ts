import { existsSync } from 'node:fs';
import { cp, lstat, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { takeCachedImages, testCacheDir } from '../../test/real/support/host.ts';
import { createBdl } from './bdl.ts';
import type { Bdl, BdlSetup } from './bdl.ts';
import { fingerprint, listTree } from './file-tree.ts';
import { startNeighbour } from './neighbour.ts';
import type { Neighbour } from './neighbour.ts';
import { killHard, processesIn } from './processes.ts';

/** Prepared bases of earlier walks: preparing one takes minutes. The product itself decides whether one still fits. */
const cachedBasesDir = join(testCacheDir, 'soak-bases');

/** Copies bases without the notes of who stands on them. */
async function copyBases(from: string, to: string): Promise<void> {
  if (!existsSync(from)) return;
  await mkdir(to, { recursive: true, mode: 0o700 });
  await cp(from, to, {
    recursive: true,
    preserveTimestamps: true,
    force: false,
    filter: (path) => !/\/(clones|[^/]*\.(lock|txt))$/.test(path),
  });
}

/** Files of the user that lie where ours lie. */
const usersFiles = ['Meine Notizen.txt', 'labs/Meine Notizen.txt', 'bases/Lies mich.txt', 'trash/nicht wegwerfen.txt'];

/** A user's home with our data folder, a VM of the user's own and files beside it. */
export interface Place {
  readonly rootDir: string;
  readonly dataDir: string;
  readonly runtimeDir: string;
  readonly bdl: Bdl;
  readonly labName: string;
  readonly labDir: string;
  readonly neighbour: Neighbour;
  /** Everything in the data folder that no operation of a lab may change: paths relative to it. */
  readonly untouchable: readonly string[];
  /** What changed of the things that are not ours. */
  readonly differencesOutside: () => Promise<readonly string[]>;
  /** Pids of our programs that still run. */
  readonly leftRunning: () => readonly number[];
  /** Keeps the prepared base for later walks; for a moment in which none is being prepared. */
  readonly keepBases: () => Promise<void>;
}

/** Ends every process of a place, made or half made; `keep`: the files stay for whoever looks. */
export async function clearPlace(rootDir: string, { keep }: { readonly keep: boolean }): Promise<void> {
  for (const { pid } of processesIn(rootDir)) await killHard(pid);
  if (!keep) await rm(rootDir, { recursive: true, force: true });
}

/** Makes it in an empty folder with a short path. `cliPath` is copied, as the project may be built again meanwhile. */
export async function createPlace(rootDir: string, { cliPath, env, signal }: BdlSetup): Promise<Place> {
  const at = (name: string): string => join(rootDir, name);
  const [homeDir, dataDir, tmpDir] = [at('home'), at('data'), at('tmp')];
  const [runDir, besideDir, distDir] = [at('run'), at('beside'), at('dist')];
  for (const dir of [homeDir, dataDir, tmpDir, besideDir, runDir]) await mkdir(dir, { mode: 0o700 });
  await cp(dirname(cliPath), distDir, { recursive: true });
  await takeCachedImages(dataDir);
  await copyBases(cachedBasesDir, join(dataDir, 'bases'));
  await writeUsersFiles(homeDir, dataDir);
  const untouchable = [...usersFiles, ...listTree(join(dataDir, 'images')).map((path) => `images/${path}`)];
  const neighbour = await startNeighbour(besideDir, 'pi-200');
  const homeBefore = await fingerprint(homeDir);
  const usersBefore = await usersFingerprint(dataDir);

  async function differencesOutside(): Promise<readonly string[]> {
    const home = await fingerprint(homeDir);
    const users = await usersFingerprint(dataDir);
    return [
      ...changes('in the home of the user', homeBefore, home),
      ...changes("of the user's files in the data folder", usersBefore, users),
      ...listTree(tmpDir).map((path) => `left in the folder for temporary files: ${path}`),
      ...(await neighbour.differences()),
    ];
  }

  return {
    rootDir,
    dataDir,
    runtimeDir: join(runDir, 'bdl'),
    labName: 'Dauerlauf',
    labDir: join(dataDir, 'labs', 'dauerlauf'),
    neighbour,
    untouchable,
    bdl: createBdl({
      cliPath: join(distDir, basename(cliPath)),
      env: {
        ...env,
        HOME: homeDir,
        BDL_HOME: dataDir,
        BDL_LANG: 'en',
        TMPDIR: tmpDir,
        XDG_RUNTIME_DIR: runDir,
      },
      signal,
    }),
    differencesOutside,
    leftRunning: () =>
      processesIn(rootDir)
        .map(({ pid }) => pid)
        .filter((pid) => pid !== neighbour.pid),
    keepBases: () => copyBases(join(dataDir, 'bases'), cachedBasesDir),
  };
}

async function writeUsersFiles(homeDir: string, dataDir: string): Promise<void> {
  await mkdir(join(homeDir, 'Dokumente'));
  await mkdir(join(homeDir, '.ssh'), { mode: 0o700 });
  await writeFile(join(homeDir, 'Dokumente', 'Diplomarbeit.txt'), 'Kapitel 1\n'.repeat(1000));
  await writeFile(join(homeDir, '.ssh', 'config'), 'Host pi-200\n  User somebody\n', { mode: 0o600 });
  for (const name of usersFiles) {
    await mkdir(dirname(join(dataDir, name)), { recursive: true, mode: 0o700 });
    await writeFile(join(dataDir, name), `${name} belongs to the user\n`);
  }
}

async function usersFingerprint(dataDir: string): Promise<readonly string[]> {
  const found = await Promise.all(
    usersFiles.map(async (name) => {
      const path = join(dataDir, name);
      if (!existsSync(path)) return [];
      const { mode, mtimeMs } = await lstat(path);
      return [`${name} ${mode.toString(8)} ${mtimeMs} ${await readFile(path, 'utf8')}`];
    }),
  );
  return found.flat();
}

function changes(where: string, before: readonly string[], now: readonly string[]): readonly string[] {
  return [
    ...now.filter((line) => !before.includes(line)).map((line) => `${where}: now ${line}`),
    ...before.filter((line) => !now.includes(line)).map((line) => `${where}: was ${line}`),
  ];
}
