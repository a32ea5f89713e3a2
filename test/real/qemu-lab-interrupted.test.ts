import { existsSync, mkdtempSync, readdirSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBdl, ensureBuilt, type Bdl } from './support/bdl.ts';
import { mountsBelow, processesNaming, tool } from './support/host.ts';

const minuteMs = 60_000;
const home = join(mkdtempSync(join(tmpdir(), 'bdl-interrupted-')), 'Žofie Novák (Gäste)');
const dataDir = join(home, 'Big Data Lab');
const options = ['--hypervisor', 'qemu', '--image', 'debian-packages', '--memory', '512', '--disk', '8', '--yes'];
const up = ['up', '--name', 'Unterbrochen', '--nodes', '1', ...options];

/** What `up` says in the middle of each of its phases. */
const phases = {
  image: /packages are fetched/,
  base: /Prepare the base: the guest is setting itself up/,
  clone: /Create the node/,
  start: /Wait until \S+ is ready/,
} as const;
type Phase = keyof typeof phases;

let bdl: Bdl;

function entriesOf(folder: string): readonly string[] {
  const dir = join(dataDir, folder);
  return existsSync(dir) ? readdirSync(dir) : [];
}

function expectNothingRuns(): void {
  expect(processesNaming(dataDir)).toEqual([]);
  expect(mountsBelow(dataDir)).toEqual([]);
}

async function cancelIn(phase: Phase): Promise<void> {
  const running = bdl.start(...up);
  await running.seen(phases[phase]);
  const cancelledAt = Date.now();
  running.signal('SIGINT');
  const result = await running.ended;

  expect(result.exitCode).toBe(130);
  expect(Date.now() - cancelledAt).toBeLessThan(10_000);
  expect(result.stderr).toMatch(/Undone: .*Create the lab/);
  expect(await bdl.ok('list')).toContain('There is no lab yet');
  expect(await bdl.ok('doctor')).toContain('Nothing is left over');
  expect(entriesOf('labs')).toEqual([]);
  expect(entriesOf('images/work')).toEqual([]);
  expectNothingRuns();
}

beforeAll(async () => {
  ensureBuilt();
  await mkdir(dataDir, { recursive: true });
  bdl = createBdl(dataDir, { HOME: home });
});

afterAll(async () => {
  await bdl.run('delete', 'Unterbrochen', '--purge', '--yes');
  expect(processesNaming(home)).toEqual([]);
  expect(mountsBelow(home)).toEqual([]);
  await rm(join(home, '..'), { recursive: true, force: true });
});

describe('up that is interrupted', () => {
  it(
    'ends ready after kill -9 in each of its phases, and nothing is left over',
    async () => {
      for (const mark of Object.values(phases)) {
        const running = bdl.start(...up);
        await running.seen(mark);
        running.signal('SIGKILL');
        await running.ended;
      }
      await bdl.ok(...up);

      const lab = await bdl.status('Unterbrochen');
      expect(lab.state).toBe('running');
      expect(tool('ssh', '-F', lab.sshConfigPath, 'pi-200', 'hostname').trim()).toBe('pi-200');
      expect(await bdl.ok('doctor')).toContain('Nothing is left over');
      await bdl.ok('delete', 'Unterbrochen', '--purge', '--yes');
      expect([entriesOf('labs'), entriesOf('images/work'), entriesOf('trash')]).toEqual([[], [], []]);
      expect(entriesOf('bases')).toHaveLength(1);
      expectNothingRuns();
    },
    25 * minuteMs,
  );

  // The base that the test above made stays.
  it.each(['clone', 'start'] as const)(
    'is cancelled within 10 s in the phase %s, says what was undone and leaves nothing behind',
    async (phase) => {
      await cancelIn(phase);
    },
    10 * minuteMs,
  );

  it(
    'is cancelled within 10 s in the phase base, and keeps the image',
    async () => {
      await rm(join(dataDir, 'bases'), { recursive: true });

      await cancelIn('base');

      expect(entriesOf('bases')).toEqual([]);
      expect(await bdl.ok('images')).toMatch(/debian-packages +here\b/);
    },
    10 * minuteMs,
  );

  it(
    'is cancelled within 10 s in the phase image, and leaves no trace of it',
    async () => {
      await rm(join(dataDir, 'images'), { recursive: true });

      await cancelIn('image');

      expect(await bdl.ok('images')).not.toMatch(/debian-packages +here\b/);
    },
    10 * minuteMs,
  );
});
