import { describe, expect, it } from 'vitest';
import { detectParallels } from '../../../../src-main/hypervisors/parallels/index.ts';
import { CommandError } from '../../../../src-main/process/command.ts';
import type { CommandRunner, CommandSpec } from '../../../../src-main/process/command.ts';
import type { CpuArchitecture } from '../../../../src-main/domain/ids.ts';

const signal = new AbortController().signal;
const version = 'prlctl version 26.1.0 (57000)\n';

interface Answers {
  readonly version?: string;
  readonly license?: string;
  readonly stderr?: string;
  /** Where the programs are; default: the first folder. */
  readonly folder?: string;
}

function fail(spec: CommandSpec, reason: CommandError['reason'], stderr = ''): never {
  const command = { program: spec.program, args: spec.args };
  throw new CommandError(reason, { command, exitCode: reason === 'exit-code' ? 255 : null, stdout: '', stderr });
}

function macWith({
  version: told = version,
  license,
  stderr,
  folder = '/usr/local/bin',
}: Answers): Pick<CommandRunner, 'run'> {
  return {
    run: async (spec) => {
      await Promise.resolve();
      if (!spec.program.startsWith(`${folder}/prl`)) fail(spec, 'missing');
      const isVersion = spec.args.includes('--version');
      if (!isVersion && license === undefined) fail(spec, stderr === undefined ? 'timeout' : 'exit-code', stderr);
      return { exitCode: 0, stdout: isVersion ? told : (license ?? ''), stderr: '', durationMs: 1 };
    },
  };
}

function detect(answers: Answers, architecture: CpuArchitecture = 'arm64'): ReturnType<typeof detectParallels> {
  return detectParallels({ runner: macWith(answers), platform: { architecture }, signal });
}

describe('looking for Parallels', () => {
  it('finds it beside other programs, or in its own folder', async () => {
    const license = '{"edition": "pro", "status": "ACTIVE"}';
    const inApp = '/Applications/Parallels Desktop.app/Contents/MacOS';

    expect(await detect({ license })).toMatchObject({ kind: 'usable', version: '26.1.0', acceleration: 'native' });
    expect(await detect({ license, folder: inApp })).toMatchObject({ kind: 'usable' });
  });

  it('says where it looked when it is not there', async () => {
    const finding = await detect({ folder: '/nowhere' });

    expect(finding.kind).toBe('missing');
    expect(finding.evidence).toContain('/usr/local/bin/prlctl: not found');
  });

  it.each<[string, Answers, string]>([
    [
      'an edition without a command line',
      { license: 'This feature is …\n{"edition": "standard"}' },
      'parallels-edition',
    ],
    ['no licence', { stderr: 'PrlHandle_FromString: Invalid argument' }, 'parallels-licence-missing'],
    ['a trial that is over', { stderr: 'a limited period of time that has now expired' }, 'parallels-licence-expired'],
    ['a licence that nobody understands', { license: 'rubbish' }, 'hypervisor-unusable'],
    ['a program that does not answer', {}, 'hypervisor-unusable'],
    ['another program of that name', { version: 'usage: prlctl' }, 'hypervisor-unusable'],
  ])('is not usable with %s', async (_title, answers, code) => {
    expect(await detect(answers)).toMatchObject({ kind: 'unusable', code });
  });

  it('takes 27 on a Mac with Intel for left over', async () => {
    const license = '{"edition": "pro"}';
    const told = 'prlctl version 27.0.0 (58628)';

    expect(await detect({ license, version: told }, 'amd64')).toMatchObject({ kind: 'unusable', version: '27.0.0' });
    expect(await detect({ license, version: told }, 'arm64')).toMatchObject({ kind: 'usable' });
    expect(await detect({ license }, 'amd64')).toMatchObject({ kind: 'usable' });
  });

  it('shows nothing of the licence but its edition', async () => {
    const license = '{"edition": "pro", "lic_key": "SECRET", "full_name": "Žofie"}';

    expect(JSON.stringify(await detect({ license }))).not.toMatch(/SECRET|Žofie/);
  });
});
