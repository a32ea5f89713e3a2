import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureBuilt } from './support/bdl.ts';
import { dataDir, makeDataDisk, openCutLaptop } from './support/cut-laptop.ts';
import { findGuestImage } from './support/guest-image.ts';
import { makeStick, openLaptop } from './support/laptop.ts';

/**
 * The whole laptop loses its power, and what it had not brought to its disk is lost: while a lab is made, while it runs, while it is
 * saved. Then it boots, and its user asks for the same again. Real VirtualBox, real guests.
 */

const minuteMs = 60_000;
const workDir = mkdtempSync(join(tmpdir(), 'bdl-cut-'));
const files = { stick: join(workDir, 'stick.ext4'), data: join(workDir, 'data.ext4') };
const machine = openLaptop(join(workDir, 'run'));
const laptop = openCutLaptop(machine, files);
const lab = 'Strom';
const nodes = ['pi-200', 'pi-201'];
const up = `up --yes --name ${lab} --hypervisor virtualbox --image file:/mnt/image.qcow2 --nodes 2 --memory 512 --disk 8 --no-upgrade`;
const labJournal = `cat ${dataDir}/labs/*/journal.jsonl`;
const timings: Record<string, number> = {};
let before: readonly string[] = [];
let users: readonly string[] = [];

/** Its seconds are kept for those who watch how long the tests take. */
function step(what: string, work: () => Promise<void>): void {
  it(
    what,
    async () => {
      const startedAt = Date.now();
      await work();
      timings[what] = Math.round((Date.now() - startedAt) / 1000);
      console.log(`${what}: ${String(timings[what])} s`);
    },
    90 * minuteMs,
  );
}

function cutAndBoot(): void {
  laptop.cut();
  laptop.boot();
  expect(laptop.users()).toEqual(users);
}

function expectWhole(): void {
  const { state, nodes: found } = laptop.status(lab);
  expect(state).toBe('running');
  expect(found.map(({ name }) => name)).toEqual(nodes);
  for (const node of found) expect(node.proof?.peers.map(({ reachable }) => reachable)).toEqual([true]);
  expect(laptop.leftovers()).toEqual([]);
  expect(laptop.users()).toEqual(users);
}

/** What a node has brought to its disk is on that of the laptop. */
function writeOnNodes(text: string): void {
  for (const node of nodes) laptop.onNode(node, `echo ${text} > ${text} && sync`);
}

function expectOnNodes(text: string): void {
  for (const node of nodes) expect(laptop.onNode(node, `cat ${text}`)).toBe(text);
}

beforeAll(async () => {
  ensureBuilt();
  expect(await makeStick(workDir, { imagePath: await findGuestImage(workDir), sizeMiB: 1600 })).toBe(files.stick);
  makeDataDisk(files.data);
  machine.build();
  laptop.boot();
  laptop.bdl('list');
  users = laptop.users();
  before = laptop.ledger();
}, 40 * minuteMs);

afterAll(async () => {
  machine.stop();
  await rm(workDir, { recursive: true, force: true });
  console.log(`seconds: ${JSON.stringify(timings, null, 1)}`);
}, 5 * minuteMs);

describe('a power cut of the laptop', () => {
  step(
    'while the base is prepared, and again while its nodes boot, leaves a lab that the same command finishes',
    async () => {
      await laptop.beginUntil(up, `cat ${dataDir}/bases/*/vm/serial.log`, /cloud-init/i);
      cutAndBoot();
      await laptop.beginUntil(up, labJournal, /"step-begin","stepId":"node\/pi-20[01]\/ready"/);
      cutAndBoot();

      laptop.bdl(up, 60 * minuteMs);
      expectWhole();
    },
  );

  step('while the lab runs, loses nothing that was on the disk', async () => {
    writeOnNodes('written');
    cutAndBoot();
    expect(laptop.status(lab).state).toBe('stopped');

    laptop.bdl(`start ${lab}`, 30 * minuteMs);
    expectOnNodes('written');
    expectWhole();
  });

  step('while the lab is saved, loses nothing that was on the disk', async () => {
    writeOnNodes('saved');
    await laptop.beginUntil(`save ${lab}`, `find ${dataDir}/labs -name '*.sav' -size +1M`, /\.sav/);
    cutAndBoot();

    laptop.bdl(`start ${lab}`, 30 * minuteMs);
    expectOnNodes('written');
    expectOnNodes('saved');
    expectWhole();
  });

  step('leaves nothing behind when the lab is deleted', async () => {
    laptop.bdl(`delete ${lab} --yes --purge`);
    laptop.bdl('reclaim --all --yes');
    // Reclaiming leaves what nobody could fetch again.
    laptop.bdl(`images --remove $(ls ${dataDir}/images | grep -v work) --yes`);

    expect(laptop.ledger()).toEqual(before);
    expect(laptop.users()).toEqual(users);
  });
});
