import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { vmIdSchema } from '../../src-main/domain/ids.ts';
import { readSerialLog } from '../../src-main/guest/serial-log.ts';
import { seedImageBytes } from '../../src-main/guest/seed-image.ts';
import type { BaseDefinition } from '../../src-main/hypervisors/driver.ts';
import { vmFiles } from '../../src-main/hypervisors/qemu/files.ts';
import { copyUnattended } from '../../src-main/images/iso/installation-medium.ts';
import { readCount, writeCountingGuest } from './support/counting-guest.ts';
import { tool } from './support/host.ts';
import { makeStartingMedium, missingMediumTool } from './support/installer-medium.ts';
import { eventually } from './support/qemu-bench.ts';
import { createQemuPlace, type QemuPlace } from './support/qemu-control.ts';

const call = { signal: new AbortController().signal, report: () => undefined };
const missing = missingMediumTool();

interface Rig {
  readonly place: QemuPlace;
  readonly isoPath: string;
  readonly targetPath: string;
  readonly definition: BaseDefinition;
}

/** A base with an empty disk and a medium that asks nothing, not made yet. */
async function setUp(): Promise<Rig> {
  const place = await createQemuPlace();
  const ref = { vmId: vmIdSchema.parse(randomUUID()), name: 'base', dir: path.join(place.rootDir, 'base') };
  const driver = place.createDriver();
  onTestFinished(async () => {
    await driver.forceStop(ref, call);
    await driver.deleteVm(ref, call);
    await place.dispose();
  });
  await mkdir(ref.dir, { recursive: true });
  const [isoPath, targetPath] = [path.join(place.rootDir, 'medium.iso'), path.join(ref.dir, 'installer.iso')];
  makeStartingMedium(place.rootDir, isoPath);
  const digest = createHash('sha256')
    .update(await readFile(isoPath))
    .digest('hex');
  await copyUnattended({ isoPath, digest, architecture: 'amd64', targetPath }, call);
  const seedPath = path.join(ref.dir, 'seed.iso');
  await writeFile(seedPath, seedImageBytes({ userData: '', metaData: '', networkConfig: '' }));
  const definition: BaseDefinition = {
    ref,
    architecture: 'amd64',
    source: { kind: 'installer', isoPath: targetPath },
    diskBytes: 64 * 1024 ** 2,
    cpus: 1,
    memoryMiB: 512,
    natMac: '52:54:00:12:34:56',
    seedPath,
    serialLogPath: path.join(ref.dir, 'serial.log'),
  };
  return { place, isoPath, targetPath, definition };
}

const title = 'a medium with a changed boot menu';
const reason = missing === null ? '' : ` [left out: needs ${missing}]`;

describe.skipIf(missing !== null)(`${title}${reason}`, { timeout: 180_000 }, () => {
  it('is the same to its tools as before, but for the menu', async () => {
    const { isoPath, targetPath } = await setUp();
    const structure = (iso: string): string =>
      tool(
        'xorriso',
        '-indev',
        iso,
        '-report_el_torito',
        'plain',
        '-report_system_area',
        'plain',
        '-lsl',
        '/',
        '/boot/grub',
      );
    const read = (iso: string, file: string): string => tool('isoinfo', '-R', '-x', file, '-i', iso);

    expect(structure(targetPath)).toBe(structure(isoPath));
    expect(read(targetPath, '/.disk/info')).toBe(read(isoPath, '/.disk/info'));
    expect(read(isoPath, '/boot/grub/grub.cfg')).toContain('set timeout=30');
    expect(read(targetPath, '/boot/grub/grub.cfg')).toMatch(
      /^# Changed by Big Data Lab.*\nlinux \/casper\/vmlinuz autoinstall /,
    );
  });

  it('is started from while the disk is empty, and its kernel gets the word that keeps the installer from asking', async () => {
    const { place, definition } = await setUp();
    const driver = place.createDriver();
    await driver.createBase(definition, call);

    await driver.start(definition.ref, call);

    await eventually(async () => (await readSerialLog(definition.serialLogPath)).progress.install !== null);
    expect(await readFile(definition.serialLogPath, 'utf8')).toMatch(
      /command line: .*\/casper\/vmlinuz autoinstall noprompt /i,
    );
  });

  it('is passed over once there is a system on the disk', async () => {
    const { place, definition } = await setUp();
    const driver = place.createDriver();
    await driver.createBase(definition, call);
    const guestPath = path.join(place.rootDir, 'guest.img');
    await writeCountingGuest(guestPath, 1024 ** 2);
    await place.runImageTool(['convert', '-O', 'qcow2', guestPath, vmFiles(definition.ref.dir).disk]);

    await driver.start(definition.ref, call);

    await eventually(async () => (await readCount(definition.serialLogPath).catch(() => null))?.boots === 1);
  });
});
