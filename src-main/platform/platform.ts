import { statSync } from 'node:fs';
import { posix, win32 } from 'node:path';

import { LabError } from '../domain/failure.ts';
import type { CpuArchitecture } from '../domain/ids.ts';
import { toPlatformId } from './platform-id.ts';
import type { PlatformId } from './platform-id.ts';

/** Languages the product speaks. */
export type Language = 'de' | 'en';

/** What an entry reads from `process` and `os`, as plain values. */
export interface PlatformSource {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** `process.platform` */
  readonly platform: string;
  /** `process.arch` */
  readonly arch: string;
  readonly homeDir: string;
  /** User id; -1 where there is none (Windows). */
  readonly uid: number;
  readonly userName: string;
  readonly hostName: string;
  readonly tmpDir: string;
  /** Language of the system as a BCP 47 tag; decides where the environment says nothing (Windows, apps started by a click). */
  readonly systemLocale?: string;
}

/** Proxies from the environment; `null` where none is set. */
export interface ProxySettings {
  readonly http: string | null;
  readonly https: string | null;
  /** Hosts and domains to reach directly. */
  readonly no: readonly string[];
}

/** This computer and this user, read once and passed on. */
export interface Platform {
  readonly id: PlatformId;
  readonly architecture: CpuArchitecture;
  readonly homeDir: string;
  /** Holds everything the app keeps. Need not exist yet. */
  readonly dataDir: string;
  /** For Unix sockets. At most 64 bytes long, so that a name of 35 bytes fits below the system's limit. Need not exist yet. */
  readonly runtimeDir: string;
  readonly userName: string;
  readonly hostName: string;
  readonly language: Language;
  readonly env: Readonly<Record<string, string>>;
  readonly isRoot: boolean;
  readonly proxy: ProxySettings;
}

/** A path of a Unix socket has at most 103 bytes on macOS, 107 on Linux. */
const maxRuntimeDirBytes = 64;

/** Throws `not-supported` on a CPU that no guest image is made for. */
export function readPlatform(source: PlatformSource): Platform {
  const id = toPlatformId(source.platform);
  const env = copyEnvironment(source.env);
  return {
    id,
    architecture: toArchitecture(source.arch),
    homeDir: source.homeDir,
    dataDir: chooseDataDir(id, env, source.homeDir),
    runtimeDir: chooseRuntimeDir(id, env, source),
    userName: source.userName,
    hostName: source.hostName,
    language: chooseLanguage(env, source.systemLocale),
    env,
    isRoot: source.uid === 0,
    proxy: readProxy(env),
  };
}

type Env = Readonly<Record<string, string>>;

function copyEnvironment(env: PlatformSource['env']): Env {
  const copy: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    if (value !== undefined) copy[name] = value;
  }
  return Object.freeze(copy);
}

/** A variable that is set to nothing counts as not set. */
function setting(env: Env, names: readonly string[]): string | null {
  return names.map((name) => env[name]).find((value) => value !== undefined && value !== '') ?? null;
}

function toArchitecture(arch: string): CpuArchitecture {
  if (arch === 'x64') return 'amd64';
  if (arch === 'arm64') return 'arm64';
  throw new LabError('not-supported', `no guests for the CPU '${arch}'`, { params: { what: arch } });
}

function chooseDataDir(id: PlatformId, env: Env, homeDir: string): string {
  const path = id === 'windows' ? win32 : posix;
  const chosen = setting(env, ['BDL_HOME']);
  if (chosen !== null) return path.resolve(chosen);
  if (id === 'windows')
    return path.join(setting(env, ['LOCALAPPDATA']) ?? path.join(homeDir, 'AppData', 'Local'), 'Big Data Lab');
  if (id === 'macos') return path.join(homeDir, 'Library', 'Application Support', 'Big Data Lab');
  const xdg = setting(env, ['XDG_DATA_HOME']);
  // The XDG specification: a path that is not absolute is to be ignored.
  const base = xdg !== null && path.isAbsolute(xdg) ? xdg : path.join(homeDir, '.local', 'share');
  return path.join(base, 'big-data-lab');
}

function chooseRuntimeDir(id: PlatformId, env: Env, { uid, tmpDir }: PlatformSource): string {
  if (id === 'windows') return win32.join(tmpDir, 'bdl');
  const xdg = setting(env, ['XDG_RUNTIME_DIR']);
  const folders = [
    ...(xdg !== null && posix.isAbsolute(xdg) && isOwnFolder(xdg, uid) ? [posix.join(xdg, 'bdl')] : []),
    posix.join(tmpDir, `bdl-${uid}`),
  ];
  return folders.find((dir) => Buffer.byteLength(dir) <= maxRuntimeDirBytes) ?? `/tmp/bdl-${uid}`;
}

/** After `su` or `sudo` the variable may still name the folder of the other user. */
function isOwnFolder(dir: string, uid: number): boolean {
  const found = statSync(dir, { throwIfNoEntry: false });
  return found !== undefined && found.isDirectory() && found.uid === uid;
}

function chooseLanguage(env: Env, systemLocale: string | undefined): Language {
  const own = setting(env, ['BDL_LANG']);
  const isKnown = own !== null && /^(de|en)/i.test(own);
  const locale = (isKnown ? own : setting(env, ['LC_ALL', 'LC_MESSAGES', 'LANG'])) ?? systemLocale ?? 'en';
  return /^de(?![a-z])/i.test(locale) ? 'de' : 'en';
}

function readProxy(env: Env): ProxySettings {
  const all = setting(env, ['all_proxy', 'ALL_PROXY']);
  return {
    http: setting(env, ['http_proxy', 'HTTP_PROXY']) ?? all,
    https: setting(env, ['https_proxy', 'HTTPS_PROXY']) ?? all,
    no: (setting(env, ['no_proxy', 'NO_PROXY']) ?? '').split(/[\s,]+/).filter((host) => host !== ''),
  };
}
