import { writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { labIdSchema } from '../../../src-main/domain/ids.ts';
import { createKeyPair } from '../../../src-main/guest/keys.ts';
import { sshConfigText } from '../../../src-main/guest/ssh-files.ts';
import { systemClock } from '../../../src-main/platform/clock.ts';
import { silentLogger } from '../../../src-main/platform/logger.ts';
import { readPlatform } from '../../../src-main/platform/platform.ts';
import { systemRandom } from '../../../src-main/platform/random.ts';
import { createTerminalService } from '../../../src-main/terminals/create-terminal-service.ts';
import { createSshTargets } from '../../../src-main/terminals/ssh-command.ts';
import { createStartPty } from '../../../src-main/terminals/start-pty.ts';
import type { TerminalService } from '../../../src-main/terminals/terminal-service.ts';
import { createTestDir } from '../../fakes/test-dir.ts';
import { hasTool } from '../guest/tools.ts';
import { attachScreen } from './set-up.ts';

/** A port where nobody listens. */
async function findClosedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** The terminals of one lab whose only node is off, as the product builds them. */
async function createSshTerminals(env: NodeJS.ProcessEnv): Promise<TerminalService> {
  const dir = await createTestDir();
  const sshConfigFile = join(dir, 'config');
  const node = { name: 'pi-200', port: await findClosedPort(), hostKey: createKeyPair('pi-200').public };
  const access = { user: 'pi', identityFile: join(dir, 'id'), knownHostsFile: join(dir, 'known'), nodes: [node] };
  await writeFile(sshConfigFile, sshConfigText(access));
  const platform = readPlatform({
    env,
    platform: process.platform,
    arch: process.arch,
    homeDir: dir,
    uid: -1,
    userName: 'test',
    hostName: 'laptop',
    tmpDir: dir,
  });
  const lab = { labId: labIdSchema.parse('bigdata'), nodes: ['pi-200'], sshConfigFile };
  const service = createTerminalService({
    findTarget: createSshTargets(async () => lab, platform),
    startPty: createStartPty({ platformId: platform.id, clock: systemClock, logger: silentLogger }),
    openConsole: () => Promise.reject(new Error('no consoles here')),
    random: systemRandom,
    clock: systemClock,
    logger: silentLogger,
  });
  onTestFinished(() => service.closeAll());
  return service;
}

const size = { cols: 80, rows: 24 };

describe.skipIf(!hasTool('ssh', ['-V']))('a terminal on a node', () => {
  it('is the ssh of this computer with the configuration of the lab', async () => {
    const service = await createSshTerminals(process.env);
    const { terminalId } = await service.open({ kind: 'ssh', lab: 'bigdata', node: 'pi-200', ...size });
    const screen = attachScreen(service, terminalId);
    screen.followFromNowOn();

    await expect.poll(() => screen.exit(), { timeout: 50_000 }).toEqual({ exitCode: 255 });
    expect(screen.tail()).toContain('127.0.0.1');
    expect(screen.tail()).toContain('refused');
  });

  it.each(['pi-201', '-oProxyCommand=reboot', ''])('is not opened on %j, which is no node of the lab', async (node) => {
    const service = await createSshTerminals(process.env);

    await expect(service.open({ kind: 'ssh', lab: 'bigdata', node, ...size })).rejects.toMatchObject({
      code: 'node-not-found',
    });
    expect(service.list()).toEqual([]);
  });
});

describe.skipIf(process.platform === 'win32')('a computer without ssh', () => {
  it('is told so', async () => {
    const service = await createSshTerminals({ PATH: await createTestDir() });

    await expect(service.open({ kind: 'ssh', lab: 'bigdata', node: 'pi-200', ...size })).rejects.toMatchObject({
      code: 'ssh-missing',
    });
  });
});
