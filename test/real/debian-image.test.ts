import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, onTestFinished, test } from 'vitest';

import { CancelledError } from '../../src-main/domain/failure.ts';
import { buildDebianImage } from '../../src-main/images/debian/build.ts';
import { createWorkDir, removeWorkDir } from '../../src-main/images/debian/work-dir.ts';
import { createHttpClient } from '../../src-main/images/http-client.ts';
import { createImageService } from '../../src-main/images/image-service.ts';
import { recogniseFile } from '../../src-main/images/recognise.ts';
import { systemClock } from '../../src-main/platform/clock.ts';
import { waitFor } from '../../src-main/platform/wait-for.ts';
import { createProcessTable } from '../../src-main/process/process-table.ts';
import { createCommandRunner } from '../../src-main/process/runner.ts';
import { createPaths } from '../../src-main/store/file-names.ts';
import { createTestDir } from '../fakes/test-dir.ts';
import { keepImages, mountsBelow, processesNaming, takeCachedImages, tool } from './support/host.ts';

const runner = createCommandRunner({ platformId: 'linux', baseEnv: process.env });
const place = { runner, platformId: 'linux', architecture: 'amd64', isRoot: true } as const;
const searchPath = process.env['PATH'] ?? '';

/** Far enough that packages are being unpacked and mounts exist. */
const midwayFraction = 0.16;

/** Looks until nothing of a build is left running or mounted; answers how long that took, in ms. */
async function untilGone(workDir: string): Promise<number> {
  const startMs = systemClock.now();
  const isGone = (): Promise<true | undefined> =>
    Promise.resolve(processesNaming(workDir).length + mountsBelow(workDir).length === 0 || undefined);
  const { signal } = new AbortController();
  const gone = await waitFor(isGone, { timeoutMs: 30_000, intervalMs: 100, signal, clock: systemClock });
  expect(gone, processesNaming(workDir).join('\n')).toBe(true);
  return systemClock.now() - startMs;
}

