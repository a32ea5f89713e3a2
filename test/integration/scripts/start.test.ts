import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { digestOfInputs } from '../../../scripts/lib/build.mjs';
import { isInstalled, projectDir } from '../../../scripts/lib/toolchain.mjs';

let dir = '';
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'bdl-start-'));
});
afterEach(async () => {
  await rm(dir, { recursive: true });
});

async function write(path: string, content: unknown): Promise<void> {
  await mkdir(dirname(join(dir, path)), { recursive: true });
  await writeFile(join(dir, path), typeof content === 'string' ? content : JSON.stringify(content));
}

describe('whether dependencies are installed', () => {
  const wanted = {
    packages: {
      '': {},
      'node_modules/a': { version: '2.0.0' },
      'node_modules/b': { version: '1.0.0', optional: true },
    },
  };

  it.each([
    ['everything there', { 'node_modules/a': { version: '2.0.0' }, 'node_modules/b': { version: '1.0.0' } }, true],
    ['only what belongs to another platform missing', { 'node_modules/a': { version: '2.0.0' } }, true],
    ['another version', { 'node_modules/a': { version: '1.9.0' } }, false],
    ['a package missing', {}, false],
  ])('is told from what npm recorded: %s', async (_, packages, expected) => {
    await write('package-lock.json', wanted);
    await write('node_modules/.package-lock.json', { packages });

    expect(isInstalled(dir)).toBe(expected);
  });

  it('is denied in a fresh clone', async () => {
    await write('package-lock.json', wanted);

    expect(isInstalled(dir)).toBe(false);
  });
});

describe('whether a build is stale', () => {
  it('is told from names and contents, not from times', async () => {
    await write('src/a.ts', 'one');
    const before = digestOfInputs(dir, ['src', 'absent']);
    await write('src/a.ts', 'one');
    const touched = digestOfInputs(dir, ['src', 'absent']);
    await write('src/a.ts', 'two');
    const changed = digestOfInputs(dir, ['src', 'absent']);
    await rm(join(dir, 'src/a.ts'));
    await write('src/b.ts', 'two');
    const renamed = digestOfInputs(dir, ['src', 'absent']);

    expect(touched).toBe(before);
    expect(new Set([before, changed, renamed]).size).toBe(3);
  });
});

/** Runs `child` as `npm start` runs the command line, signals the parent when the child is ready, and tells how it ended. */
async function signalParent(child: string, signal: NodeJS.Signals | null): Promise<object> {
  const toolchain = pathToFileURL(join(projectDir, 'scripts/lib/toolchain.mjs')).href;
  await write('child.mjs', child);
  await write(
    'parent.mjs',
    `import { runInForeground } from '${toolchain}';
    runInForeground(process.execPath, [${JSON.stringify(join(dir, 'child.mjs'))}], process.cwd());`,
  );
  const parent = spawn(process.execPath, [join(dir, 'parent.mjs')], { stdio: ['ignore', 'pipe', 'ignore'] });
  let output = '';
  parent.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    if (signal !== null && text.includes('ready')) parent.kill(signal);
  });
  return new Promise((resolve) => parent.on('close', (code, endedBy) => resolve({ code, endedBy, output })));
}

const cleansUp = `
  for (const name of ['SIGINT', 'SIGTERM']) process.on(name, () => {
    console.log('cleaning up after ' + name);
    setTimeout(() => process.exit(7), 300);
  });
  setInterval(() => {}, 1000);
  console.log('ready');
`;

describe('what npm start runs', () => {
  it('passes its exit code on', async () => {
    expect(await signalParent('process.exit(5)', null)).toMatchObject({ code: 5 });
  });
});

describe.skipIf(process.platform === 'win32')('a signal to npm start', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)(
    'lets the command line clean up after %s and waits for it',
    async (signal) => {
      expect(await signalParent(cleansUp, signal)).toEqual({
        code: 7,
        endedBy: null,
        output: `ready\ncleaning up after ${signal}\n`,
      });
    },
  );

  it('ends it as the command line was ended', async () => {
    const child = "console.log('ready'); setInterval(() => {}, 1000);";

    expect(await signalParent(child, 'SIGTERM')).toMatchObject({ code: null, endedBy: 'SIGTERM' });
  });
});
