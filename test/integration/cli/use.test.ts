import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { execResultSchema } from '../../../src-main/contract/lab-views.ts';
import { createTranslator } from '../../../src-main/locales/translate.ts';
import { createLab, refOf } from './lab-trial.ts';
import { parseOk } from './trial.ts';

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

  it.each(['en', 'de'] as const)('says in %s what another host key means, after ssh refused it', async (language) => {
    const trial = await createLab({ sshExitCode: 255, language });
    trial.guests.forgeHostKey('pi-201');

    const { exitCode, stderr } = await trial.run(['ssh', 'pi-201']);

    expect(exitCode).toBe(255);
    const t = createTranslator(language);
    const { plan } = await trial.deps.store.findLab('labor');
    expect(stderr).toContain(t('errors.host-key-mismatch.what', { port: plan.nodes[1]?.sshPort ?? 0 }));
    expect(stderr).toContain(t('errors.host-key-mismatch.next'));
  });

  it.each([
    [255, 'on whose node nothing is wrong'],
    [7, 'that ended otherwise'],
  ])('adds nothing to an ssh with exit code %i %s', async (sshExitCode) => {
    const trial = await createLab({ sshExitCode });
    if (sshExitCode !== 255) trial.guests.forgeHostKey('pi-201');

    expect(await trial.run(['ssh', 'pi-201'])).toMatchObject({ exitCode: sshExitCode, stderr: '' });
  });

  it('adds nothing when the node is off, which ssh says itself', async () => {
    const trial = await createLab({ sshExitCode: 255 });
    trial.driver.powerOffInside((await refOf(trial, 'pi-201')).vmId);

    expect(await trial.run(['ssh', 'pi-201'])).toMatchObject({ exitCode: 255, stderr: '' });
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
