import { describe, expect, it } from 'vitest';
import { createLab } from './lab-trial.ts';
import { roomyHost } from './trial.ts';

describe('a tool that does not answer', () => {
  it('makes every state unknown, and says why', async () => {
    const trial = await createLab();
    trial.driver.setSilent(true);

    const text = await trial.ok('status');

    expect(text).toContain('Labor: unknown');
    expect(text).toContain('! pi-200: the fake tool did not answer');
  });

  it.each<[string, readonly string[]]>([
    ['up of an unfinished lab', ['up', '--name', 'Labor']],
    ['start', ['start']],
    ['stop', ['stop']],
    ['save', ['save']],
    ['snapshot', ['snapshot', 'x']],
    ['add', ['add']],
    ['remove', ['remove', 'pi-200', '--yes']],
    ['reset', ['reset', 'pi-200', '--yes']],
    ['repair', ['repair']],
    ['delete', ['delete', '--yes']],
    ['delete --purge', ['delete', '--purge', '--yes']],
  ])('never leads to a deletion or a new node: %s', async (_title, args) => {
    const trial = await createLab();
    if (args[0] === 'up') {
      const record = await trial.deps.store.findLab('Labor');
      await trial.deps.store.writeLab({ ...record, phase: 'creating' });
    }
    const files = (await trial.tree()).filter((path) => path.includes('fake-'));
    trial.driver.setSilent(true);

    const ran = await trial.run(args);

    expect(ran.exitCode).toBeGreaterThan(1);
    expect(ran.stderr).toMatch(/did not answer in time|does not answer right now/);
    trial.driver.setSilent(false);
    expect((await trial.tree()).filter((path) => path.includes('fake-'))).toEqual(files);
    expect(
      trial.driver
        .guests()
        .map(({ name }) => name)
        .toSorted(),
    ).toEqual(['pi-200', 'pi-201']);
    const [onlyLab] = (await trial.deps.store.listLabs()).labs;
    expect(onlyLab?.plan.nodes.map(({ name }) => name).slice(0, 2)).toEqual(['pi-200', 'pi-201']);
  });

  it('is not taken for a missing hypervisor', async () => {
    const trial = await createLab();
    const without = trial.restart({ host: { ...roomyHost, hypervisors: [] } });

    const text = await without.ok('status');
    const repaired = await without.run(['repair']);

    expect(text).toContain('Labor: unknown');
    expect(repaired.exitCode).toBe(3);
    expect((await trial.restart().status()).state).toBe('running');
  });
});
