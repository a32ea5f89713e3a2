import { describe, expect, it } from 'vitest';
import { callsOf, createLab, namesAndStates, refOf } from './lab-trial.ts';
import { parseFailure, type Trial } from './trial.ts';

async function pulled(trial: Trial): Promise<readonly (readonly [string, readonly string[] | null])[]> {
  return (await trial.status()).nodes.map(({ name, pulledCables }) => [name, pulledCables]);
}

async function peersOf(trial: Trial, node: string): Promise<readonly string[] | undefined> {
  const { nodes } = await trial.status();
  return nodes.find(({ name }) => name === node)?.proof?.peers.map(({ name }) => name);
}

describe('a power cut', () => {
  it('takes the power of one node at once, and start brings it back', async () => {
    const trial = await createLab();

    await trial.ok('drill', 'power-cut', 'pi-201', '--yes');
    expect(await namesAndStates(trial)).toEqual(['pi-200 running', 'pi-201 stopped']);
    await trial.ok('start');

    expect(await namesAndStates(trial)).toEqual(['pi-200 running', 'pi-201 running']);
    expect(callsOf(trial, 'requestStop')).toEqual([]);
  });

  it('asks before', async () => {
    const trial = await createLab();

    const { exitCode } = await trial.run(['drill', 'power-cut', 'pi-201'], { answers: ['n'] });

    expect(exitCode).not.toBe(0);
    expect(await namesAndStates(trial)).toContain('pi-201 running');
  });

  it('never takes away what a node saved', async () => {
    const trial = await createLab();
    await trial.ok('save');

    const { exitCode, stdout } = await trial.run(['drill', 'power-cut', 'pi-201', '--yes', '--json']);

    expect(exitCode).not.toBe(0);
    expect(parseFailure(stdout).error.code).toBe('wrong-state');
    expect(await namesAndStates(trial)).toContain('pi-201 suspended');
  });
});

describe('a pulled cable', () => {
  it('is seen by every run of the program, and what was proved over it does not count any more', async () => {
    const trial = await createLab({}, 3);

    const text = await trial.ok('drill', 'unplug', 'pi-201');

    expect(text).toContain('! pi-201: The cable to the internal network is pulled');
    const again = trial.restart();
    expect(await pulled(again)).toEqual([
      ['pi-200', []],
      ['pi-201', ['internal']],
      ['pi-202', []],
    ]);
    expect(await peersOf(again, 'pi-200')).toEqual(['pi-202']);
    expect(await peersOf(again, 'pi-201')).toEqual([]);
  });

  it.each(['internal', 'nat'])(
    'of %s stays out over stop, start and repair, without holding them up',
    async (adapter) => {
      const trial = await createLab({}, 3);
      await trial.ok('drill', 'unplug', 'pi-201', '--adapter', adapter);

      await trial.ok('stop');
      await trial.ok('start');
      await trial.ok('repair');

      expect(await namesAndStates(trial)).toEqual(['pi-200 running', 'pi-201 running', 'pi-202 running']);
      expect((await pulled(trial))[1]).toEqual(['pi-201', [adapter]]);
      expect(await peersOf(trial, 'pi-200')).toEqual(['pi-202']);
      expect(await peersOf(trial, 'pi-201')).toEqual(adapter === 'nat' ? undefined : []);
    },
  );

  it.each(['internal', 'nat'])('of %s is plugged in again, and the node proves itself anew', async (adapter) => {
    const trial = await createLab();
    await trial.ok('drill', 'unplug', 'pi-201', '--adapter', adapter);

    await trial.ok('drill', 'plug', 'pi-201', '--adapter', adapter);

    expect((await pulled(trial))[1]).toEqual(['pi-201', []]);
    expect(await peersOf(trial, 'pi-200')).toEqual(['pi-201']);
    expect(await peersOf(trial, 'pi-201')).toEqual(['pi-200']);
  });

  it('that nobody pulled on purpose is plugged in by repair, the other one stays', async () => {
    const trial = await createLab();
    await trial.ok('drill', 'unplug', 'pi-201');
    const { signal } = new AbortController();
    await trial.driver.setCable(await refOf(trial, 'pi-201'), 'nat', false, { signal });

    await trial.ok('repair');

    expect((await pulled(trial))[1]).toEqual(['pi-201', ['internal']]);
  });

  it('is forgotten with the node that is made anew', async () => {
    const trial = await createLab();
    await trial.ok('drill', 'unplug', 'pi-201');

    await trial.ok('reset', 'pi-201', '--yes');

    expect((await pulled(trial))[1]).toEqual(['pi-201', []]);
    expect((await trial.deps.store.findLab('Labor')).pulledCables).toEqual({});
  });

  it('is refused where the hypervisor cannot do it', async () => {
    const trial = await createLab({ driver: { capabilities: { cable: false } } });

    const { stdout } = await trial.run(['drill', 'unplug', 'pi-201', '--json']);

    expect(parseFailure(stdout).error.code).toBe('not-supported');
    expect((await trial.status()).canPullCables).toBe(false);
  });

  it.each([
    [['drill', 'explode', 'pi-201'], 'power-cut, unplug, plug'],
    [['drill', 'unplug', 'pi-201', '--adapter', 'x'], 'internal, nat'],
  ])('is asked for in known words: %j', async (args, expected) => {
    const trial = await createLab();

    const { exitCode, stderr } = await trial.run(args);

    expect(exitCode).toBe(2);
    expect(stderr).toContain(expected);
  });
});
