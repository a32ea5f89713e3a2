import { mkdtempSync } from 'node:fs';
import { mkdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBdl, ensureBuilt, type Bdl } from './support/bdl.ts';
import { processesNaming, tool } from './support/host.ts';

/** A home that troubles careless tools. */
const home = join(mkdtempSync(join(tmpdir(), 'bdl-input-')), 'Žofie Novák (Gäste)');
const dataDir = join(home, 'Big Data Lab');
const small = ['--hypervisor', 'qemu', '--image', 'debian-packages', '--memory', '512', '--disk', '8', '--yes'];

let bdl: Bdl;

beforeAll(async () => {
  ensureBuilt();
  await mkdir(dataDir, { recursive: true });
  bdl = createBdl(dataDir, { HOME: home });
});

afterAll(async () => {
  expect(processesNaming(home)).toEqual([]);
  await rm(join(home, '..'), { recursive: true, force: true });
});

describe('bad input', () => {
  it.each<[string, readonly string[], number, string]>([
    ['0 nodes', ['--nodes', '0'], 2, '1–55'],
    ['400 nodes', ['--nodes', '400'], 2, '1–55'],
    ['200 MB of memory', ['--memory', '200'], 2, '512'],
    ['a name with quotes', ['--name', 'Größe & "Test" 1'], 2, '"'],
    ['a subnet this computer reaches', ['--subnet', '127.0.0.0/8'], 2, '/24'],
    ['an unknown image', ['--image', 'windows-95'], 6, 'windows-95'],
    ['an unknown option', ['--colour'], 2, '--colour'],
  ])('refuses %s before anything is created', async (_title, ...[args, exitCode, words]) => {
    const result = await bdl.run('up', ...small, ...args);

    expect(result.exitCode).toBe(exitCode);
    expect(result.stderr).toContain(words);
    expect(await bdl.ok('list')).toContain('There is no lab yet');
  });

  it('refuses a subnet of a route of this computer', async () => {
    const route = /^(\d+\.\d+\.\d+)\.\d+\/\d+ dev/m.exec(tool('ip', '-4', 'route'))?.[1];
    if (route === undefined) throw new Error('this computer has no route to overlap with');
    const result = await bdl.run('up', ...small, '--subnet', `${route}.0/24`);

    expect(result.exitCode).toBe(2);
    expect(result.stderr).toContain('is in use already');
  });

  it('refuses a port that is taken', async () => {
    const thief = createServer();
    await new Promise<void>((resolve) => thief.listen(2205, '127.0.0.1', resolve));
    const result = await bdl.run('up', ...small, '--ssh-port', '2204').finally(() => thief.close());

    expect(result.exitCode).toBe(2);
    expect(result.stderr).toContain('Port 2205');
  });

  it('refuses a corrupt image and a truncated one', async () => {
    const garbage = join(home, 'garbage.qcow2');
    await writeFile(garbage, 'this is no image\n'.repeat(4000));
    const cut = join(home, 'cut.qcow2');
    tool('qemu-img', 'create', '-q', '-f', 'qcow2', '-o', 'preallocation=full', cut, '16M');
    await truncate(cut, 300_000);

    for (const path of [garbage, cut]) {
      const result = await bdl.run('up', ...small, '--image', `file:${path}`);
      expect(result.exitCode).toBe(6);
      expect(result.stderr).toContain(path);
    }
    expect(processesNaming(dataDir)).toEqual([]);
  });

  it('leaves a lab.json that was cut in half alone and says so', async () => {
    const labFile = join(dataDir, 'labs', 'kaputt', 'lab.json');
    await mkdir(join(labFile, '..'), { recursive: true });
    await writeFile(labFile, '{ "schemaVersion": 1, "plan": {');

    const result = await bdl.run('status', 'kaputt');

    expect(result.exitCode).toBe(3);
    expect(result.stderr).toContain(labFile);
    expect(await readFile(labFile, 'utf8')).toBe('{ "schemaVersion": 1, "plan": {');
    await rm(join(labFile, '..'), { recursive: true });
  });

  it('says that QEMU is missing where it is', async () => {
    // A view of /usr/bin without QEMU that only this one run has; it vanishes with it.
    const hide =
      'mount -t overlay overlay -o "lowerdir=/usr/bin,upperdir=$1/up,workdir=$1/work" /usr/bin && rm /usr/bin/qemu-*';
    const layers = join(home, '..', 'layers');
    tool('mkdir', '-p', join(layers, 'up'), join(layers, 'work'));
    const without = createBdl(dataDir, { HOME: home }, [
      'unshare',
      '--mount',
      'sh',
      '-c',
      `${hide} && shift && exec "$@"`,
      'sh',
      layers,
    ]);
    const result = await without.run('up', ...small);

    expect(result.exitCode).toBe(3);
    expect(result.stderr).toContain('apt install qemu-system-x86');
    expect(await bdl.ok('list')).toContain('There is no lab yet');
  });

  it('says that the disk is full, and loses nothing', async () => {
    const full = join(home, 'full');
    await mkdir(full);
    tool('mount', '-t', 'tmpfs', '-o', 'size=64m', 'tmpfs', full);
    try {
      const result = await createBdl(full).run('up', ...small);
      expect(result.exitCode).toBe(3);
      expect(result.stderr).toMatch(/GiB are free|disk is full/);
    } finally {
      tool('umount', full);
    }
  });

  it('says that the data folder cannot be written to', async () => {
    const folder = join(home, 'readonly');
    await mkdir(folder);
    tool('mount', '-t', 'tmpfs', '-o', 'ro,size=64g', 'tmpfs', folder);
    try {
      const result = await createBdl(folder).run('up', ...small);
      expect(result.exitCode).toBe(3);
      expect(result.stderr).toContain(`Nothing can be written to ${folder}`);
    } finally {
      tool('umount', folder);
    }
  });
});
