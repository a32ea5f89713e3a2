import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { doctorReportSchema } from '../../../src-main/contract/data-views.ts';
import { methods } from '../../../src-main/contract/methods.ts';
import { appExitCode, createTrial, parseFailure, parseOk, type Trial } from './trial.ts';

async function createLab(language: 'de' | 'en' = 'en'): Promise<Trial> {
  const trial = await createTrial({ language });
  await trial.ok('up', '--name', 'Labor', '--nodes', '2');
  return trial;
}

const commands = [
  ...['check', 'plan', 'up', 'list', 'status', 'ssh', 'exec', 'password', 'stop', 'start', 'save', 'snapshot', 'serve'],
  ...['restore', 'add', 'remove', 'reset', 'repair', 'delete', 'trash', 'images', 'history', 'doctor', 'reclaim'],
];

describe('no words at all', () => {
  it('open the app and end as it does', async () => {
    const trial = await createTrial();

    expect(await trial.run([])).toEqual({ exitCode: appExitCode, stdout: '', stderr: 'the app is open\n' });
  });
});

describe('the help', () => {
  it.each([[['--help']], [['help']]])('is shown for %j', async (args) => {
    const trial = await createTrial();

    const { exitCode, stdout, stderr } = await trial.run(args);

    expect(exitCode).toBe(0);
    expect(stdout).toContain('Usage: bdl [options] [command]');
    expect(stdout).toContain('First steps:');
    for (const command of commands) expect(stdout).toMatch(new RegExp(`^  ${command} `, 'm'));
    expect(stderr).toBe('');
  });

  it.each(commands)('of %s is German throughout', async (command) => {
    const trial = await createTrial({ language: 'de' });

    const { exitCode, stdout } = await trial.run([command, '--help']);

    expect(exitCode).toBe(0);
    expect(stdout).toContain(`Aufruf: bdl ${command} [Optionen]`);
    expect(stdout).toContain('diese Hilfe zeigen');
    expect(stdout).not.toMatch(
      /Usage|Options:|options\]|display help|Arguments|Commands|Examples|<(?:name|node|lab|count|file)>/,
    );
  });

  it.each(['up', 'exec', 'ssh', 'snapshot', 'restore', 'trash', 'images'])(
    'of %s ends with examples',
    async (command) => {
      const trial = await createTrial();

      const { stdout } = await trial.run([command, '--help']);

      expect(stdout).toMatch(new RegExp(`Examples:\\n  bdl ${command}`));
    },
  );

  it('shows the version', async () => {
    const trial = await createTrial();

    expect((await trial.run(['--version'])).stdout).toBe('0.0.0\n');
  });
});

describe('up', () => {
  it('says before it begins which hypervisor it takes, and why', async () => {
    const trial = await createTrial();

    const { stderr } = await trial.run(['up', '--nodes', '2']);

    expect(stderr.split('\n')[0]).toContain('QEMU runs nodes fast here.');
  });

  it('gives no reason for what was asked for by name', async () => {
    const trial = await createTrial();

    const { exitCode, stderr } = await trial.run(['up', '--nodes', '2', '--hypervisor', 'qemu']);

    expect(exitCode).toBe(0);
    expect(stderr).not.toContain('QEMU runs nodes fast here.');
  });
});

