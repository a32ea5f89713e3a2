import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { errorCommands, lateCommands, sayCommand } from '../../../src-main/guest/documents/autoinstall-commands.ts';
import { cloudInitGenerator, waitOnline } from '../../../src-main/guest/documents/base-additions.ts';
import { basePreparationScript } from '../../../src-main/guest/documents/base-preparation-script.ts';
import { hostsFileText, labBlockMarks } from '../../../src-main/guest/documents/hosts-file.ts';
import { nodeSeedFiles } from '../../../src-main/guest/documents/node-seed.ts';
import { factsScript, peersScript, vitalsScript } from '../../../src-main/guest/guest-scripts.ts';
import { parsePeers } from '../../../src-main/guest/parse-guest-facts.ts';
import { parseVitals } from '../../../src-main/guest/parse-vitals.ts';
import { writeSeedImage } from '../../../src-main/guest/seed-image.ts';
import { firstNode } from '../../unit/guest/seed-inputs.ts';
import { hasTool, runTool } from './tools.ts';

const onLinux = describe.skipIf(process.platform !== 'linux');

/** Without blanks: the scripts' own paths have none. */
async function createPlainDir(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'guest-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  return dir;
}

onLinux('every script for guests', () => {
  const installing = {
    sayCommand,
    lateCommands: lateCommands('amd64').join('\n'),
    errorCommands: errorCommands.join('\n'),
  };
  const scripts = {
    ...installing,
    basePreparationScript,
    cloudInitGenerator,
    waitOnline,
    factsScript,
    peersScript,
    vitalsScript,
  };

  it.each(Object.entries(scripts))('%s is valid for sh', (_, script) => {
    expect(() => runTool('sh', ['-n'], script)).not.toThrow();
  });

  it.skipIf(!hasTool('shellcheck')).each(Object.entries(scripts))('%s has nothing shellcheck knows of', (_, script) => {
    expect(() => runTool('shellcheck', ['--shell=sh', '--exclude=SC2148', '-'], script)).not.toThrow();
  });
});

onLinux('vitalsScript', () => {
  it('tells how this computer is, line by line, until nobody listens', () => {
    const lines = runTool('sh', ['-c', 'sh -s | head -n 2'], vitalsScript).trimEnd().split('\n');

    const samples = lines.map((line) => parseVitals(line));
    expect(samples).toEqual([expect.anything(), expect.anything()]);
    expect(samples[1]?.uptimeSeconds).toBeGreaterThan(samples[0]?.uptimeSeconds ?? Infinity);
    expect(samples[0]?.memoryTotalMiB).toBeGreaterThan(0);
  });
});

onLinux('peersScript', () => {
  const wanted = hostsFileText([
    { name: 'localhost', address: '127.0.0.1' },
    { name: 'pi-201', address: '10.77.0.201' },
  ]);

  async function update(before: string, times = 1): Promise<string> {
    const path = join(await createPlainDir(), 'hosts');
    await writeFile(path, before);
    const script = peersScript.replaceAll('/etc/hosts', path).replaceAll('sudo -n ', '');
    for (let run = 0; run < times; run += 1) {
      runTool('sh', ['-s', '--', Buffer.from(wanted).toString('base64')], script);
    }
    return readFile(path, 'utf8');
  }

  it('leaves an up-to-date file as it is', async () => {
    expect(await update(wanted)).toBe(wanted);
  });

  it("replaces the lab's lines and keeps what a user wrote", async () => {
    const { begin, end } = labBlockMarks;
    const before = `127.0.0.1 localhost\n# mine\n10.0.0.1 before\n${begin}\n10.77.0.9 gone\n${end}\n10.0.0.2 after\n`;

    expect(await update(before)).toBe(
      `127.0.0.1 localhost\n# mine\n10.0.0.1 before\n${begin}\n127.0.0.1 localhost\n10.77.0.201 pi-201\n${end}\n10.0.0.2 after\n`,
    );
  });

  it('adds the lines once to a file that has none', async () => {
    const after = await update('10.0.0.1 mine\n', 2);

    expect(after.startsWith('10.0.0.1 mine\n')).toBe(true);
    expect(after.match(/10\.77\.0\.201 pi-201/g)).toHaveLength(1);
  });

  it('loses nothing when the end of the block is missing', async () => {
    const after = await update(`${labBlockMarks.begin}\n10.77.0.9 old\n10.0.0.2 mine\n`);

    expect(after).toContain('10.0.0.2 mine\n');
    expect(after).toContain('10.77.0.201 pi-201\n');
  });

  it.skipIf(!hasTool('ping', ['-V']))('tells who answers to its name', async () => {
    const path = join(await createPlainDir(), 'hosts');
    await writeFile(path, wanted);
    const script = peersScript.replaceAll('/etc/hosts', path).replace('-lt 4', '-lt 1');
    const words = [Buffer.from(wanted).toString('base64'), 'localhost', 'no-such-name.invalid'];

    const output = runTool('sh', ['-s', '--', ...words], script);

    expect(parsePeers(output, ['localhost', 'no-such-name.invalid'])).toEqual([
      { name: 'localhost', reachable: true, roundTripMs: expect.any(Number) },
      { name: 'no-such-name.invalid', reachable: false, roundTripMs: null },
    ]);
  });
});

onLinux('the generator in front of cloud-init', () => {
  /** Runs it against a made-up guest; true when it let cloud-init's own generator decide. */
  async function startsCloudInit(guest: {
    readonly finished: boolean;
    readonly instance: string;
    readonly seed: boolean;
  }) {
    const dir = await createPlainDir();
    const stock = join(dir, 'stock');
    await writeFile(stock, `#!/bin/sh\ntouch "${dir}/started"\n`);
    await chmod(stock, 0o755);
    await mkdir(join(dir, 'data'));
    if (guest.finished) await writeFile(join(dir, 'data', 'result.json'), '{}');
    await writeFile(join(dir, 'data', 'instance-id'), `${guest.instance}\n`);
    if (guest.seed) await writeSeedImage(join(dir, 'seed.iso'), nodeSeedFiles({ ...firstNode, instanceId: 'node-2' }));
    const script = cloudInitGenerator
      .replace('/usr/lib/systemd/system-generators/cloud-init-generator', stock)
      .replaceAll('/var/lib/cloud/data', join(dir, 'data'))
      .replaceAll('/run/cloud-init', join(dir, 'run'))
      .replace('/dev/sr[0-9] /dev/vd[a-z] /dev/sd[a-z]', join(dir, '*.iso'))
      .replace('[ -b ', '[ -f ');
    runTool('sh', ['-s'], script);
    const started = await stat(join(dir, 'started')).then(
      () => true,
      () => false,
    );
    const skipped = await stat(join(dir, 'run', 'disabled')).then(
      () => true,
      () => false,
    );
    expect(skipped).toBe(!started);
    return started;
  }

  it.each([
    { what: 'the first boot was not finished', finished: false, instance: 'node-2', seed: true, starts: true },
    { what: 'the seed names another instance', finished: true, instance: 'node-1', seed: true, starts: true },
    {
      what: 'the name of the old instance only begins alike',
      finished: true,
      instance: 'node',
      seed: true,
      starts: true,
    },
    { what: 'the seed is the same', finished: true, instance: 'node-2', seed: true, starts: false },
    { what: 'there is no seed any more', finished: true, instance: 'node-2', seed: false, starts: false },
  ])('starts cloud-init: $starts, when $what', async ({ starts, ...guest }) => {
    expect(await startsCloudInit(guest)).toBe(starts);
  });
});
