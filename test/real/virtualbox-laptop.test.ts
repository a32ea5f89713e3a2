import { mkdtempSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { labViewSchema, type LabView } from '../../src-main/contract/lab-views.ts';
import { createTranslator } from '../../src-main/locales/translate.ts';
import { openPage, useBrowser } from '../e2e/support/trial.ts';
import { buildInWizard, deleteLab, typeInTerminals, wholeLab, type Journey } from './support/app-journey.ts';
import { ensureBuilt } from './support/bdl.ts';
import { findGuestImage } from './support/guest-image.ts';
import { bdlInLaptop, makeStick, openLaptop } from './support/laptop.ts';
import { startAppInLaptop, type LaptopApp } from './support/laptop-app.ts';

const minuteMs = 60_000;
const workDir = mkdtempSync(join(tmpdir(), 'bdl-laptop-'));
const runDir = join(workDir, 'run');
const laptop = openLaptop(runDir);
const labName = 'Big Data Labor';
/** Two show what a lab is, and take a third less of the time than three; three are for the documentation. */
const nodes = ['pi-200', 'pi-201', 'pi-202'].slice(0, Number(process.env['BDL_LAPTOP_NODES'] ?? 2));
const last = nodes.at(-1) ?? '';
/** How timings name the nodes of the lab. */
const all = nodes.length === 3 ? 'three' : 'two';
/** Timings of this run, for docs/benchmarks.md. */
const timings: Record<string, number> = {};
const t = createTranslator('en');
let app: LaptopApp | null = null;

function bdl(args: string, timeoutMs = 10 * minuteMs): string {
  return laptop.ok(`BDL_LANG=en ${bdlInLaptop} ${args}`, timeoutMs);
}

/** The same, and how long it took is kept for the documentation. */
function timed(what: string, args: string, timeoutMs?: number): string {
  const startedAt = Date.now();
  const stdout = bdl(args, timeoutMs);
  timings[what] = Math.round((Date.now() - startedAt) / 1000);
  return stdout;
}

/** A page of this computer's browser on the app that runs in the laptop. */
async function openApp(): Promise<Journey & { readonly complaints: readonly string[] }> {
  app ??= await startAppInLaptop(runDir, `BDL_LANG=en ${bdlInLaptop}`);
  const { page, complaints } = await openPage(app, { language: 'en' });
  return { page, complaints, t, labName, nodes, buildMinutes: 45, bootMinutes: 25 };
}

async function timedInApp(what: string, work: () => Promise<void>): Promise<void> {
  const startedAt = Date.now();
  await work();
  timings[what] = Math.round((Date.now() - startedAt) / 1000);
}

function status(): LabView {
  const text = timed('`status` of the lab', `status '${labName}' --json`);
  return z.object({ ok: z.literal(true), value: labViewSchema }).parse(JSON.parse(text)).value;
}

function onNode(node: string, command: string): string {
  return laptop.ok(
    `ssh -F "$(ls -d ~/.local/share/big-data-lab/labs/*/ssh/config)" ${node} '${command}'`,
    3 * minuteMs,
  );
}

useBrowser();

beforeAll(async () => {
  ensureBuilt();
  const disk = await makeStick(workDir, { imagePath: await findGuestImage(workDir), sizeMiB: 1600 });
  laptop.build();
  const startedAt = Date.now();
  laptop.boot('--drive', disk);
  timings['waking the laptop up'] = Math.round((Date.now() - startedAt) / 1000);
  laptop.ok('mount -o ro /dev/vdb /mnt');
}, 40 * minuteMs);

afterAll(async () => {
  await app?.end();
  laptop.stop();
  await rm(workDir, { recursive: true, force: true });
  console.log(`timings in s: ${JSON.stringify(timings)}`);
  const target = process.env['BDL_TIMINGS_FILE'];
  if (target !== undefined) await writeFile(target, JSON.stringify(timings));
}, 5 * minuteMs);

describe('a lab of real VirtualBox VMs', () => {
  it(
    'is made from nothing in the app, from its first screen to terminals on ready nodes',
    async () => {
      expect(timed('`check`', 'check')).toContain('VirtualBox 7');
      const journey = await openApp();
      await timedInApp(`${all} nodes from nothing, in the app`, () =>
        buildInWizard(journey, {
          memoryMiB: 512,
          upgrade: false,
          chooseImage: async (wizard) => {
            await wizard.choose(t('wizard.image-file'));
            await journey.page.getByLabel(t('wizard.image-path')).fill('/mnt/image.qcow2');
          },
        }),
      );
      await timedInApp('a command typed to one node and to all, in the app', () => typeInTerminals(journey));

      expect(journey.complaints).toEqual([]);
      const lab = status();
      expect(lab.state).toBe('running');
      for (const node of lab.nodes) {
        expect(node.proof?.hostname).toBe(node.name);
        expect(node.proof?.addresses).toContain(node.address);
        expect(node.proof?.peers.every(({ reachable }) => reachable)).toBe(true);
        expect(node.proof?.peers).toHaveLength(nodes.length - 1);
      }
    },
    60 * minuteMs,
  );

  it('shows as one group in VirtualBox, on one base', () => {
    expect(laptop.ok('VBoxManage list groups')).toContain(`"/${labName}"`);
    const running = laptop.ok('VBoxManage list runningvms');
    expect(running.match(/"pi-20[012]"/g)).toHaveLength(nodes.length);
  });

  it(
    'answers stock ssh, and reaches its neighbours by name',
    () => {
      expect(onNode('pi-201', 'hostname')).toBe('pi-201');
      expect(onNode('pi-200', `ping -c 1 -W 10 ${last}`)).toContain('1 received');
    },
    5 * minuteMs,
  );

  it(
    'goes on after save with the same boot and the same memory',
    () => {
      const bootId = onNode('pi-200', 'cat /proc/sys/kernel/random/boot_id; echo kept > /dev/shm/note');
      timed(`\`save\` of ${all} nodes`, `save '${labName}'`);
      expect(status().state).toBe('suspended');
      timed(`\`start\` of ${all} saved nodes`, `start '${labName}'`, 15 * minuteMs);

      expect(onNode('pi-200', 'cat /proc/sys/kernel/random/boot_id /dev/shm/note')).toBe(`${bootId}\nkept`);
    },
    30 * minuteMs,
  );

  it(
    'shuts down, takes a snapshot, goes back to it, gives nodes away and boots again',
    async () => {
      onNode('pi-200', 'echo before > state; sync');
      const journey = await openApp();
      await timedInApp(`stop of ${all} nodes, in the app`, () => wholeLab(journey, 'labs.stop'));
      expect(status().state).toBe('stopped');
      timed(`\`snapshot\` of ${all} nodes that are off`, `snapshot first --lab '${labName}'`);
      timed('`restore` of it', `restore first --lab '${labName}' --yes`);
      // One node boots in half the time that two take by turns on this single core.
      for (const node of nodes.slice(1)) bdl(`remove ${node} --yes`);
      await timedInApp('start of one node that was off, in the app', () => wholeLab(journey, 'labs.start', ['pi-200']));

      expect(onNode('pi-200', 'cat state')).toBe('before');
      expect(status().state).toBe('running');
    },
    45 * minuteMs,
  );

  it(
    'is deleted with nothing left but the base',
    async () => {
      const journey = await openApp();
      await timedInApp('deletion of the lab, in the app', () => deleteLab(journey));

      expect(laptop.ok('VBoxManage list vms | grep -v "\\"base-" || true')).toBe('');
      expect(laptop.ok('ls ~/.local/share/big-data-lab/labs')).toBe('');
      expect(laptop.ok('VBoxManage list hdds | grep -c "^UUID:"')).toBe('2');
    },
    15 * minuteMs,
  );
});
