import { createServer } from 'node:net';
import { mkdtempSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LabView } from '../../src-main/contract/lab-views.ts';
import { createBdl, ensureBuilt, type Bdl } from './support/bdl.ts';
import { keepImages, mountsBelow, processesNaming, takeCachedImages, tool } from './support/host.ts';

const minuteMs = 60_000;
/** A home that troubles careless tools. */
const home = join(mkdtempSync(join(tmpdir(), 'bdl-lab-')), 'Žofie Novák (Gäste)');
const dataDir = join(home, 'Big Data Lab');
const small = ['--hypervisor', 'qemu', '--image', 'debian-packages', '--memory', '512', '--disk', '8', '--yes'];

let bdl: Bdl;

function ssh(lab: LabView, node: string, command: string): string {
  return tool('ssh', '-F', lab.sshConfigPath, node, command).trim();
}

beforeAll(async () => {
  ensureBuilt();
  await mkdir(dataDir, { recursive: true });
  await takeCachedImages(dataDir);
  bdl = createBdl(dataDir, { HOME: home });
});

afterAll(async () => {
  for (const lab of ['Big Data Labor', 'Zweites Labor']) await bdl.run('delete', lab, '--purge', '--yes');
  expect(processesNaming(home)).toEqual([]);
  expect(mountsBelow(home)).toEqual([]);
  await rm(join(home, '..'), { recursive: true, force: true });
});

describe('a lab of three real VMs', () => {
  it(
    'is made from nothing, and every node has proved itself',
    async () => {
      const text = await bdl.ok('up', '--name', 'Big Data Labor', '--nodes', '3', ...small);
      await keepImages(dataDir);

      expect(text).toContain('The lab "Big Data Labor" is ready.');
      const lab = await bdl.status('Big Data Labor');
      expect(lab.state).toBe('running');
      for (const node of lab.nodes) {
        expect(node.proof?.hostname).toBe(node.name);
        expect(node.proof?.addresses).toContain(node.address);
        expect(node.proof?.peers.map(({ name, reachable }) => [name, reachable])).toEqual(
          lab.nodes.filter(({ name }) => name !== node.name).map(({ name }) => [name, true]),
        );
      }
    },
    20 * minuteMs,
  );

  it(
    'answers stock tools: ssh, ansible, ping by name',
    async () => {
      const lab = await bdl.status('Big Data Labor');

      expect(ssh(lab, 'pi-201', 'hostname')).toBe('pi-201');
      expect(ssh(lab, 'pi-200', 'ping -c 1 -W 5 pi-202')).toContain('1 received');
      const pong = tool('ansible', '-i', lab.inventoryPath, 'all', '-m', 'ping');
      expect(pong.match(/"ping": "pong"/g)).toHaveLength(3);
    },
    5 * minuteMs,
  );

  it('stands on one common base', async () => {
    const lab = await bdl.status('Big Data Labor');
    const chains = lab.nodes.map(({ name }) =>
      tool('qemu-img', 'info', '-U', '--backing-chain', '--output=json', join(lab.labDir, 'nodes', name, 'disk.qcow2')),
    );
    const bases = chains.map((chain) => (JSON.parse(chain) as { filename: string }[]).at(-1)?.filename);

    expect(new Set(bases).size).toBe(1);
    expect(bases[0]).toContain(join(dataDir, 'bases'));
  });

  it(
    'runs one command on all nodes, each line with the name of its node',
    async () => {
      const text = await bdl.ok('exec', '--lab', 'Big Data Labor', 'hostname');

      expect(text.trim().split('\n').toSorted()).toEqual(['pi-200 | pi-200', 'pi-201 | pi-201', 'pi-202 | pi-202']);
    },
    minuteMs,
  );

  it('shows the password once, and keeps secrets to the user', async () => {
    expect(await bdl.ok('password', 'Big Data Labor')).toMatch(/Password of pi: \S{12,}/);
    expect(await bdl.ok('password', 'Big Data Labor')).toContain('was shown already');
    const lab = await bdl.status('Big Data Labor');
    expect(tool('stat', '-c', '%a', join(lab.labDir, 'ssh', 'id_ed25519')).trim()).toBe('600');
    const log = await readFile(join(dataDir, 'logs', 'bdl.log'), 'utf8');
    expect(log).not.toContain('PRIVATE KEY');
  });
});

describe('save and resume', () => {
  it(
    'goes on with the same boot and the same memory',
    async () => {
      const lab = await bdl.status('Big Data Labor');
      ssh(lab, 'pi-200', 'echo still here > /dev/shm/note');
      const bootId = ssh(lab, 'pi-200', 'cat /proc/sys/kernel/random/boot_id');

      await bdl.ok('save', 'Big Data Labor');
      expect((await bdl.status('Big Data Labor')).state).toBe('suspended');
      expect(processesNaming(dataDir)).toEqual([]);
      await bdl.ok('start', 'Big Data Labor');

      expect(ssh(lab, 'pi-200', 'cat /proc/sys/kernel/random/boot_id')).toBe(bootId);
      expect(ssh(lab, 'pi-200', 'cat /dev/shm/note')).toBe('still here');
    },
    10 * minuteMs,
  );
});

