import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { CpuArchitecture } from '../../domain/ids.ts';
import { baseUserData, type GuestPreparation, type SharedPreparation } from './base-seed.ts';
import { errorCommands, lateCommands, sayCommand } from './autoinstall-commands.ts';
import { networkConfig, networkSettings } from './network-config.ts';
import { toCloudConfig, toCloudYaml, type SeedFiles } from './seed-files.ts';

/** A base that is installed from a medium before it is prepared. */
export interface InstalledPreparation extends GuestPreparation {
  readonly architecture: CpuArchitecture;
}

/**
 * What the installer leaves behind so that the first boot of its system finds its own settings instead of a seed (subiquity,
 * `models/subiquity.py` and `models/network.py`). A node has to find its seed: these go before the base is prepared.
 */
const leftovers = [
  '/etc/cloud/cloud-init.disabled',
  '/etc/cloud/ds-identify.cfg',
  '/etc/cloud/cloud.cfg.d/90-installer-network.cfg',
  '/etc/cloud/cloud.cfg.d/99-installer.cfg',
  '/etc/cloud/cloud.cfg.d/subiquity-disable-cloudinit-networking.cfg',
  '/etc/netplan/00-installer-config.yaml',
  '/etc/netplan/00-installer-config-wifi.yaml',
] as const;

const localeSchema = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/);
const layoutSchema = z.string().regex(/^[a-z][a-z0-9]*$/);
const variantSchema = z.string().regex(/^[a-z0-9_]*$/);
const timezoneSchema = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._/+-]*$/);

/** The first boot of the installed system: the preparation of every base, after the installer's own settings are gone. */
function installedUserData(preparation: GuestPreparation): object {
  const userData = baseUserData(preparation);
  return { ...userData, runcmd: [['rm', '-f', ...leftovers], ...userData.runcmd] };
}

/**
 * Answers to everything Ubuntu's installer could ask (autoinstall version 1). No `identity`: a base has no user, as nodes bring
 * their own; subiquity is content with `user-data` instead (`controllers/identity.py`). Nothing in it needs the Internet:
 * packages that are not on the medium are not asked for, and without a mirror the installation goes on offline.
 */
function autoinstallSettings(preparation: InstalledPreparation): object {
  const [layout = '', variant = ''] = preparation.keyboard.split(/-(.*)/s);
  return {
    version: 1,
    'interactive-sections': [],
    'refresh-installer': { update: false },
    locale: localeSchema.parse(preparation.locale),
    keyboard: { layout: layoutSchema.parse(layout), variant: variantSchema.parse(variant) },
    timezone: timezoneSchema.parse(preparation.timezone),
    source: { id: 'ubuntu-server', search_drivers: false },
    drivers: { install: false },
    network: networkSettings(preparation.natMac),
    apt: { geoip: false, fallback: 'offline-install' },
    // The seed may be a disk too: of all disks the largest is the one to install on. The last partition can grow in clones.
    storage: { layout: { name: 'direct', match: { size: 'largest' } }, swap: { size: 0 } },
    ssh: { 'install-server': true, 'allow-pw': false },
    updates: 'security',
    'early-commands': [sayCommand],
    'late-commands': lateCommands(preparation.architecture),
    'error-commands': errorCommands,
    'user-data': installedUserData(preparation),
    // The disk comes before the medium in the boot order: what starts next is the installed system, which prepares itself.
    shutdown: 'reboot',
  };
}

/** The seed on the second CD while a base is installed and prepared. Pure: same input, same bytes. */
export function autoinstallSeedFiles(preparation: InstalledPreparation): SeedFiles {
  return {
    userData: toCloudConfig({ autoinstall: autoinstallSettings(preparation) }),
    metaData: toCloudYaml({ 'instance-id': 'big-data-lab-installation' }),
    networkConfig: networkConfig(preparation.natMac),
  };
}

/** Digest (SHA-256, hex) over the whole recipe of an installed base, without what is of one VM alone. */
export function installationDigest(shared: SharedPreparation, architecture: CpuArchitecture): string {
  const files = autoinstallSeedFiles({ ...shared, architecture, natMac: '00:00:00:00:00:00' });
  return createHash('sha256').update(JSON.stringify(files)).digest('hex');
}
