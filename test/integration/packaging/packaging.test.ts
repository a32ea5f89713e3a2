import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extractFile, listPackage } from '@electron/asar';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { Ajv } from 'ajv';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { ensureWindowBuilt } from '../../../scripts/lib/build.mjs';
import { projectDir } from '../../../scripts/lib/toolchain.mjs';
import { writeElectronStandIn } from '../../fakes/electron-dist.ts';

/** Everything that may be in the package: whatever is not named here is there by mistake. */
const allowed: readonly RegExp[] = [
  /^\/(?:package\.json|LICENSE)$/,
  /^\/assets\/(?:icon|tray(?:Template)?(?:@2x)?)\.png$/,
  /^\/dist\/window\/(?:index\.js|package\.json|chunks\/[\w-]+\.js)$/,
  /^\/dist\/preload\/preload\.cjs$/,
  /^\/dist\/renderer\/(?:index\.html|icon\.svg|assets\/[\w-]+\.(?:js|css|svg|png|webp|woff2))$/,
  /^\/node_modules\/node-pty\/(?:LICENSE|package\.json)$/,
  /^\/node_modules\/node-pty\/lib\/(?!.*\.test\.)[\w/]+\.js$/,
  /^\/node_modules\/node-pty\/build\/Release\/(?:pty\.node|spawn-helper)$/,
  /^\/node_modules\/node-pty\/prebuilds\/linux-x64\/[\w.-]+$/,
];

const needed: readonly string[] = [
  '/package.json',
  '/LICENSE',
  '/assets/icon.png',
  '/assets/tray.png',
  '/assets/trayTemplate.png',
  '/assets/trayTemplate@2x.png',
  '/dist/window/index.js',
  '/dist/window/package.json',
  '/dist/preload/preload.cjs',
  '/dist/renderer/index.html',
  '/dist/renderer/icon.svg',
  '/node_modules/node-pty/package.json',
  '/node_modules/node-pty/lib/index.js',
];

const packageSchema = z.object({
  main: z.string(),
  name: z.string(),
  version: z.string(),
  devDependencies: z.unknown().optional(),
  scripts: z.unknown().optional(),
});

let dir = '';
let resourcesDir = '';
let asarPath = '';

/** Files in the archive, with `/` on every system. */
function listFiles(): readonly string[] {
  const paths = listPackage(asarPath, { isPack: false }).map((path) => path.replaceAll('\\', '/'));
  return paths.filter((path) => !paths.some((other) => other.startsWith(`${path}/`)));
}

function readPacked(path: string): string {
  return extractFile(asarPath, path).toString('utf8');
}

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'bdl-package-'));
  ensureWindowBuilt();
  await writeElectronStandIn(join(dir, 'electron'));
  const builder = join(projectDir, 'node_modules', 'electron-builder', 'cli.js');
  const settings = [`-c.electronDist=${join(dir, 'electron')}`, `-c.directories.output=${join(dir, 'out')}`];
  const packed = spawnSync(process.execPath, [builder, '--linux', 'dir', '--x64', ...settings], {
    cwd: projectDir,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  });
  expect(packed.status, packed.stdout + packed.stderr).toBe(0);
  resourcesDir = join(dir, 'out', 'linux-unpacked', 'resources');
  asarPath = join(resourcesDir, 'app.asar');
}, 600_000);
afterAll(async () => {
  await rm(dir, { recursive: true, force: true });
});

