import { describe, expect, it } from 'vitest';
import {
  autoinstallSeedFiles,
  installationDigest,
  type InstalledPreparation,
} from '../../../src-main/guest/documents/autoinstall-seed.ts';
import { baseSeedFiles } from '../../../src-main/guest/documents/base-seed.ts';
import { readCloudYaml } from './schemas.ts';
import { preparation } from './seed-inputs.ts';

const installed: InstalledPreparation = { ...preparation, keyboard: 'de-nodeadkeys', architecture: 'amd64' };

function autoinstallOf(changes: Partial<InstalledPreparation> = {}): Readonly<Record<string, unknown>> {
  const { userData } = autoinstallSeedFiles({ ...installed, ...changes });
  return (readCloudYaml(userData) as { readonly autoinstall: Readonly<Record<string, unknown>> }).autoinstall;
}

function textOf(section: unknown): string {
  return JSON.stringify(section);
}

describe('the seed of an installation', () => {
  it('answers what the installer asks, from the wishes', () => {
    expect(autoinstallOf()).toMatchObject({
      version: 1,
      locale: 'en_US.UTF-8',
      keyboard: { layout: 'de', variant: 'nodeadkeys' },
      timezone: 'Europe/Berlin',
      network: { version: 2, ethernets: { nat: { match: { macaddress: preparation.natMac }, dhcp4: true } } },
      storage: { layout: { name: 'direct' } },
      ssh: { 'install-server': true, 'allow-pw': false },
    });
  });

  it('leaves nothing to ask and needs no Internet', () => {
    expect(autoinstallOf()).toMatchObject({
      'interactive-sections': [],
      'refresh-installer': { update: false },
      apt: { geoip: false, fallback: 'offline-install' },
    });
    expect(autoinstallOf()).not.toHaveProperty('packages');
    expect(autoinstallOf()).not.toHaveProperty('snaps');
  });

  it('makes no user and no key, so that nobody can enter a base', () => {
    const settings = autoinstallOf();

    expect(settings).not.toHaveProperty('identity');
    expect(textOf(settings)).not.toMatch(/passwd|password|authorized/);
  });

  it('has the installed system prepare itself like every base, after the own settings of the installer are gone', () => {
    const wanted = readCloudYaml(baseSeedFiles(installed).userData) as { readonly runcmd: readonly unknown[] };
    const userData = autoinstallOf()['user-data'] as { readonly runcmd: readonly (readonly string[])[] };

    expect(userData).toEqual({ ...wanted, runcmd: [userData.runcmd[0], ...wanted.runcmd] });
    expect(userData.runcmd[0]?.slice(0, 2)).toEqual(['rm', '-f']);
    expect(userData.runcmd[0]).toContain('/etc/cloud/cloud.cfg.d/99-installer.cfg');
    expect(autoinstallOf()['shutdown']).toBe('reboot');
  });

  it.each([
    ['amd64', 'console=ttyS0'],
    ['arm64', 'console=ttyAMA0'],
  ] as const)('gives the installed system for %s its serial console: %s', (architecture, expected) => {
    expect(textOf(autoinstallOf({ architecture })['late-commands'])).toContain(expected);
  });

  it('says on the serial port when it begins, is done, or has failed, and then switches off', () => {
    const { 'early-commands': early, 'late-commands': late, 'error-commands': failed } = autoinstallOf();

    expect(textOf(early)).toContain('install start');
    expect(textOf(late)).toMatch(/install finish.*install restart/);
    expect(textOf(failed)).toMatch(/failed install.*poweroff/);
  });

  it.each([{ locale: 'x; reboot' }, { keyboard: '$(reboot)' }, { keyboard: 'de-a b' }, { timezone: 'a\nb' }])(
    'refuses %j',
    (wrong) => {
      expect(() => autoinstallOf(wrong)).toThrow();
    },
  );
});

describe('installationDigest', () => {
  it('is the same whatever VM the base is installed in, and another for another wish or processor', () => {
    const digest = installationDigest(preparation, 'amd64');

    expect(installationDigest({ ...preparation }, 'amd64')).toBe(digest);
    expect(installationDigest({ ...preparation, timezone: 'Europe/Vienna' }, 'amd64')).not.toBe(digest);
    expect(installationDigest(preparation, 'arm64')).not.toBe(digest);
  });
});
