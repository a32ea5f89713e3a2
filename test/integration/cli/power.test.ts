import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { describe, expect, it, vi } from 'vitest';
import { LabError } from '../../../src-main/domain/failure.ts';
import { bootIds, callsOf, createLab, refOf } from './lab-trial.ts';
import { roomyHost } from './trial.ts';

/** Another program that listens on a port. */
async function listenOn(port: number): Promise<Server> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return server;
}

describe('stop and start', () => {
  it('shuts the guests down gracefully, ends the network, and boots them again', async () => {
    const trial = await createLab();
    const before = await bootIds(trial);

    expect(await trial.ok('stop')).toContain('Labor: off');
    expect(callsOf(trial, 'forceStop', 'releaseNetwork')).toEqual(['releaseNetwork bigdata']);
    expect(await trial.ok('start')).toContain('Labor: running');

    const after = await bootIds(trial);
    expect(after).toHaveLength(2);
    expect(after).not.toEqual(before);
  });

  it('has nothing to do for a node that is off or runs already', async () => {
    const trial = await createLab();

    const started = await trial.run(['start']);
    await trial.ok('stop');
    const stopped = await trial.run(['stop']);

    expect(started.stderr).toContain('✓ Start pi-200 (nothing to do)');
    expect(stopped.stderr).toContain('✓ Shut down pi-200 (nothing to do)');
    expect([started.exitCode, stopped.exitCode]).toEqual([0, 0]);
  });

  it('cuts the power of a guest that does not heed, and says so before', async () => {
    const trial = await createLab({ stopGraceMs: 30_000 });
    trial.driver.ignoreStop((await refOf(trial, 'pi-201')).vmId);

    const { stderr, exitCode } = await trial.run(['stop']);

    expect(exitCode).toBe(0);
    expect(stderr).toContain('pi-201 did not shut down within 30 s: its power is cut now');
    expect(callsOf(trial, 'forceStop')).toEqual(['forceStop pi-201']);
    expect((await trial.status()).state).toBe('stopped');
  });

  it('goes on with the others when one node fails, names it, and succeeds the next time', async () => {
    const trial = await createLab({}, 3);
    await trial.ok('stop');
    const error = new LabError('vm-start-failed', 'no', { params: { name: 'pi-200' } });
    trial.driver.failNext({ method: 'start', error, vmId: (await refOf(trial, 'pi-200')).vmId });

    const failed = await trial.run(['start']);

    expect(failed.exitCode).toBe(4);
    expect(failed.stderr).toContain('✗ The virtual machine "pi-200" did not start.');
    expect((await trial.status()).nodes.map(({ state }) => state)).toEqual(['stopped', 'running', 'running']);
    expect((await trial.run(['start'])).exitCode).toBe(0);
    expect((await trial.status()).state).toBe('running');
  });

  it('leaves running what runs when a start is cancelled: a user may work there', async () => {
    const trial = await createLab();
    await trial.ok('stop');
    const cancel = new AbortController();
    trial.driver.onCall(({ method, target }) => {
      if (method === 'start' && target === 'pi-201') cancel.abort();
    });

    const { exitCode, stderr } = await trial.run(['start'], { signal: cancel.signal });

    expect(exitCode).toBe(130);
    expect(stderr).not.toContain('images');
    expect((await trial.status()).nodes[0]?.state).toBe('running');
    expect(callsOf(trial, 'forceStop', 'deleteVm')).toEqual([]);
  });

  it('moves nodes whose ports other programs took meanwhile, each to a port of its own', async () => {
    const trial = await createLab({}, 3);
    await trial.ok('stop');
    const before = (await trial.status()).nodes.map(({ sshPort }) => sshPort);
    const thieves = await Promise.all(before.map((port) => listenOn(port)));

    const { exitCode, stderr } = await trial.run(['start']);
    for (const thief of thieves) thief.close();

    const { nodes, sshConfigPath } = await trial.status();
    const after = nodes.map(({ sshPort }) => sshPort);
    expect(exitCode).toBe(0);
    expect(stderr).toMatch(/port \d+ of pi-200 is taken by another program: moved to \d+/);
    expect(new Set([...before, ...after]).size).toBe(6);
    const config = await readFile(sshConfigPath, 'utf8');
    expect([...config.matchAll(/^ *Port (\d+)$/gm)].map(([, port]) => Number(port))).toEqual(after);
  });

  it('refuses to start a node for which the computer has no memory right now', async () => {
    const trial = await createLab({}, 1);
    await trial.ok('stop');
    const eaten = trial.restart({ host: { ...roomyHost, memoryAvailableMiB: 100 } });

    const { exitCode, stderr } = await eaten.run(['start']);

    expect(exitCode).toBe(3);
    expect(stderr).toContain('too little free memory for "Labor"');
    expect((await trial.status()).state).toBe('stopped');
    expect(await trial.ok('start')).toContain('Labor: running');
  });

  it('leaves the port to a paused node, which holds it itself', async () => {
    const trial = await createLab({}, 1);
    await trial.ok('stop');
    const [before] = (await trial.status()).nodes;
    const itself = await listenOn(before?.sshPort ?? 0);
    const paused = vi.spyOn(trial.driver, 'inspect').mockResolvedValue({ state: 'paused', reasons: [] });
    // The fake does not start while its port is taken, as a machine that is paused would.
    vi.spyOn(trial.driver, 'start').mockImplementation(() => {
      paused.mockRestore();
      throw new LabError('vm-paused-disk-full', 'still full', { params: { name: 'pi-200' } });
    });

    const { stderr } = await trial.run(['start']);
    itself.close();

    expect(stderr).not.toContain('moved to');
    expect((await trial.status()).nodes[0]?.sshPort).toBe(before?.sshPort);
  });

  it('calls a node that does not reach its peers not ready, and names the pair', async () => {
    const trial = await createLab();
    await trial.driver.setCable(await refOf(trial, 'pi-201'), 'internal', false, {
      signal: new AbortController().signal,
    });

    const { exitCode, stderr } = await trial.run(['start']);

    expect(exitCode).toBe(4);
    expect(stderr).toContain('pi-200 -> pi-201');
    expect(stderr).toContain('every other node answers to its name');
    expect((await trial.status()).nodes[0]?.proof?.peers).toEqual([
      { name: 'pi-201', reachable: false, roundTripMs: null },
    ]);
  });

  it('refuses a node that shows another host key, and sends it nothing', async () => {
    const trial = await createLab();
    trial.guests.forgeHostKey('pi-200');
    const sent = trial.guests.commands.length;

    const { exitCode, stderr } = await trial.run(['exec', 'whoami']);

    expect(exitCode).toBe(4);
    expect(stderr).toBe('');
    expect(trial.guests.commands.slice(sent).map(({ node }) => node)).toEqual(['pi-201']);
  });
});

