import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { LabError } from '../../../src-main/domain/failure.ts';
import type { FakeMethod } from '../../fakes/fake-driver.ts';
import { createTrial, type Trial } from './trial.ts';

const image = 'file:/media/usb/ubuntu-24.04-live-server-amd64.iso';
const up = ['up', '--nodes', '2', '--image', image];
const never = new Promise<never>(() => undefined);

/** Paths of the media copied for bases. */
async function media(trial: Trial): Promise<readonly string[]> {
  return (await trial.tree()).filter((path) => path.endsWith('installer.iso'));
}

function countOf(trial: Trial, method: FakeMethod): number {
  return trial.driver.calls.filter((call) => call.method === method).length;
}

/** Runs `up` and lets the process stop for good while the guest installs. */
async function crashWhileInstalling(): Promise<Trial> {
  const trial = await createTrial({ bootMs: 1000 });
  let isInstalling = false;
  trial.clock.onSleep(() => {
    isInstalling = true;
    return never;
  });
  trial.run(up).catch(() => undefined);
  await vi.waitUntil(() => isInstalling, { timeout: 20_000 });
  return trial;
}

describe('a lab from an installation medium', () => {
  it('installs the base from its own copy of the medium and a seed with all answers, and keeps neither', async () => {
    const trial = await createTrial();
    const seen: string[] = [];
    trial.driver.onCall(async ({ method }) => {
      if (method !== 'createBase') return;
      const [id = ''] = await readdir(trial.paths.basesDir);
      const dir = join(trial.paths.basesDir, id, 'vm');
      seen.push(await readFile(join(dir, 'installer.iso'), 'utf8'), await readFile(join(dir, 'seed.iso'), 'latin1'));
    });

    const ran = await trial.run(up);

    expect(ran.exitCode).toBe(0);
    expect(ran.stderr).toContain('✓ Install and prepare the base');
    expect(seen[0]).toBe(image);
    expect(seen[1]).toMatch(/#cloud-config\nautoinstall:\n {2}version: 1\n/);
    expect(await media(trial)).toEqual([]);
    expect((await trial.status()).state).toBe('running');
  });

  it('is made at once when another lab has installed the base', async () => {
    const trial = await createTrial();
    await trial.run(up);
    const second = trial.restart();

    const ran = await second.run([...up, '--name', 'Zweites']);

    expect(ran.exitCode).toBe(0);
    expect(ran.stderr).toContain('✓ Install and prepare the base (nothing to do)');
    expect(countOf(second, 'createBase')).toBe(0);
  });

  it('says before that the base is installed, and how long that takes', async () => {
    const trial = await createTrial();

    expect(await trial.ok('plan', '--image', image)).toContain(
      'is installed from the medium, which takes 20 to 40 minutes',
    );
  });

  it('is refused when the nodes have too little disk for an installation, before a VM is made', async () => {
    const trial = await createTrial();

    const ran = await trial.run([...up, '--disk', '8']);

    expect(ran.stderr).toContain('it does not fit on the disk of the nodes');
    expect(countOf(trial, 'createBase')).toBe(0);
  });
});

describe('an installation that is interrupted', () => {
  it('by a kill goes on by itself: the next up watches on and begins nothing anew', async () => {
    const trial = await crashWhileInstalling();
    expect(await media(trial)).toHaveLength(1);

    const next = trial.restart();
    const ran = await next.run(up);

    expect(ran.exitCode).toBe(0);
    expect(countOf(next, 'createBase')).toBe(0);
    expect(await media(next)).toEqual([]);
  });

  it('by a kill, with the computer off afterwards, is begun anew', async () => {
    const trial = await crashWhileInstalling();
    const [guest] = trial.driver.guests();
    if (guest === undefined) throw new Error('no guest runs');
    trial.driver.powerOffInside(guest.vmId);

    const next = trial.restart();
    const ran = await next.run(up);

    expect(ran.exitCode).toBe(0);
    expect(countOf(next, 'createBase')).toBe(1);
    expect(await media(next)).toEqual([]);
  });

  it.each<FakeMethod>(['createBase', 'start', 'sealBase'])(
    'by a kill at %s ends ready all the same',
    async (method) => {
      const trial = await createTrial();
      let hasStopped = false;
      trial.driver.onCall((call) => {
        if (call.method !== method) return undefined;
        hasStopped = true;
        return never;
      });
      trial.run(up).catch(() => undefined);
      await vi.waitUntil(() => hasStopped, { timeout: 20_000 });

      const next = trial.restart();

      expect((await next.run(up)).exitCode).toBe(0);
      expect(await media(next)).toEqual([]);
      expect(await next.ok('doctor')).toContain('Nothing is left over');
    },
  );

  it('with Ctrl-C leaves nothing behind', async () => {
    const trial = await createTrial({ bootMs: 1000 });
    const cancel = new AbortController();
    trial.clock.onSleep(() => {
      cancel.abort();
    });

    const ran = await trial.run(up, { signal: cancel.signal });

    expect(ran.exitCode).toBe(130);
    expect(trial.driver.guests()).toEqual([]);
    expect((await trial.tree()).filter((path) => path.startsWith('bases/') && path.includes('/vm'))).toEqual([]);
  });

  it('by a failure tells the step and its evidence, and the next up tries once more', async () => {
    const trial = await createTrial();
    const error = new LabError('guest-setup-failed', 'preparation failed at install', {
      params: { step: 'install' },
      evidence: ['curtin: no space left'],
    });
    trial.guests.failNext({ method: 'watchBase', error });

    const ran = await trial.run(up);

    expect(ran.exitCode).not.toBe(0);
    expect(ran.stderr).toContain('curtin: no space left');
    expect((await trial.restart().run(up)).exitCode).toBe(0);
  });
});
