import { describe, expect, it } from 'vitest';
import { sshCandidates } from '../../../src-main/terminals/ssh-command.ts';

describe('the SSH client', () => {
  it.each([
    { id: 'linux', env: { PATH: '/usr/local/bin:bin::/usr/bin' }, paths: ['/usr/local/bin/ssh', '/usr/bin/ssh'] },
    { id: 'macos', env: { PATH: '/usr/bin' }, paths: ['/usr/bin/ssh'] },
    { id: 'linux', env: {}, paths: [] },
    {
      id: 'windows',
      env: { Path: String.raw`C:\Tools;relative`, SystemRoot: String.raw`C:\Windows` },
      paths: [String.raw`C:\Tools\ssh.exe`, String.raw`C:\Windows\System32\OpenSSH\ssh.exe`],
    },
    { id: 'windows', env: { PATH: '' }, paths: [] },
  ] as const)('is looked for on $id in $paths', ({ id, env, paths }) => {
    expect(sshCandidates({ id, env })).toEqual(paths);
  });
});