describe('a snapshot of the whole lab', () => {
  it(
    'brings disk and memory back',
    async () => {
      const lab = await bdl.status('Big Data Labor');
      ssh(lab, 'pi-201', 'echo before > ~/state; echo before > /dev/shm/state; sync');
      await bdl.ok('snapshot', 'first', '--lab', 'Big Data Labor');
      ssh(lab, 'pi-201', 'echo after > ~/state; echo after > /dev/shm/state; sync');

      await bdl.ok('restore', 'first', '--lab', 'Big Data Labor', '--yes');

      expect(ssh(lab, 'pi-201', 'cat ~/state /dev/shm/state').split('\n')).toEqual(['before', 'before']);
    },
    10 * minuteMs,
  );
});

describe('a second lab', () => {
  it(
    'reuses the base and meets the first in nothing, while both run',
    async () => {
      const run = await bdl.run('up', '--name', 'Zweites Labor', '--nodes', '1', ...small);
      expect(run.exitCode).toBe(0);
      expect(run.stderr).toMatch(/✓ Prepare the base \(nothing to do\)/);

      const [first, second] = [await bdl.status('Big Data Labor'), await bdl.status('Zweites Labor')];
      expect([first.state, second.state]).toEqual(['running', 'running']);
      expect(second.network).not.toEqual(first.network);
      expect(second.nodes.map(({ name }) => name)).toEqual(['pi-203']);
      expect(first.nodes.map(({ sshPort }) => sshPort)).not.toContain(second.nodes[0]?.sshPort);
    },
    15 * minuteMs,
  );

  it(
    'goes to the trash and comes back',
    async () => {
      await bdl.ok('delete', 'Zweites Labor', '--yes');
      expect((await bdl.run('status', 'Zweites Labor')).exitCode).toBe(2);
      expect(await bdl.ok('trash')).toContain('Zweites Labor');

      await bdl.ok('trash', 'restore', 'Zweites Labor');
      expect((await bdl.status('Zweites Labor')).state).toBe('stopped');

      await bdl.ok('delete', 'Zweites Labor', '--purge', '--yes');
      expect((await bdl.status('Big Data Labor')).state).toBe('running');
    },
    5 * minuteMs,
  );
});

describe('single nodes', () => {
  it(
    'are reset to the base without touching the others',
    async () => {
      const lab = await bdl.status('Big Data Labor');
      ssh(lab, 'pi-201', 'touch ~/mine; sync');

      await bdl.ok('reset', 'pi-201', '--yes');

      expect(ssh(lab, 'pi-201', 'ls ~')).toBe('');
      expect(ssh(lab, 'pi-201', 'hostname')).toBe('pi-201');
    },
    15 * minuteMs,
  );

  it(
    'are removed and added, and the others learn their names',
    async () => {
      await bdl.ok('remove', 'pi-202', '--yes');
      await bdl.ok('add', '--lab', 'Big Data Labor', '--count', '1');

      const lab = await bdl.status('Big Data Labor');
      expect(lab.nodes.map(({ name }) => name)).toEqual(['pi-200', 'pi-201', 'pi-202']);
      expect(ssh(lab, 'pi-200', 'ping -c 1 -W 5 pi-202')).toContain('1 received');
    },
    15 * minuteMs,
  );
});

describe('stop, start and delete', () => {
  it(
    'shuts down, boots again with its data, moves a port that was taken meanwhile',
    async () => {
      const before = await bdl.status('Big Data Labor');
      ssh(before, 'pi-200', 'echo kept > ~/kept; sync');
      await bdl.ok('stop', 'Big Data Labor');
      expect((await bdl.status('Big Data Labor')).state).toBe('stopped');
      expect(processesNaming(dataDir)).toEqual([]);

      const port = before.nodes[1]?.sshPort ?? 0;
      const thief = createServer();
      await new Promise<void>((resolve) => thief.listen(port, '127.0.0.1', resolve));
      try {
        await bdl.ok('start', 'Big Data Labor');
      } finally {
        await new Promise((resolve) => thief.close(resolve));
      }

      const after = await bdl.status('Big Data Labor');
      expect(after.nodes[1]?.sshPort).not.toBe(port);
      expect(ssh(after, 'pi-200', 'cat ~/kept')).toBe('kept');
      expect(ssh(after, 'pi-201', 'hostname')).toBe('pi-201');
    },
    15 * minuteMs,
  );

  it(
    'leaves nothing behind',
    async () => {
      await bdl.ok('delete', 'Big Data Labor', '--purge', '--yes');

      expect(processesNaming(dataDir)).toEqual([]);
      expect(mountsBelow(dataDir)).toEqual([]);
      expect(await bdl.ok('list')).toContain('There is no lab yet');
    },
    5 * minuteMs,
  );
});
