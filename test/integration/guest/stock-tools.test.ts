import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { baseSeedFiles } from '../../../src-main/guest/documents/base-seed.ts';
import { nodeSeedFiles } from '../../../src-main/guest/documents/node-seed.ts';
import { createKeyPair } from '../../../src-main/guest/keys.ts';
import { hashPassword, randomPassword, randomSalt } from '../../../src-main/guest/password.ts';
import { writeSeedImage } from '../../../src-main/guest/seed-image.ts';
import { ansibleInventoryText, knownHostsText, sshConfigText } from '../../../src-main/guest/ssh-files.ts';
import { systemRandom } from '../../../src-main/platform/random.ts';
import { createTestDir } from '../../fakes/test-dir.ts';
import { firstNode, preparation } from '../../unit/guest/seed-inputs.ts';
import { hasTool, runTool } from './tools.ts';

const largeNode = {
  ...firstNode,
  hosts: Array.from({ length: 55 }, (_, index) => ({
    name: `a-rather-long-node-name-${String(index + 200)}`,
    address: `10.77.0.${String(index + 200)}`,
  })),
};

const seeds = [
  { of: 'a base', files: baseSeedFiles(preparation) },
  { of: 'a node', files: nodeSeedFiles(firstNode) },
  { of: 'a node of a large lab', files: nodeSeedFiles(largeNode) },
  { of: 'nobody', files: { userData: '', metaData: 'x', networkConfig: 'ü'.repeat(40_000) } },
];

describe.each(seeds)('the seed image of $of', ({ files }) => {
  async function writeImage(): Promise<string> {
    const path = join(await createTestDir(), 'seed.iso');
    await writeSeedImage(path, files);
    return path;
  }

  it.skipIf(!hasTool('isoinfo'))('is read by isoinfo, with Rock Ridge names and whole contents', async () => {
    const path = await writeImage();
    const read = (name: string): string => runTool('isoinfo', ['-R', '-x', `/${name}`, '-i', path]);

    const list = runTool('isoinfo', ['-R', '-f', '-i', path]).trim().split('\n').toSorted();

    expect(list).toEqual(['/meta-data', '/network-config', '/user-data']);
    expect(read('user-data')).toBe(files.userData);
    expect(read('meta-data')).toBe(files.metaData);
    expect(read('network-config')).toBe(files.networkConfig);
  });

  it.skipIf(!hasTool('blkid'))('is found by its label', async () => {
    const path = await writeImage();

    expect(runTool('blkid', ['-p', '-o', 'value', '-s', 'LABEL', path]).trim()).toBe('cidata');
    expect(runTool('blkid', ['-p', '-o', 'value', '-s', 'TYPE', path]).trim()).toBe('iso9660');
  });
});

describe.skipIf(!hasTool('ssh-keygen', ['-?']))('key pairs', () => {
  it('are whole for ssh-keygen', async () => {
    const dir = await createTestDir();
    // A key may begin with zero bytes, which a careless writer drops: one in 256.
    const pairs = Array.from({ length: 40 }, (_, index) => createKeyPair(`key ${String(index)}`));
    for (const [index, pair] of pairs.entries()) {
      const path = join(dir, `id_${String(index)}`);
      await writeFile(path, pair.private, { mode: 0o600 });

      expect(runTool('ssh-keygen', ['-y', '-f', path]).trim()).toBe(pair.public);
    }
  });
});

describe.skipIf(!hasTool('openssl', ['version']))('password hashes', () => {
  it.each([
    'x',
    'größe €',
    'a'.repeat(63),
    'a'.repeat(64),
    'a'.repeat(65),
    'b'.repeat(200),
    randomPassword(systemRandom),
  ])('of %j are the same as those of openssl', (password) => {
    const salt = randomSalt(systemRandom);

    const expected = runTool('openssl', ['passwd', '-6', '-salt', salt, '-stdin'], password).trim();

    expect(hashPassword(password, salt)).toBe(expected);
  });
});

describe.skipIf(!hasTool('ssh', ['-V']) || process.platform === 'win32')('the ssh_config', () => {
  it.each(['plain', 'Žofie Novák (Gäste)', "it's 50% %d", 'a"b', String.raw`back\slash`, '#x $HOME ~'])(
    'is read by ssh from a folder named %s',
    async (name) => {
      const dir = join(await createTestDir(), name);
      const config = join(await createTestDir(), 'config');
      const node = { name: 'pi-200', port: 2200, hostKey: createKeyPair('pi-200').public };
      const access = { user: 'pi', identityFile: `${dir}/id_ed25519`, knownHostsFile: `${dir}/known_hosts` };
      await writeFile(config, sshConfigText({ ...access, nodes: [node] }));

      const lines = runTool('ssh', ['-G', '-F', config, 'pi-200']).split('\n');

      expect(lines).toContain(`userknownhostsfile ${dir}/known_hosts`);
      // Shown before its % signs are replaced.
      expect(lines).toContain(`identityfile ${dir.replaceAll('%', '%%')}/id_ed25519`);
      expect(lines).toContain('hostname 127.0.0.1');
      expect(lines).toContain('port 2200');
      expect(lines).toContain('user pi');
      expect(lines).toContain('hostkeyalias pi-200');
      expect(lines).toContain('stricthostkeychecking true');
      expect(lines).toContain('identitiesonly yes');
    },
  );

  it.skipIf(!hasTool('ssh-keygen', ['-?']))('finds the key of a node in known_hosts by its name', async () => {
    const path = join(await createTestDir(), 'known_hosts');
    const hostKey = createKeyPair('pi-200').public;
    await writeFile(path, knownHostsText([{ name: 'pi-200', hostKey }]));

    const found = runTool('ssh-keygen', ['-F', 'pi-200', '-f', path]);

    expect(found).toContain(hostKey.split(' ')[1]);
  });
});

describe.skipIf(!hasTool('ansible-inventory'))('the Ansible inventory', () => {
  it.each(['Žofie Novák (Gäste)', "it's 50%"])('is read by Ansible from a folder named %s', async (name) => {
    const path = join(await createTestDir(), 'inventory.yaml');
    await writeFile(path, ansibleInventoryText(`/labs/${name}/ssh/config`, ['pi-200', 'pi-201']));

    const host = JSON.parse(runTool('ansible-inventory', ['-i', path, '--host', 'pi-201'])) as unknown;

    expect(host).toMatchObject({ ansible_python_interpreter: 'auto_silent' });
    expect(
      runTool(
        'python3',
        [
          '-c',
          'import json,shlex,sys; print("\\n".join(shlex.split(json.load(sys.stdin)["ansible_ssh_common_args"])))',
        ],
        JSON.stringify(host),
      ),
    ).toBe(`-F\n/labs/${name}/ssh/config\n`);
  });
});
