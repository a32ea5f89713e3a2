import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { projectDir } from '../../scripts/lib/toolchain.mjs';

const scannerDir = join(projectDir, 'scripts', 'security-scan');
const cacheDir = process.env['BDL_TEST_CACHE'] ?? join(homedir(), '.cache', 'big-data-lab-tests');

/** Findings that are looked at and explained in docs/security.md, by check and file. */
const explained: readonly string[] = [
  'CSP_GLOBAL_CHECK N/A',
  'OPEN_EXTERNAL_JS_CHECK src-main/shells/electron/main-window.js',
];

/** Installs the scanner once, apart from the product; none of its packages runs anything while that is done. */
async function installScanner(): Promise<string> {
  const lock = await readFile(join(scannerDir, 'package-lock.json'));
  const dir = join(cacheDir, `security-scan-${createHash('sha256').update(lock).digest('hex').slice(0, 16)}`);
  if (!existsSync(dir)) {
    const newDir = `${dir}.${String(process.pid)}`;
    await cp(scannerDir, newDir, { recursive: true });
    const installed = spawnSync('npm', ['ci', '--ignore-scripts', '--loglevel', 'error'], {
      cwd: newDir,
      encoding: 'utf8',
      shell: process.platform === 'win32',
    });
    expect(installed.status, installed.stderr).toBe(0);
    await rename(newDir, dir);
  }
  return join(dir, 'node_modules', '@doyensec', 'electronegativity', 'dist', 'index.js');
}

/** Everything that has to do with Electron and its page, as JavaScript: the scanner's parser knows no current TypeScript. */
async function writeSources(dir: string): Promise<void> {
  const shell = (await readdir(join(projectDir, 'src-main/shells/electron'))).map((name) => `shells/electron/${name}`);
  const sources = [
    'index.ts',
    ...shell,
    'contract/desktop-bridge.ts',
    'contract/desktop-messages.ts',
    'shells/screen/headers.ts',
  ];
  for (const path of sources) {
    const code = stripTypeScriptTypes(await readFile(join(projectDir, 'src-main', path), 'utf8'));
    const target = join(dir, 'src-main', path.replace(/\.ts$/, '.js'));
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, code);
  }
  await cp(join(projectDir, 'src-renderer', 'index.html'), join(dir, 'index.html'));
  await cp(join(projectDir, 'package.json'), join(dir, 'package.json'));
}

async function scan(dir: string): Promise<readonly string[]> {
  const scanner = await installScanner();
  const outPath = join(dir, 'findings.csv');
  const args = [
    '-r',
    join(scannerDir, 'keep-going.cjs'),
    scanner,
    '-i',
    join(dir, 'in'),
    '-r',
    '-v',
    'false',
    '-o',
    outPath,
  ];
  const run = spawnSync(process.execPath, args, { encoding: 'utf8', timeout: 300_000 });
  expect(run.status, run.stderr).toBe(0);
  const [head = '', ...lines] = (await readFile(outPath, 'utf8')).trim().split('\n');
  expect(head).toContain('issue, severity, confidence, filename');
  return lines.map((line) => {
    const [issue = '', , , file = ''] = line.split(',').map((cell) => cell.replaceAll('"', ''));
    return `${issue} ${file}`;
  });
}

async function createScanDir(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'bdl-scan-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  await writeSources(join(dir, 'in'));
  return dir;
}

it('the scanner for Electron finds nothing that is not explained', async () => {
  expect([...new Set(await scan(await createScanDir()))].sort()).toEqual(explained);
});

it('the scanner would find a page with Node in it', async () => {
  const dir = await createScanDir();
  await writeFile(
    join(dir, 'in', 'bad.js'),
    "import { BrowserWindow } from 'electron';\nnew BrowserWindow({ webPreferences: { nodeIntegration: true, sandbox: false } });\n",
  );

  const found = await scan(dir);

  expect(found).toContain('CONTEXT_ISOLATION_JS_CHECK bad.js');
  expect(found).toContain('SANDBOX_JS_CHECK bad.js');
});