describe('a command line that cannot be understood', () => {
  const cases: readonly (readonly [readonly string[], string, string, string])[] = [
    [['strat'], 'unknown-command', 'There is no command "strat".', 'Did you mean start?'],
    [['--colour'], 'unknown-option', '"bdl" has no option "--colour".', '"bdl --help"'],
    [['up', '--nodse', '3'], 'unknown-option', '"bdl up" has no option "--nodse".', 'Did you mean --nodes?'],
    [['up', '--name'], 'missing-option-value', 'The option "--name <name>" needs a value.', 'bdl up [options]'],
    [['ssh'], 'missing-argument', '"bdl ssh" needs to know more: node.', 'bdl ssh [options] <node> [command...]'],
    [['status', 'Big', 'Data'], 'too-many-arguments', 'Big, Data.', 'names with blanks go into quotes'],
    [
      ['trash', 'restore'],
      'missing-argument',
      '"bdl trash restore" needs to know more: name.',
      'bdl trash restore <name>',
    ],
    [['trash', 'burn'], 'invalid-input', 'The value "burn" for the trash does not work', '--help'],
    [['snapshot', ' '], 'invalid-input', 'the name of the snapshot', '--help'],
  ];

  it.each(cases)('%j is answered with what is wrong and how it goes', async (...[args, , what, next]) => {
    const trial = await createTrial();

    const { exitCode, stdout, stderr } = await trial.run(args);

    expect(exitCode).toBe(2);
    expect(stdout).toBe('');
    const [first = '', second = ''] = stderr.split('\n');
    expect(first).toContain(what);
    expect(second).toMatch(/^ {2}→ /);
    expect(second).toContain(next);
  });

  it.each(cases)('%j comes with --json in the envelope of every other failure', async (args, code, what) => {
    const trial = await createTrial();
    // An option without its value would take --json for it.
    const words = code === 'missing-option-value' ? [args[0] ?? '', '--json', ...args.slice(1)] : [...args, '--json'];

    const { exitCode, stdout, stderr } = await trial.run(words);

    expect(exitCode).toBe(2);
    const { error } = parseFailure(stdout);
    expect(error.code).toBe(code);
    expect(error.message).toContain(what);
    expect(error.hint).not.toBe('');
    expect(stderr).toBe('');
  });

  it('is answered in German to a German', async () => {
    const trial = await createTrial({ language: 'de' });

    const { stderr } = await trial.run(['ssh']);

    expect(stderr).toBe(
      '✗ Bei „bdl ssh“ fehlt eine Angabe: Knoten.\n  → So geht es: bdl ssh [Optionen] <Knoten> [Befehl...]\n',
    );
  });
});

describe('--json', () => {
  it.each<[readonly string[], z.ZodType]>([
    [['check'], methods['host.check'].response],
    [['plan', '--name', 'Zweites'], methods['lab.plan'].response],
    [['up', '--name', 'Zweites', '--nodes', '1'], methods['lab.create'].response],
    [['list'], methods['lab.list'].response],
    [['status'], methods['lab.status'].response],
    [['stop'], methods['lab.stop'].response],
    [['start'], methods['lab.start'].response],
    [['save'], methods['lab.save'].response],
    [['repair'], methods['lab.repair'].response],
    [['snapshot', 'first'], methods['lab.snapshot'].response],
    [['add'], methods['lab.add'].response],
    [['remove', 'pi-200', '--yes'], methods['lab.remove'].response],
    [['reset', 'pi-200', '--yes'], methods['lab.reset'].response],
    [['exec', '--lab', 'Labor'], methods['lab.exec'].response],
    [['ssh'], z.strictObject({ program: z.string(), args: z.array(z.string()) })],
    [['password'], methods['lab.password'].response],
    [['delete', '--yes'], methods['lab.delete'].response],
    [['trash'], methods['trash.list'].response],
    [['trash', 'empty', '--yes'], methods['trash.empty'].response],
    [['images'], methods['images.list'].response],
    [['images', '--fetch', 'ubuntu-26.04'], methods['images.fetch'].response],
    [['doctor'], doctorReportSchema],
  ])('of %j is one document in the shape of the contract, and nothing else is said', async (args, schema) => {
    const trial = await createLab();
    const tail = args[0] === 'exec' ? ['hostname'] : args[0] === 'ssh' ? ['pi-200'] : [];

    const { exitCode, stdout, stderr } = await trial.run([...args, '--json', ...tail]);

    expect(exitCode).toBe(0);
    expect(stderr).toBe('');
    const value = parseOk(schema, stdout);
    expect(JSON.parse(stdout)).toEqual({ ok: true, value });
  });

  it.each<[readonly string[], string, number]>([
    [['status', 'Nichts'], 'lab-not-found', 2],
    [['restore', 'nope', '--yes'], 'snapshot-not-found', 2],
    [['trash', 'restore', 'Nichts'], 'not-in-trash', 2],
    [['remove', 'pi-9', '--yes'], 'node-not-found', 2],
    [['images', '--remove', 'nope', '--yes'], 'image-not-known', 6],
    [['delete'], 'confirmation-needed', 2],
  ])('of %j that fails is one document too: %s', async (args, code, expected) => {
    const trial = await createLab();

    const { exitCode, stdout, stderr } = await trial.run([...args, '--json']);

    expect(exitCode).toBe(expected);
    expect(parseFailure(stdout).error.code).toBe(code);
    expect(stderr).toBe('');
  });
});