describe('the packed app', () => {
  it('holds what it needs', () => {
    const files = listFiles();

    expect(needed.filter((path) => !files.includes(path))).toEqual([]);
    expect(files.some((path) => /^\/dist\/renderer\/assets\/index-.*\.js$/.test(path))).toBe(true);
    expect(files.some((path) => path.endsWith('/pty.node'))).toBe(true);
  });

  it('holds nothing else: no sources, tests, maps, documents, development dependencies', () => {
    expect(listFiles().filter((path) => !allowed.some((pattern) => pattern.test(path)))).toEqual([]);
  });

  it('starts with an entry that is there, and carries no scripts', () => {
    const json = packageSchema.parse(JSON.parse(readPacked('package.json')));

    expect(listFiles()).toContain(`/${json.main}`);
    expect(json).toMatchObject({ name: 'big-data-lab' });
    expect([json.devDependencies, json.scripts]).toEqual([undefined, undefined]);
  });

  it('finds everything its entry asks for: Node, Electron, and the one package with a compiled part', () => {
    const codes = listFiles().flatMap((path) =>
      /^\/dist\/window\/.*\.js$/.test(path) ? [readPacked(path.slice(1))] : [],
    );
    const asked = codes.flatMap((code) =>
      [...code.matchAll(/^(?:import|export)[^'"\n]*?from ["']([^"']+)["']|\bimport\(["']([^"']+)["']\)/gm)].map(
        ([, fixed, dynamic]) => fixed ?? dynamic ?? '',
      ),
    );
    const foreign = [...new Set(asked)].filter((name) => !/^(?:node:|\.)/.test(name) && !isNodeModule(name));

    expect(foreign.sort()).toEqual(['electron', 'node-pty']);
  });

  it('has its compiled part, and what lies beside it, as files of the system', async () => {
    const unpacked = (await readdir(`${asarPath}.unpacked`, { recursive: true })).map((name) =>
      name.replaceAll('\\', '/'),
    );

    expect(unpacked.some((path) => path.endsWith('/pty.node'))).toBe(true);
    expect(unpacked.filter((path) => !/^node_modules(?:$|\/node-pty(?:$|\/))/.test(path))).toEqual([]);
  });

  it('names no folder of the computer that packed it', () => {
    const texts = listFiles().filter((path) => /^\/(?:dist|package)/.test(path));

    expect(texts.filter((path) => readPacked(path.slice(1)).includes(projectDir))).toEqual([]);
  });

  it('is small enough to be fetched over a slow line', async () => {
    expect((await stat(asarPath)).size).toBeLessThan(12 * 1024 * 1024);
  });

  it('brings nothing but itself beside Electron', async () => {
    expect((await readdir(resourcesDir)).sort()).toEqual(['app.asar', 'app.asar.unpacked']);
  });
});

function isNodeModule(name: string): boolean {
  return process.getBuiltinModule(name) !== undefined;
}

describe('the fuses of the program', () => {
  it('are set: it is no Node, takes no options of Node, and loads nothing but its own archive', async () => {
    const wire = await getCurrentFuseWire(join(dir, 'out', 'linux-unpacked', 'big-data-lab'));
    const { ENABLE, DISABLE } = FuseState;

    expect({
      runAsNode: wire[FuseV1Options.RunAsNode],
      cookies: wire[FuseV1Options.EnableCookieEncryption],
      nodeOptions: wire[FuseV1Options.EnableNodeOptionsEnvironmentVariable],
      inspect: wire[FuseV1Options.EnableNodeCliInspectArguments],
      integrity: wire[FuseV1Options.EnableEmbeddedAsarIntegrityValidation],
      onlyAsar: wire[FuseV1Options.OnlyLoadAppFromAsar],
      fileProtocol: wire[FuseV1Options.GrantFileProtocolExtraPrivileges],
    }).toEqual({
      runAsNode: DISABLE,
      cookies: ENABLE,
      nodeOptions: DISABLE,
      inspect: DISABLE,
      integrity: ENABLE,
      onlyAsar: ENABLE,
      fileProtocol: DISABLE,
    });
  });
});

describe('electron-builder.yml', () => {
  const targets = z.array(z.object({ target: z.string(), arch: z.array(z.string()) }));
  const settingsSchema = z.looseObject({
    win: z.looseObject({ target: targets }),
    mac: z.looseObject({ target: targets }),
    linux: z.looseObject({ target: targets }),
    publish: z.null(),
    fileAssociations: z.array(z.looseObject({ ext: z.string() })),
  });

  async function readSettings(): Promise<unknown> {
    return parse(await readFile(join(projectDir, 'electron-builder.yml'), 'utf8'));
  }

  it('has the shape that electron-builder wants', async () => {
    const schemaPath = join(projectDir, 'node_modules', 'app-builder-lib', 'scheme.json');
    const schema: unknown = JSON.parse(await readFile(schemaPath, 'utf8'));
    const validate = new Ajv({ strict: false }).compile(z.record(z.string(), z.unknown()).parse(schema));

    expect(validate(await readSettings()) ? [] : validate.errors).toEqual([]);
  });

  it('packs for three systems, opens descriptions of labs and publishes nothing', async () => {
    const settings = settingsSchema.parse(await readSettings());
    const names = [settings.win, settings.mac, settings.linux].flatMap(({ target }) =>
      target.flatMap(({ target: name, arch }) => arch.map((one) => `${name} ${one}`)),
    );

    expect(names).toEqual(['nsis x64', 'portable x64', 'dmg arm64', 'dmg x64', 'AppImage x64', 'deb x64']);
    expect(settings.fileAssociations.map(({ ext }) => ext)).toEqual(['bdlab']);
  });
});