describe('save', () => {
  it('keeps the memory: the same boot goes on, and its clock is set', async () => {
    const trial = await createLab();
    const before = await bootIds(trial);

    expect(await trial.ok('save')).toContain('Labor: asleep');
    expect(trial.driver.guests()).toEqual([]);
    await trial.ok('start');

    expect(await bootIds(trial)).toEqual(before);
    expect(trial.guests.clockChecks.slice(-2).toSorted()).toEqual(['pi-200', 'pi-201']);
  });

  it('tells whose clock stood still meanwhile and was set, for a person and for a program', async () => {
    const trial = await createLab({ skewSeconds: (node) => (node === 'pi-200' ? -8 * 3600 : 1) });
    await trial.ok('save');

    const { stderr, exitCode } = await trial.run(['start']);
    await trial.ok('save');
    const told: unknown = JSON.parse(await trial.ok('start', '--json'));

    expect(exitCode).toBe(0);
    expect(stderr).toContain('! The clock of pi-200 was off by 8 h and is right again.');
    expect(stderr).not.toContain('clock of pi-201 was');
    expect(told).toMatchObject({
      value: { notes: [{ key: 'wake.clock-hours', params: { node: 'pi-200', hours: 8 } }] },
    });
  });

  it('sets the clock once more when the connection breaks below it, and says so when it breaks again', async () => {
    const trial = await createLab({}, 1);
    const error = new LabError('node-not-ready', 'broken', { params: { node: 'pi-200', requirement: 'ssh' } });
    await trial.ok('save');
    trial.guests.failNext({ method: 'checkClock', node: 'pi-200', error });
    expect(await trial.ok('start')).toContain('Labor: running');

    await trial.ok('save');
    trial.guests.failNext({ method: 'checkClock', node: 'pi-200', error });
    trial.guests.failNext({ method: 'checkClock', node: 'pi-200', error });
    expect((await trial.run(['start'])).exitCode).toBe(4);
  });

  it('is kept when the hypervisor cannot load it, with the way out, until it can', async () => {
    const trial = await createLab();
    const before = await bootIds(trial);
    await trial.ok('save');
    const error = new LabError('saved-state-unusable', 'another version', {
      params: { name: 'pi-200', node: 'pi-200' },
    });
    trial.driver.failNext({ method: 'start', error, vmId: (await refOf(trial, 'pi-200')).vmId });

    const { exitCode, stderr } = await trial.run(['start']);
    const { nodes } = await trial.status();
    await trial.ok('start');

    expect(exitCode).toBe(4);
    expect(stderr).toContain('go back to the version that saved it, and start again');
    expect(nodes.map(({ state }) => state)).toEqual(['suspended', 'running']);
    expect(callsOf(trial, 'forceStop', 'restoreSnapshot', 'deleteVm')).toEqual([]);
    expect(await bootIds(trial)).toEqual(before);
  });

  it('is refused before anything changes where the hypervisor cannot', async () => {
    const trial = await createLab({ driver: { capabilities: { savedState: false } } });

    const { exitCode, stderr } = await trial.run(['save']);

    expect(exitCode).toBe(2);
    expect(stderr).toContain('This is not possible here (put to sleep and wake up).');
    expect((await trial.status()).state).toBe('running');
  });

  it('leaves a stopped node off', async () => {
    const trial = await createLab();
    trial.driver.powerOffInside((await refOf(trial, 'pi-200')).vmId);

    expect((await trial.status()).state).toBe('partly-running');
    await trial.ok('save');

    expect((await trial.status()).nodes.map(({ state }) => state)).toEqual(['stopped', 'suspended']);
  });
});