describe('a question before something is lost', () => {
  const cases: readonly (readonly [readonly string[], RegExp])[] = [
    [['delete'], /Move the lab "Labor" \(pi-200, pi-201\) to the trash\?/],
    [['delete', '--purge'], /Delete the lab "Labor" \(pi-200, pi-201\) for ever\?/],
    [['remove', 'pi-201'], /Remove pi-201 and delete its disk\?/],
    [['reset', 'pi-201'], /Make pi-201 anew\?/],
    [['restore', 'first'], /Put the lab back to "first"\?/],
    [['trash', 'empty'], /Empty the trash\?/],
    [['images', '--remove', 'x'], /Remove x\?/],
  ];

  it.each(cases)('%j changes nothing when the answer is no', async (args, question) => {
    const trial = await createLab();
    await trial.ok('snapshot', 'first');
    const before = await trial.tree();
    const calls = trial.driver.calls.length;

    const { exitCode, stderr } = await trial.run(args, { answers: ['n'] });

    expect(exitCode).toBe(130);
    expect(stderr).toMatch(question);
    expect(stderr).toContain('Cancelled.');
    expect(await trial.tree()).toEqual(before);
    expect(trial.driver.calls.slice(calls).filter(({ method }) => !/^(?:inspect|list)/.test(method))).toEqual([]);
  });

  it.each(cases)('%j changes nothing where nobody can answer, and names --yes', async (args) => {
    const trial = await createLab();
    await trial.ok('snapshot', 'first');
    const before = await trial.tree();

    const { exitCode, stderr } = await trial.run(args);

    expect(exitCode).toBe(2);
    expect(stderr).toContain('Add --yes if you are sure.');
    expect(await trial.tree()).toEqual(before);
  });

  it.each([
    ['en', 'y'],
    ['en', 'yes'],
    ['de', 'j'],
    ['de', 'Ja'],
  ] as const)('in %s takes %j for a yes', async (language, answer) => {
    const trial = await createLab(language);

    const { exitCode } = await trial.run(['delete'], { answers: [answer] });

    expect(exitCode).toBe(0);
    expect((await trial.deps.store.listLabs()).labs).toEqual([]);
  });
});

describe('German', () => {
  it('is spoken from the first word to the last', async () => {
    const trial = await createTrial({ language: 'de' });

    const up = await trial.run(['up', '--name', 'Größe 1', '--nodes', '2']);
    const status = await trial.ok('status');
    const list = await trial.ok('list');
    const stop = await trial.run(['stop']);

    expect(up.stdout).toContain('Das Labor „Größe 1“ ist bereit.');
    expect(up.stderr).toContain('✓ Labor „Größe 1“ und seine Schlüssel anlegen');
    expect(status).toContain('Größe 1: läuft');
    expect(list).toMatch(/^NAME +ZUSTAND +KNOTEN +HYPERVISOR +SUBNETZ\nGröße 1 +läuft/);
    expect(stop.stderr).toContain('✓ pi-200 herunterfahren');
    expect(`${up.stdout}${up.stderr}${status}${list}${stop.stderr}`).not.toMatch(/\b(?:the|is|of|lab|node|state)\b/i);
  });
});

describe('where nothing is yet', () => {
  it.each([
    [['list'], 0, 'There is no lab yet.'],
    [['trash'], 0, 'The trash is empty.'],
    [['status'], 2, 'There is no lab yet.'],
    [['stop'], 2, '"bdl up" makes one.'],
    [['exec', 'hostname'], 2, '"bdl up" makes one.'],
  ])('%j says so', async (args, exitCode, words) => {
    const trial = await createTrial();

    const ran = await trial.run(args);

    expect(ran.exitCode).toBe(exitCode);
    expect(`${ran.stdout}${ran.stderr}`).toContain(words);
  });
});

describe('a lab that runs slowly', () => {
  it.each([
    ['slow', 'Hyper-V'],
    ['software', 'emulates the CPU'],
  ] as const)('says why once, while it runs (%s)', async (mode, words) => {
    const trial = await createTrial({ driver: { execution: { mode, evidence: [] } } });
    await trial.ok('up', '--name', 'Labor', '--nodes', '2');

    expect((await trial.ok('status')).split(words)).toHaveLength(2);
    await trial.ok('stop');
    expect(await trial.ok('status')).not.toContain(words);
  });
});
