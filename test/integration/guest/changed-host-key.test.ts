import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createKeyPair } from '../../../src-main/guest/keys.ts';
import { knownHostsText, sshConfigText } from '../../../src-main/guest/ssh-files.ts';
import { createTestDir } from '../../fakes/test-dir.ts';
import { finish, startFakeSshd, type FakeSshd } from './fake-sshd.ts';
import { hasTool } from './tools.ts';

interface Ended {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

interface Stock {
  readonly server: FakeSshd;
  readonly knownHostsPath: string;
  /** Runs a command on the node as any program of the user's would. */
  readonly ssh: () => Promise<Ended>;
}

/** A node that answers, and the files of its lab, which say that it has `hostKey`; null: they know of none. */
async function createStock(hostKey: (server: FakeSshd) => string | null): Promise<Stock> {
  const server = await startFakeSshd((_command, _input, channel) => finish(channel, 'hello\n'));
  const dir = await createTestDir();
  const [configPath, knownHostsPath, keyPath] = ['config', 'known_hosts', 'id_ed25519'].map((name) => join(dir, name));
  if (configPath === undefined || knownHostsPath === undefined || keyPath === undefined) throw new Error('no paths');
  const key = hostKey(server);
  const node = { name: 'pi-200', port: server.port, hostKey: key ?? '' };
  const access = { user: 'pi', identityFile: keyPath, knownHostsFile: knownHostsPath, nodes: [node] };
  await writeFile(keyPath, server.privateKey, { mode: 0o600 });
  await writeFile(knownHostsPath, key === null ? '' : knownHostsText([node]));
  await writeFile(configPath, sshConfigText(access));
  // Not waited for synchronously: the server answers in this process.
  const ssh = (): Promise<Ended> =>
    new Promise((resolve) => {
      const child = execFile('ssh', ['-F', configPath, 'pi-200', 'whoami'], (_error, stdout, stderr) => {
        resolve({ exitCode: child.exitCode ?? -1, stdout, stderr });
      });
      child.stdin?.end();
    });
  return { server, knownHostsPath, ssh };
}

describe.skipIf(!hasTool('ssh', ['-V']) || process.platform === 'win32')('stock ssh with the files of a lab', () => {
  it('enters a node that has the key of its lab: the refusals below would be seen', async () => {
    const { server, ssh } = await createStock(({ hostKey }) => hostKey);

    expect(await ssh()).toMatchObject({ exitCode: 0, stdout: 'hello\n' });
    expect(server.commands).toEqual(['whoami']);
  });

  it('refuses whoever has another key, sends nothing, and remembers nothing of it', async () => {
    const { server, ssh, knownHostsPath } = await createStock(() => createKeyPair('pi-200').public);
    const before = await readFile(knownHostsPath, 'utf8');

    const { exitCode, stdout, stderr } = await ssh();

    expect(exitCode).toBe(255);
    expect(stdout).toBe('');
    expect(stderr).toContain('REMOTE HOST IDENTIFICATION HAS CHANGED');
    expect(server.connections()).toBe(1);
    expect(server.commands).toEqual([]);
    expect(await readFile(knownHostsPath, 'utf8')).toBe(before);
  });

  it('asks nobody about a node whose key the lab does not know, and refuses it', async () => {
    const { server, ssh, knownHostsPath } = await createStock(() => null);

    const { exitCode, stderr } = await ssh();

    expect(exitCode).toBe(255);
    expect(stderr).toContain('Host key verification failed');
    expect(server.commands).toEqual([]);
    expect(await readFile(knownHostsPath, 'utf8')).toBe('');
  });
});