describe('building the Debian image', () => {
  test('ends within seconds when it is cancelled, and leaves no process, mount or file', async () => {
    const dir = await createTestDir();
    const workDir = join(dir, 'work');
    const cancel = new AbortController();
    let cancelledMs = 0;

    const building = buildDebianImage({
      ...place,
      searchPath,
      workDir,
      targetPath: join(dir, 'image.qcow2'),
      signal: cancel.signal,
      report: (fraction) => {
        if (fraction < midwayFraction || cancel.signal.aborted) return;
        cancelledMs = systemClock.now();
        cancel.abort();
      },
    });

    await expect(building).rejects.toThrow(CancelledError);
    expect(systemClock.now() - cancelledMs).toBeLessThan(10_000);
    await untilGone(workDir);
    expect(existsSync(workDir)).toBe(false);
    expect(existsSync(join(dir, 'image.qcow2'))).toBe(false);
  });

  test('dies with this app, and the next build clears up', async () => {
    const workDir = join(await createTestDir(), 'work');
    const script = join(import.meta.dirname, 'support', 'build-debian-image.ts');
    const child = spawn(process.execPath, [script, workDir], { stdio: ['ignore', 'pipe', 'inherit'] });
    onTestFinished(() => {
      child.kill('SIGKILL');
    });
    const ended = new Promise((resolve) => child.once('exit', resolve));
    await new Promise<void>((resolve, reject) => {
      child.stdout.on('data', (text: Buffer) => {
        if (Number(text.toString().trim().split('\n').at(-1)) >= midwayFraction * 100) resolve();
      });
      child.once('exit', () => {
        reject(new Error('the build ended too early'));
      });
    });

    child.kill('SIGKILL');

    await ended;
    expect(await untilGone(workDir)).toBeLessThan(10_000);
    expect(existsSync(join(workDir, 'tree', 'usr'))).toBe(true);
    await createWorkDir(workDir);
    expect(existsSync(join(workDir, 'tree'))).toBe(false);
    await removeWorkDir(workDir);
    expect(existsSync(workDir)).toBe(false);
  });

  test('says at once that the disk is too small, and leaves nothing on it', async () => {
    const dir = await createTestDir();
    tool('mount', '-t', 'tmpfs', '-o', 'size=64m', 'tmpfs', dir);
    onTestFinished(() => {
      tool('umount', dir);
    });
    const workDir = join(dir, 'work');
    const { signal } = new AbortController();
    const startMs = systemClock.now();

    const building = buildDebianImage({
      ...place,
      searchPath,
      workDir,
      targetPath: join(dir, 'image.qcow2'),
      signal,
      report: () => undefined,
    });

    await expect(building).rejects.toMatchObject({ code: 'disk-full', params: { path: workDir } });
    expect(systemClock.now() - startMs).toBeLessThan(5_000);
    expect(existsSync(workDir)).toBe(false);
  });

  test('never clears a folder that something is mounted in', async () => {
    const workDir = join(await createTestDir(), 'work');
    await createWorkDir(workDir);
    const mountDir = join(workDir, 'tree', 'proc');
    await mkdir(mountDir, { recursive: true });
    tool('mount', '-t', 'tmpfs', 'tmpfs', mountDir);
    onTestFinished(() => {
      tool('umount', mountDir);
    });
    await writeFile(join(mountDir, 'device'), 'not ours');

    await expect(removeWorkDir(workDir)).rejects.toMatchObject({ code: 'data-folder-not-writable' });
    expect(existsSync(join(mountDir, 'device'))).toBe(true);
  });

  test('never clears a folder that no build made', async () => {
    const workDir = join(await createTestDir(), 'work');
    await mkdir(workDir);
    await writeFile(join(workDir, 'thesis.txt'), 'years of work');

    await expect(createWorkDir(workDir)).rejects.toMatchObject({ code: 'data-folder-not-writable' });
    await expect(removeWorkDir(workDir)).rejects.toMatchObject({ code: 'data-folder-not-writable' });
    expect(existsSync(join(workDir, 'thesis.txt'))).toBe(true);
  });

  test('gives a whole image, with what every guest needs and without what no two guests may share', async () => {
    const dataDir = await createTestDir();
    await takeCachedImages(dataDir);
    const proxy = { http: null, https: null, no: [] };
    const http = createHttpClient(proxy);
    onTestFinished(() => http.close());
    const service = createImageService({
      paths: createPaths(dataDir),
      runner,
      processes: createProcessTable({ platformId: 'linux', runner, clock: systemClock }),
      clock: systemClock,
      platform: { id: 'linux', architecture: 'amd64', isRoot: true, env: { PATH: searchPath }, proxy },
      http,
    });

    const image = await service.ensureImage(
      { image: 'debian-packages', architecture: 'amd64' },
      { signal: new AbortController().signal, report: () => undefined },
    );
    await keepImages(dataDir);

    expect(await recogniseFile(image.path, 'amd64')).toEqual({
      kind: 'disk',
      format: 'qcow2',
      virtualSizeBytes: 3 * 1024 ** 3,
    });
    expect(tool('qemu-img', 'check', '--output=json', image.path)).toMatch(/"check-errors": 0/);
    const rawPath = join(dataDir, 'image.raw');
    tool('qemu-img', 'convert', '-O', 'raw', image.path, rawPath);
    const guest = (command: string): string => tool('debugfs', '-R', command, `${rawPath}?offset=1048576`);
    expect(guest('ls /etc/ssh')).not.toMatch(/ssh_host_/);
    expect(guest('cat /etc/machine-id')).toBe('');
    expect(guest('cat /etc/apt/sources.list')).toMatch(/^deb http:\/\/deb\.debian\.org\/debian bookworm main$/m);
    expect(guest('stat /etc')).toMatch(/Mode: {2}0755/);
    expect(guest('ls /usr/lib/python3/dist-packages/cloudinit/__pycache__')).toMatch(/\.pyc/);
    expect(guest('stat /vmlinuz')).toMatch(/Type: symlink/);
    expect(guest('ls /usr/share/locale')).not.toMatch(/\bfr\b/);
    expect(guest('ls /home')).not.toMatch(/pi/);
  });
});
