import { readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { execResultSchema } from '../../../src-main/contract/lab-views.ts';
import { LabError } from '../../../src-main/domain/failure.ts';
import type { VmRef } from '../../../src-main/hypervisors/driver.ts';
import { createTrial, parseOk, roomyHost, type Trial, type TrialOptions } from './trial.ts';

async function createLab(options: TrialOptions = {}, nodes = 2): Promise<Trial> {
  const trial = await createTrial(options);
  await trial.ok('up', '--name', 'Labor', '--nodes', String(nodes));
  return trial;
}

/** How the driver knows a node. */
async function refOf(trial: Trial, name: string): Promise<VmRef> {
  const { plan } = await trial.deps.store.findLab('Labor');
  const node = plan.nodes.find((planned) => planned.name === name);
  if (node === undefined) throw new Error(`no node ${name}`);
  return { vmId: node.vmId, name, dir: trial.paths.nodeDir(plan.labId, name) };
}

async function bootIds(trial: Trial): Promise<readonly (string | undefined)[]> {
  return (await trial.status()).nodes.map(({ proof }) => proof?.bootId);
}

/** Another program that listens on a port. */
async function listenOn(port: number): Promise<Server> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return server;
}

/** Calls about nodes and networks; what was done to the base is left out. */
function callsOf(trial: Trial, ...methods: readonly string[]): readonly string[] {
  return trial.driver.calls
    .filter(({ method, target }) => methods.includes(method) && !target.startsWith('base-'))
    .map(({ method, target }) => `${method} ${target}`);
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

    expect(await trial.ok('save')).toContain('Labor: saved');
    expect(trial.driver.guests()).toEqual([]);
    await trial.ok('start');

    expect(await bootIds(trial)).toEqual(before);
    const clockCommands = trial.guests.commands.filter(({ command }) => command.includes('date -u -s'));
    expect(clockCommands.map(({ node }) => node).toSorted()).toEqual(['pi-200', 'pi-201']);
  });

  it('is refused before anything changes where the hypervisor cannot', async () => {
    const trial = await createLab({ driver: { capabilities: { savedState: false } } });

    const { exitCode, stderr } = await trial.run(['save']);

    expect(exitCode).toBe(2);
    expect(stderr).toContain('This is not possible here (save and resume).');
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

describe('snapshot and restore', () => {
  it('puts the whole lab back, memory too, and shows the snapshot', async () => {
    const trial = await createLab();
    const before = await bootIds(trial);
    await trial.ok('snapshot', 'first');
    await trial.ok('stop');
    await trial.ok('start');

    const text = await trial.ok('restore', 'first', '--yes');

    expect(text).toContain('Snapshots: first (2026-');
    expect((await trial.status()).state).toBe('running');
    expect(before).toHaveLength(2);
  });

  it('of a lab that is off brings back a lab that is off', async () => {
    const trial = await createLab();
    await trial.ok('stop');
    await trial.ok('snapshot', 'cold');
    await trial.ok('start');

    await trial.ok('restore', 'cold', '--yes');

    expect((await trial.status()).state).toBe('stopped');
  });

  it('is not recorded and leaves nothing behind when one node fails', async () => {
    const trial = await createLab();
    const error = new LabError('disk-full', 'no', { params: { path: '/x' } });
    trial.driver.failNext({ method: 'takeSnapshot', error, vmId: (await refOf(trial, 'pi-201')).vmId });

    const { exitCode } = await trial.run(['snapshot', 'half']);

    expect(exitCode).toBe(3);
    expect((await trial.status()).snapshots).toEqual([]);
    const signal = new AbortController().signal;
    expect(await trial.driver.listSnapshots(await refOf(trial, 'pi-200'), { signal })).toEqual([]);
    await trial.ok('snapshot', 'half');
    expect((await trial.status()).snapshots.map(({ name }) => name)).toEqual(['half']);
  });

  it('is refused under a name that is taken', async () => {
    const trial = await createLab();
    await trial.ok('snapshot', 'first');

    const { exitCode, stderr } = await trial.run(['snapshot', 'first']);

    expect(exitCode).toBe(2);
    expect(stderr).toContain('Snapshots of this lab: first.');
  });

  it('cannot be restored when there is none of this name, and changes nothing', async () => {
    const trial = await createLab();

    const { exitCode, stderr } = await trial.run(['restore', 'nope', '--yes']);

    expect(exitCode).toBe(2);
    expect(stderr).toContain('Snapshots of this lab: none.');
    expect((await trial.status()).state).toBe('running');
  });

  it('leaves a node alone that was added since', async () => {
    const trial = await createLab();
    await trial.ok('snapshot', 'first');
    await trial.ok('add');

    await trial.ok('restore', 'first', '--yes');

    expect(callsOf(trial, 'restoreSnapshot').toSorted()).toEqual(['restoreSnapshot pi-200', 'restoreSnapshot pi-201']);
    expect((await trial.status()).nodes.map(({ state }) => state)).toEqual(['running', 'running', 'running']);
  });

  it('says so when no node has it any more', async () => {
    const trial = await createLab({}, 1);
    await trial.ok('snapshot', 'first');
    await trial.ok('reset', 'pi-200', '--yes');

    const { exitCode, stderr } = await trial.run(['restore', 'first', '--yes']);

    expect(exitCode).toBe(2);
    expect(stderr).toContain('There is no snapshot called "first"');
    expect((await trial.status()).state).toBe('running');
  });
});

describe('exec and ssh', () => {
  it('runs a command on every node, each line with the name of its node', async () => {
    const answer = (node: string): { exitCode: number; stdout: string; stderr: string } => ({
      exitCode: 0,
      stdout: `${node}\nsecond line\n`,
      stderr: '',
    });
    const trial = await createLab({ answer });

    const text = await trial.ok('exec', 'hostname', '--fqdn');

    expect(text).toBe('pi-200 | pi-200\npi-200 | second line\npi-201 | pi-201\npi-201 | second line\n');
    expect(trial.guests.commands.at(-1)?.command).toBe('hostname --fqdn');
  });

  it('shows what failed on which node, and exits with 4', async () => {
    const answer = (node: string): { exitCode: number; stdout: string; stderr: string } => ({
      exitCode: node === 'pi-201' ? 7 : 0,
      stdout: '',
      stderr: node === 'pi-201' ? 'no such file\n' : '',
    });
    const trial = await createLab({ answer });

    const ran = await trial.run(['exec', 'cat', '/x']);
    const json = await trial.run(['exec', '--json', 'cat', '/x']);

    expect(ran.exitCode).toBe(4);
    expect(ran.stdout).toBe('pi-201 | no such file\npi-201 | exit code 7\n');
    const results = parseOk(execResultSchema.array(), json.stdout);
    expect(results.map(({ node, exitCode }) => [node, exitCode])).toEqual([
      ['pi-200', 0],
      ['pi-201', 7],
    ]);
  });

  it('answers for the nodes that can when another is off', async () => {
    const trial = await createLab();
    trial.driver.powerOffInside((await refOf(trial, 'pi-200')).vmId);

    const { exitCode, stdout } = await trial.run(['exec', 'true']);

    expect(exitCode).toBe(4);
    expect(stdout).toContain('pi-200 | ✗ The node pi-200 did not become ready.');
    expect(trial.guests.commands.at(-1)).toEqual({ node: 'pi-201', command: 'true' });
  });

  it('hands the terminal to ssh with the config of the lab, options of the guest command untouched', async () => {
    const trial = await createLab();

    await trial.ok('ssh', 'pi-201', 'ls', '--json', '-la');

    const { sshConfigPath } = await trial.status();
    expect(trial.handedOver).toEqual([
      { program: 'ssh', args: ['-F', sshConfigPath, 'pi-201', 'ls', '--json', '-la'] },
    ]);
  });

  it('answers ssh --json with the command instead of running it', async () => {
    const trial = await createLab();

    const { stdout } = await trial.run(['ssh', '--json', 'pi-200']);

    expect(JSON.parse(stdout)).toMatchObject({
      ok: true,
      value: { program: 'ssh', args: ['-F', expect.any(String), 'pi-200'] },
    });
    expect(trial.handedOver).toEqual([]);
  });

  it('knows no node of that name', async () => {
    const trial = await createLab();

    const { exitCode, stderr } = await trial.run(['ssh', 'pi-999']);

    expect(exitCode).toBe(2);
    expect(stderr).toContain('There is no node called "pi-999".');
  });
});

describe('password', () => {
  it('is shown once, and only its hash stays', async () => {
    const trial = await createLab();

    const first = await trial.ok('password');
    const second = await trial.ok('password');

    const [, password = ''] = /Password of pi: (\S+)/.exec(first) ?? [];
    expect(password.length).toBeGreaterThanOrEqual(12);
    expect(second).toContain('was shown already');
    const files = (await trial.tree()).filter((path) => path.includes('ssh/password'));
    expect(files).toEqual(['labs/labor/ssh/password.hash']);
    expect(await readFile(join(trial.paths.dataDir, files[0] ?? ''), 'utf8')).toMatch(/^\$6\$/);
  });
});

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

    await trial.ok('repair');
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

  it('writes the files for stock tools again', async () => {
    const trial = await createLab();
    const { sshConfigPath } = await trial.status();
    const before = await readFile(sshConfigPath, 'utf8');
    await writeFile(sshConfigPath, 'spoilt');

    await trial.ok('repair');

    expect(await readFile(sshConfigPath, 'utf8')).toBe(before);
  });
});

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
