import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { hostsFileText } from '../../../src-main/guest/documents/hosts-file.ts';
import { nodeSeedFiles } from '../../../src-main/guest/documents/node-seed.ts';
import { toCloudYaml } from '../../../src-main/guest/documents/seed-files.ts';
import { firstNode } from './seed-inputs.ts';

/** As PyYAML reads it. */
function read(text: string): Record<string, never> {
  return parse(text, { version: '1.1' }) as Record<string, never>;
}

describe('nodeSeedFiles', () => {
  const files = nodeSeedFiles(firstNode);
  const userData = read(files.userData);

  it('begins user-data with the line that names its kind', () => {
    expect(files.userData.split('\n')[0]).toBe('#cloud-config');
  });

  it('names the instance and the host in meta-data', () => {
    expect(read(files.metaData)).toEqual({ 'instance-id': firstNode.instanceId, 'local-hostname': 'pi-200' });
  });

  it('makes one user who enters with the lab key and becomes root without a password', () => {
    expect(userData.users).toEqual([
      expect.objectContaining({
        name: 'pi',
        sudo: 'ALL=(ALL) NOPASSWD:ALL',
        lock_passwd: false,
        hashed_passwd: firstNode.passwordHash,
        ssh_authorized_keys: [firstNode.authorizedKey],
      }),
    ]);
    expect(userData.ssh_pwauth).toBe(false);
  });

  it('brings the host key the app made and lets no other be made', () => {
    expect(userData.ssh_keys).toEqual({
      ed25519_private: firstNode.hostKey.private,
      ed25519_public: firstNode.hostKey.public,
    });
    expect(userData.ssh_deletekeys).toBe(true);
    expect(userData.ssh_genkeytypes).toEqual(['ed25519']);
  });

  it('finds adapters by MAC, renames none, and gives the lab adapter no gateway and no IPv6', () => {
    expect(read(files.networkConfig)).toEqual({
      version: 2,
      ethernets: {
        nat: {
          match: { macaddress: '52:54:00:aa:bb:02' },
          dhcp4: true,
          'dhcp-identifier': 'mac',
          dhcp6: false,
          'accept-ra': false,
          optional: true,
        },
        lab: {
          match: { macaddress: '52:54:00:aa:bb:03' },
          dhcp4: false,
          dhcp6: false,
          'accept-ra': false,
          addresses: ['10.77.0.200/24'],
          'link-local': [],
          optional: true,
        },
      },
    });
  });

  it('tells programs of the proxy, except for the way to other nodes', () => {
    const { userData: text } = nodeSeedFiles({ ...firstNode, proxy: 'http://proxy.example:3128' });

    expect(text).toContain('Acquire::http::Proxy "http://proxy.example:3128";');
    expect(text).toContain('no_proxy=localhost,127.0.0.1,pi-200,10.77.0.200,');
  });

  it.each([
    ['a host name with a blank', { hostname: 'pi 200' }],
    ['a host name with a line break', { hostname: 'pi\nusers: []' }],
    ['a neighbour with a line break', { hosts: [{ name: 'pi-201\n127.0.0.1 x', address: '10.77.0.201' }] }],
    ['an address that is none', { address: '10.77.0.999' }],
    ['a MAC without colons', { labMac: '525400aabb03' }],
    ['a proxy with a quote', { proxy: 'http://proxy.example/";x' }],
    ['a proxy that is no URL', { proxy: 'proxy' }],
  ])('refuses %s', (_, wrong) => {
    expect(() => nodeSeedFiles({ ...firstNode, ...wrong })).toThrow();
  });
});

describe('hostsFileText', () => {
  it('leads every node name to its address on the internal network and none to a loopback address', () => {
    const lines = hostsFileText(firstNode.hosts).split('\n');

    expect(lines).toContain('10.77.0.200 pi-200');
    expect(lines).toContain('10.77.0.202 pi-202');
    expect(lines.filter((line) => line.startsWith('127.'))).toEqual(['127.0.0.1 localhost']);
  });
});

describe('toCloudYaml', () => {
  it.each([
    'no',
    'on',
    'yes',
    '0644',
    '1:30',
    '1e3',
    '~',
    '0x10',
    '.5',
    '2026-01-01',
    '#x',
    'a: b',
    '- a',
    ' x ',
    "it's",
  ])('keeps the text %j a text for a YAML 1.1 reader', (text) => {
    expect(read(toCloudYaml({ key: text }))).toEqual({ key: text });
  });

  it('brings back every text', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' })), (texts) => {
        expect(read(toCloudYaml({ ...texts }))).toEqual({ ...texts });
      }),
    );
  });
});
