import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { callsOf, createLab, refOf } from './lab-trial.ts';

describe('repair', () => {
  it('finds nothing to do for a whole lab', async () => {
    const trial = await createLab();

    const { exitCode, stderr } = await trial.run(['repair']);

    expect(exitCode).toBe(0);
    expect(stderr).not.toMatch(/Bring|Mend|Plug/);
  });

  it('takes up again what the hypervisor forgot, with its disk', async () => {
    const trial = await createLab();
    await trial.ok('stop');
    await trial.driver.releaseVm(await refOf(trial, 'pi-200'), { signal: new AbortController().signal });
    expect((await trial.status()).state).toBe('broken');

    expect(await trial.ok('repair')).toContain('Labor: off');

    expect(callsOf(trial, 'adoptVm')).toEqual(['adoptVm pi-200']);
    expect(callsOf(trial, 'createNode')).toHaveLength(2);
  });

  it('makes a node anew of which nothing is left', async () => {
    const trial = await createLab();
    await trial.ok('stop');
    const ref = await refOf(trial, 'pi-200');
    await trial.driver.deleteVm(ref, { signal: new AbortController().signal });
    await rm(ref.dir, { recursive: true, force: true });

    await trial.ok('repair', '--yes');
    await trial.ok('start');

    expect((await trial.status()).state).toBe('running');
  });

  it('plugs cables in and mends forwards', async () => {
    const trial = await createLab();
    const signal = new AbortController().signal;
    const ref = await refOf(trial, 'pi-201');
    await trial.driver.setCable(ref, 'internal', false, { signal });
    await trial.driver.setSshPort(ref, 2999, { signal });

    const { exitCode, stderr } = await trial.run(['repair']);

    expect(exitCode).toBe(0);
    expect(stderr).toContain('✓ Mend the port forward of pi-201');
    expect(stderr).toContain('✓ Plug in the cables of pi-201');
    expect((await trial.status()).nodes[1]?.proof?.peers).toEqual([
      { name: 'pi-200', reachable: true, roundTripMs: 0.5 },
    ]);
  });

  it('never replaces a damaged node by itself: its disk may hold something', async () => {
    const trial = await createLab();
    await trial.ok('stop');
    trial.driver.breakVm(await refOf(trial, 'pi-200'), 'its settings cannot be read');

    const { exitCode, stderr } = await trial.run(['repair']);

    expect(exitCode).toBe(4);
    expect(stderr).toContain('bdl reset pi-200');
    expect(stderr).toContain('    its settings cannot be read');
    expect(callsOf(trial, 'deleteVm')).toEqual([]);
    expect(callsOf(trial, 'createNode')).toHaveLength(2);
  });

  it('goes on with a damaged node that the hypervisor can read again, at the port of the record', async () => {
    const trial = await createLab();
    await trial.ok('stop');
    const ref = await refOf(trial, 'pi-200');
    trial.driver.breakVm(ref, 'its settings are gone');
    vi.spyOn(trial.driver, 'adoptVm').mockImplementation(async () => {
      const path = join(ref.dir, 'fake-vm.json');
      const vm = JSON.parse(await readFile(path, 'utf8')) as object;
      await writeFile(path, JSON.stringify({ ...vm, damage: null, sshPort: 2999 }));
    });

    const { exitCode } = await trial.run(['repair']);

    expect(exitCode).toBe(0);
    expect((await trial.status()).state).toBe('stopped');
    expect(callsOf(trial, 'setSshPort')).toEqual(['setSshPort pi-200']);
    expect(callsOf(trial, 'deleteVm')).toEqual([]);
  });

  it.each(['repair', 'start'])(
    '%s lets nodes go on that a sleep of the computer has paused, and sets clocks',
    async (verb) => {
      const trial = await createLab({ skewSeconds: () => -600 });
      trial.driver.pauseVm(await refOf(trial, 'pi-200'), 'sleep');

      const { exitCode, stderr } = await trial.run([verb]);

      expect(exitCode).toBe(0);
      expect(stderr).toContain('! The clock of pi-200 was off by 10 min and is right again.');
      expect((await trial.status()).state).toBe('running');
    },
  );

  it('leaves a node halted that somebody halted, and says nothing of damage', async () => {
    const trial = await createLab();
    trial.driver.pauseVm(await refOf(trial, 'pi-200'), 'person');

    expect((await trial.run(['repair'])).exitCode).toBe(0);

    expect((await trial.status()).nodes.map(({ state }) => state)).toEqual(['paused', 'running']);
  });

  it('writes the files for stock tools again', async () => {
    const trial = await createLab();
    const { sshConfigPath } = await trial.status();
    const before = await readFile(sshConfigPath, 'utf8');
    await writeFile(sshConfigPath, 'spoilt');

    await trial.ok('repair');

    expect(await readFile(sshConfigPath, 'utf8')).toBe(before);
  });
});
