import { createHash } from 'node:crypto';
import { z } from 'zod';
import { basePreparationScript } from './base-preparation-script.ts';
import { cloudInitGenerator, onlineUnit, waitOnline } from './base-additions.ts';
import { baseModules, nodeModules } from './cloud-init-modules.ts';
import { networkConfig } from './network-config.ts';
import type { SeedFiles } from './seed-files.ts';
import { toCloudConfig, toCloudYaml, toWrittenFile } from './seed-files.ts';

/** What is baked into a base; labs that agree on it and on the image share one base. */
export interface GuestPreparation {
  /** `en_US.UTF-8` */
  readonly locale: string;
  /** Layout of the console keyboard, with its variant behind a dash: `de`, `de-nodeadkeys`. */
  readonly keyboard: string;
  /** `Europe/Berlin` */
  readonly timezone: string;
  /** Bring the packages up to date, if the package sources can be reached. */
  readonly upgrade: boolean;
  /** MAC of the NAT adapter of the VM in which the base is prepared. */
  readonly natMac: string;
}

/** Folder in the guest's memory that holds the preparation: nothing of it is left on the disk. */
const workDir = '/run/big-data-lab';

const wishSchema = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._/+-]*$/);

/**
 * What cloud-init finds in the base. Its systemd generator is a shell script, which reads the list of sources only when it stands
 * on one line; with these two it has nothing to search for.
 */
const nodeSettings = `datasource_list: [NoCloud, None]\n${toCloudYaml(nodeModules)}`;

function preparationFiles(preparation: GuestPreparation): readonly object[] {
  const [layout = '', variant = ''] = preparation.keyboard.split(/-(.*)/s);
  // One value to a file: no value is ever part of a script.
  const wishes = {
    locale: wishSchema.parse(preparation.locale),
    'keyboard-layout': wishSchema.parse(layout),
    'keyboard-variant': variant === '' ? '' : wishSchema.parse(variant),
    timezone: wishSchema.parse(preparation.timezone),
    upgrade: preparation.upgrade ? 'yes' : 'no',
    'big-data-lab-online.service': onlineUnit,
    'wait-online': waitOnline,
    'cloud-init-generator': cloudInitGenerator,
    'node-modules.cfg': nodeSettings,
  };
  return [
    toWrittenFile(`${workDir}/prepare.sh`, '0700', basePreparationScript),
    ...Object.entries(wishes).map(([name, value]) =>
      toWrittenFile(`${workDir}/${name}`, '0600', `${value.trimEnd()}\n`),
    ),
  ];
}

/**
 * The seed for the one boot in which a base is prepared; the guest powers itself off at the end. It has no user, no
 * password and no SSH key: progress and result are read from its serial log (`serial-progress.ts`).
 */
export function baseSeedFiles(preparation: GuestPreparation): SeedFiles {
  return {
    userData: toCloudConfig(baseUserData(preparation)),
    metaData: toCloudYaml({ 'instance-id': 'big-data-lab-base', 'local-hostname': 'big-data-lab-base' }),
    networkConfig: networkConfig(preparation.natMac),
  };
}

/** What cloud-init does at the first boot of a base, before it was put into a seed. */
export function baseUserData(preparation: GuestPreparation): Readonly<Record<string, unknown>> & {
  readonly runcmd: readonly (readonly string[])[];
} {
  return {
    ...baseModules,
    write_files: preparationFiles(preparation),
    // As its own unit after cloud-init's last one: cloud-init writes its results when it ends, and they must be cleaned too.
    runcmd: [
      [
        'systemd-run',
        '--no-block',
        '--unit=big-data-lab-prepare',
        '--property=After=cloud-final.service',
        '/bin/sh',
        `${workDir}/prepare.sh`,
      ],
    ],
  };
}

/** What labs agree on when they share a base; the MAC of the preparing VM leaves no trace in it. */
export type SharedPreparation = Omit<GuestPreparation, 'natMac'>;

/** Digest (SHA-256, hex) over the whole recipe: wishes, script and module lists. Part of a base's key. */
export function preparationDigest({ locale, keyboard, timezone, upgrade }: SharedPreparation): string {
  const files = baseSeedFiles({ locale, keyboard, timezone, upgrade, natMac: '00:00:00:00:00:00' });
  return createHash('sha256').update(JSON.stringify(files)).digest('hex');
}
