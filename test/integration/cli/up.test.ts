import { readFile, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { planPreviewSchema } from '../../../src-main/contract/lab-views.ts';
import { createTrial, parseFailure, parseOk, roomyHost } from './trial.ts';

describe('up from nothing', () => {
  it('ends with every node proved, and shows the proofs', async () => {
    const trial = await createTrial();

    const ran = await trial.run(['up', '--name', 'Big Data Labor', '--nodes', '3']);

    expect(ran.exitCode).toBe(0);
    expect(ran.stdout).toContain('The lab "Big Data Labor" is ready.');
    expect(ran.stdout).toMatch(/pi-200: .*10\.77\.0\.200.*reaches pi-201 ✓ {2}pi-202 ✓/);
    const lab = await trial.status();
    expect(lab).toMatchObject({ labId: 'big-data-labor', state: 'running', network: { subnet: '10.77.0.0/24' } });
    expect(lab.nodes.map(({ name, state, proof }) => [name, state, proof?.hostname])).toEqual([
      ['pi-200', 'running', 'pi-200'],
      ['pi-201', 'running', 'pi-201'],
      ['pi-202', 'running', 'pi-202'],
    ]);
  });

  it('says in plain lines when each step starts and ends, on stderr', async () => {
    const trial = await createTrial();

    const { stderr } = await trial.run(['up', '--nodes', '1']);

    expect(stderr).toContain('▸ Get the image ubuntu-24.04\n✓ Get the image ubuntu-24.04 (0 s)\n');
    expect(stderr).toContain('▸ Wait until pi-200 is ready\n✓ Wait until pi-200 is ready (0 s)\n');
  });

  it('seals one base, and makes every node a clone of it', async () => {
    const trial = await createTrial();

    await trial.ok('up', '--nodes', '3');

    const made = trial.driver.calls.map(({ method }) => method);
    expect(made.filter((method) => method === 'sealBase')).toHaveLength(1);
    expect(made.filter((method) => method === 'createNode')).toHaveLength(3);
    expect(made.indexOf('sealBase')).toBeLessThan(made.indexOf('createNode'));
  });

  it('writes what stock tools read: ssh config, known hosts, inventory, spec', async () => {
    const trial = await createTrial();

    await trial.ok('up', '--nodes', '2');

    const { sshConfigPath, inventoryPath, nodes } = await trial.status();
    const config = await readFile(sshConfigPath, 'utf8');
    expect(config.match(/^Host pi-20\d$/gm)).toEqual(['Host pi-200', 'Host pi-201']);
    expect(config).toContain(`Port ${String(nodes[1]?.sshPort)}`);
    expect(await readFile(inventoryPath, 'utf8')).toContain('pi-201');
    const spec = await readFile(trial.paths.specFile((await trial.status()).labId), 'utf8');
    expect(spec).toContain('nodes: 2');
  });

  it('takes a lab from a YAML file, with options over it', async () => {
    const trial = await createTrial();
    await trial.ok('up', '--nodes', '2', '--name', 'Erstes', '--prefix', 'node-');
    const specPath = trial.paths.specFile((await trial.status()).labId);

    const own = ['--subnet', '10.90.0.0/24', '--network', 'zweites', '--first-number', '10'];
    await trial.ok('up', '--spec', specPath, '--name', 'Zweites', ...own);

    const { nodes } = await trial.status('Zweites');
    expect(nodes.map(({ name, address }) => [name, address])).toEqual([
      ['node-10', '10.90.0.10'],
      ['node-11', '10.90.0.11'],
    ]);
  });
});

describe('a second lab', () => {
  it('reuses image and base, and meets the first in nothing', async () => {
    const trial = await createTrial();
    await trial.ok('up', '--name', 'Erstes', '--nodes', '2');

    const { stderr } = await trial.run(['up', '--name', 'Zweites', '--nodes', '2']);

    expect(stderr).toContain('✓ Prepare the base (nothing to do)');
    expect(trial.images.fetched).toEqual(['ubuntu-24.04']);
    expect(trial.driver.calls.filter(({ method }) => method === 'createBase')).toHaveLength(1);
    const [first, second] = [await trial.status('Erstes'), await trial.status('Zweites')];
    expect([first.state, second.state]).toEqual(['running', 'running']);
    expect(second.network).toEqual({ name: 'bigdata-2', subnet: '10.77.1.0/24' });
    expect(second.nodes.map(({ name }) => name)).toEqual(['pi-202', 'pi-203']);
    const ports = [...first.nodes, ...second.nodes].map(({ sshPort }) => sshPort);
    expect(new Set(ports).size).toBe(4);
  });

  it('is refused under the name of the first', async () => {
    const trial = await createTrial();
    await trial.ok('up', '--name', 'Größe 1', '--nodes', '1');

    const ran = await trial.run(['up', '--name', 'größe 1', '--nodes', '1']);

    expect(ran.exitCode).toBe(2);
    expect(ran.stderr).toContain('The lab "größe 1" already exists');
  });

  it('must be named where a command needs one lab', async () => {
    const trial = await createTrial();
    await trial.ok('up', '--name', 'Erstes', '--nodes', '1');
    await trial.ok('up', '--name', 'Zweites', '--nodes', '1');

    const ran = await trial.run(['stop']);

    expect(ran.exitCode).toBe(2);
    expect(ran.stderr).toContain('Name one: Erstes, Zweites.');
    expect(await trial.ok('stop', 'Zweites')).toContain('Zweites: off');
    expect((await trial.status('Erstes')).state).toBe('running');
  });

  it('waits for the base that another up is preparing, and takes it', async () => {
    const trial = await createTrial();

    const [first, second] = await Promise.all([
      trial.run(['up', '--name', 'Erstes', '--nodes', '1']),
      trial.run(['up', '--name', 'Zweites', '--nodes', '1']),
    ]);

    expect([first.exitCode, second.exitCode]).toEqual([0, 0]);
    expect(trial.driver.calls.filter(({ method }) => method === 'sealBase')).toHaveLength(1);
    const labs = await Promise.all(['Erstes', 'Zweites'].map((name) => trial.status(name)));
    expect(new Set(labs.map(({ network }) => network.subnet)).size).toBe(2);
    expect(new Set(labs.flatMap(({ nodes }) => nodes.map(({ name }) => name))).size).toBe(2);
  });
});

describe('plan', () => {
  it('shows every command and changes nothing', async () => {
    const trial = await createTrial();
    const before = await trial.tree();

    const text = await trial.ok('plan', '--nodes', '2');

    expect(text).toContain('Image: is downloaded');
    expect(text).toMatch(/Base: is made\n {4}fake-hypervisor create-base .*\n {4}fake-hypervisor seal-base/);
    expect(text).toMatch(/Start of pi-201: is started\n {4}fake-hypervisor start/);
    expect(text).toContain('Nothing was changed.');
    expect(await trial.tree()).toEqual(before);
    expect(trial.driver.calls).toEqual([]);
    expect(trial.images.fetched).toEqual([]);
  });

  it('changes nothing beside a lab that is there, and says what is reused', async () => {
    const trial = await createTrial();
    await trial.ok('up', '--name', 'Erstes', '--nodes', '1');
    const before = await trial.tree();

    const { plan, stages } = parseOk(planPreviewSchema, await trial.ok('plan', '--name', 'Zweites', '--json'));

    expect(plan.nodes.map(({ name }) => name)).toEqual(['pi-201', 'pi-202', 'pi-203']);
    expect(stages.slice(0, 2).map(({ stage, action }) => [stage, action])).toEqual([
      ['image', 'reuse'],
      ['base', 'reuse'],
    ]);
    expect(await trial.tree()).toEqual(before);
  });

  it('warns of what may disappoint', async () => {
    const host = { ...roomyHost, hypervisors: [{ id: 'qemu', version: '7.2', acceleration: 'software' }] } as const;
    const trial = await createTrial({ host });

    const text = await trial.ok('plan', '--memory', '512');

    expect(text).toContain('QEMU emulates the CPU in software');
    expect(text).toContain('! 512 MiB a node is little');
  });
});

describe('a wish that cannot be', () => {
  it.each<[string, readonly string[], string, string]>([
    ['no nodes', ['--nodes', '0'], 'invalid-input', '1–55'],
    ['too many nodes', ['--nodes', '400'], 'invalid-input', '1–55'],
    ['something that is no number', ['--nodes', 'drei'], 'invalid-input', 'drei'],
    ['too little memory for a guest', ['--memory', '200'], 'invalid-input', '512'],
    ['more memory than there is', ['--memory', '16384'], 'not-enough-memory', '3 nodes with 16384 MiB'],
    ['a name VirtualBox refuses', ['--name', 'A & "B"'], 'invalid-lab-name', '& "'],
    ['a subnet that is no /24', ['--subnet', '10.0.0.0/8'], 'invalid-input', '/24'],
    ['a hypervisor that is not there', ['--hypervisor', 'virtualbox'], 'hypervisor-missing', 'VirtualBox'],
    ['an unknown image', ['--image', 'windows-95'], 'image-not-known', 'windows-95'],
    ['a spec that is not there', ['--spec', '/nowhere.yaml'], 'invalid-input', '/nowhere.yaml'],
  ])('is refused before anything is created: %s', async (...[, args, code, words]) => {
    const trial = await createTrial();

    const ran = await trial.run(['up', ...args, '--json']);

    const { error } = parseFailure(ran.stdout);
    expect(error.code).toBe(code);
    expect(`${error.message} ${error.hint}`).toContain(words);
    expect(ran.exitCode).toBeGreaterThan(1);
    expect((await trial.tree()).filter((path) => path.includes('/'))).toEqual([]);
    expect(trial.driver.calls).toEqual([]);
  });

  it('names every problem at once', async () => {
    const trial = await createTrial();

    const { stderr } = await trial.run(['up', '--nodes', '0', '--memory', '1', '--user', 'root']);

    expect(stderr.match(/^✗ /gm)).toHaveLength(3);
    expect(stderr.match(/^ {2}→ /gm)).toHaveLength(3);
  });

  it('refuses a field that a spec cannot have, and lists those it can', async () => {
    const trial = await createTrial();
    await trial.ok('up', '--nodes', '1');
    const { labDir } = await trial.status();
    const specPath = `${labDir}/wrong.yaml`;
    await writeFile(specPath, 'name: X\nnodez: 3\n');

    const { stderr, exitCode } = await trial.run(['plan', '--spec', specPath]);

    expect(exitCode).toBe(2);
    expect(stderr).toContain('"nodez"');
    expect(stderr).toContain('namePrefix');
  });
});

describe('an image that cannot be reached', () => {
  const gone = { status: 'unreachable', sizeBytes: null, fallback: 'debian-packages' } as const;

  it('is replaced by one built here when the user agrees', async () => {
    const trial = await createTrial();
    trial.images.setProbe('ubuntu-24.04', gone);

    const ran = await trial.run(['up', '--nodes', '1'], { answers: ['y'] });

    expect(ran.exitCode).toBe(0);
    expect(ran.stderr).toContain('ubuntu-24.04 cannot be downloaded right now.');
    expect(trial.images.fetched).toEqual(['debian-packages']);
  });

  it('is replaced without a question with --yes', async () => {
    const trial = await createTrial();
    trial.images.setProbe('ubuntu-24.04', gone);

    await trial.ok('up', '--nodes', '1', '--yes');

    expect((await trial.status()).image).toBe('debian-packages');
  });

  it.each([
    ['the user does not agree', ['n'], 'debian-packages'],
    ['nobody can answer', [], 'debian-packages'],
    ['nothing can stand in for it', ['y'], null],
  ])('ends the command before anything is made when %s', async (_title, answers, fallback) => {
    const trial = await createTrial();
    trial.images.setProbe('ubuntu-24.04', { ...gone, fallback });

    const ran = await trial.run(['up', '--nodes', '1'], { answers });

    expect(ran.exitCode).toBe(6);
    expect(ran.stderr).toContain('--image file:/path');
    expect(await trial.tree()).toEqual([]);
  });
});
