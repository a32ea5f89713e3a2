import { describe, expect, test } from 'vitest';

import { CommandError, formatCommand } from '../../../src-main/process/command.ts';
import { toCommandError, toStartError } from '../../../src-main/process/command-failure.ts';

describe('formatCommand', () => {
  test.each([
    { args: ['list', 'vms'], line: 'VBoxManage list vms' },
    { args: ['--groups', '/Big Data Labor'], line: "VBoxManage --groups '/Big Data Labor'" },
    { args: ["it's"], line: `VBoxManage 'it'\\''s'` },
    { args: [''], line: "VBoxManage ''" },
    { args: ['$(reboot)', '*'], line: "VBoxManage '$(reboot)' '*'" },
  ])('writes $line', ({ args, line }) => {
    expect(formatCommand({ program: 'VBoxManage', args })).toBe(line);
  });

  test('hides secrets, also those that quoting would change', () => {
    const line = formatCommand({ program: 'tool', args: ["--password=it's me"] }, ["it's me", '']);

    expect(line).toBe("tool '--password=***'");
  });
});

describe('toCommandError', () => {
  test('hides secrets in arguments, output and message', () => {
    const spec = { program: 'tool', args: ['--password', 'geheim'], redactions: ['geheim'] };

    const error = toCommandError('exit-code', spec, { exitCode: 3, stdout: 'geheim', stderr: 'no geheim here\n' });

    expect(error).toMatchObject({ reason: 'exit-code', exitCode: 3, stdout: '***', stderr: 'no *** here\n' });
    expect(error.command).toEqual({ program: 'tool', args: ['--password', '***'] });
    expect(error.message).toBe('tool failed (exit-code 3): no *** here');
  });
});

describe('toStartError', () => {
  const spec = { program: 'tool', args: [] };

  test.each(['ENOENT', 'EACCES', 'ENOTDIR', 'ENOEXEC'])('says that the program is missing on %s', async (code) => {
    const cause = Object.assign(new Error('spawn'), { code });

    const error = await toStartError(spec, cause);

    expect(error).toBeInstanceOf(CommandError);
    expect(error).toMatchObject({ reason: 'missing', exitCode: null, cause });
  });

  test('does not call a program missing when the system is out of processes', async () => {
    const error = await toStartError(spec, Object.assign(new Error('spawn'), { code: 'EAGAIN' }));

    expect(error).not.toBeInstanceOf(CommandError);
    expect(error.message).toContain('EAGAIN');
  });
});
