import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { labSpecSchema } from '../../../src-main/domain/lab-spec.ts';
import { ansibleInventoryText, knownHostsText, specText, sshConfigText } from '../../../src-main/guest/ssh-files.ts';

const nodes = [
  { name: 'pi-200', port: 2200, hostKey: 'ssh-ed25519 AAAAC3Nz pi-200' },
  { name: 'pi-201', port: 2201, hostKey: 'ssh-ed25519 AAAAC3Nx' },
];

function configFor(dir: string): string {
  return sshConfigText({ user: 'pi', identityFile: `${dir}/id_ed25519`, knownHostsFile: `${dir}/known_hosts`, nodes });
}

describe('sshConfigText', () => {
  it('has a block for each node that checks the host key under its name', () => {
    const blocks = configFor('/home/zofie/lab').split(/^(?=Host )/m);

    expect(blocks).toHaveLength(2);
    expect(blocks[1]).toContain('Host pi-201\n');
    expect(blocks[1]).toContain('  HostName 127.0.0.1\n  Port 2201\n');
    expect(blocks[1]).toContain('  HostKeyAlias pi-201\n');
    expect(blocks[1]).toContain('  StrictHostKeyChecking yes\n');
  });

  it.each([
    ['blanks and umlauts', '/home/Žofie Novák (Gäste)', '"/home/Žofie Novák (Gäste)/id_ed25519"'],
    ['per cent signs', '/data/50%', '"/data/50%%/id_ed25519"'],
    ['quotes', '/data/a"b', String.raw`"/data/a\"b/id_ed25519"`],
    ['a drive of Windows', String.raw`C:\Users\Žofie N`, '"C:/Users/Žofie N/id_ed25519"'],
  ])('writes paths with %s so that ssh reads them', (_, dir, quoted) => {
    expect(configFor(dir)).toContain(`  IdentityFile ${quoted}\n`);
  });
});

describe('knownHostsText', () => {
  it('has one line for each node: name, kind and key', () => {
    expect(knownHostsText(nodes)).toBe('pi-200 ssh-ed25519 AAAAC3Nz\npi-201 ssh-ed25519 AAAAC3Nx\n');
  });
});

describe('ansibleInventoryText', () => {
  it('lists the nodes and leads through the ssh_config', () => {
    expect(parse(ansibleInventoryText("/labs/it's mine/config", ['pi-200', 'pi-201']))).toEqual({
      all: {
        vars: {
          ansible_ssh_common_args: `-F '/labs/it'"'"'s mine/config'`,
          ansible_python_interpreter: 'auto_silent',
        },
        children: { lab: { hosts: { 'pi-200': {}, 'pi-201': {} } } },
      },
    });
  });
});

describe('specText', () => {
  it('can be read back as the same spec', () => {
    const spec = labSpecSchema.parse({ name: 'Big Data (Größe 1)', nodes: 3, keyboard: 'no' });

    expect(labSpecSchema.parse(parse(specText(spec)))).toEqual(spec);
  });
});
