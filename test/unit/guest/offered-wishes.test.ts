import { describe, expect, it } from 'vitest';
import { labSpecSchema } from '../../../src-main/domain/lab-spec.ts';
import { autoinstallSeedFiles } from '../../../src-main/guest/documents/autoinstall-seed.ts';
import { baseSeedFiles, type GuestPreparation } from '../../../src-main/guest/documents/base-seed.ts';
import { nodeSeedFiles } from '../../../src-main/guest/documents/node-seed.ts';
import { offeredKeyboards, offeredTimezones } from '../../../src-renderer/features/setup-wizard/model/offers.ts';
import { cloudInitVersions, findAutoinstallFaults, findFaults, findNetworkFaults, readCloudYaml } from './schemas.ts';
import { firstNode, preparation } from './seed-inputs.ts';

interface Autoinstall {
  readonly autoinstall: Readonly<Record<string, unknown>>;
}

/** What subiquity adds before it validates the settings of the installed system (`models/subiquity.py`). */
const addedBySubiquity = { growpart: { mode: 'off' }, resize_rootfs: false, ssh_pwauth: false };

/** Everything that the published schemas have against the documents of a base, copied and installed. */
function findAllFaults(wishes: GuestPreparation): readonly string[] {
  const base = baseSeedFiles(wishes);
  const installation = (['amd64', 'arm64'] as const).map((architecture) =>
    autoinstallSeedFiles({ ...wishes, architecture }),
  );
  const networks = [base, ...installation].flatMap(({ networkConfig }) =>
    findNetworkFaults(readCloudYaml(networkConfig)),
  );
  const autoinstalls = installation.map(({ userData }) => (readCloudYaml(userData) as Autoinstall).autoinstall);
  const installed = autoinstalls.map((settings) => ({ ...addedBySubiquity, ...(settings['user-data'] as object) }));
  return [
    ...networks,
    ...autoinstalls.flatMap(findAutoinstallFaults),
    ...cloudInitVersions.flatMap((version) =>
      [readCloudYaml(base.userData), ...installed].flatMap((document) => findFaults(version, document)),
    ),
  ];
}

describe('the documents of a base', () => {
  it.each(offeredKeyboards)('are valid with the keyboard %s, which a spec may name', (keyboard) => {
    expect(labSpecSchema.parse({ name: 'Labor', keyboard })).toMatchObject({ keyboard });
    expect(findAllFaults({ ...preparation, keyboard })).toEqual([]);
  });

  it('are valid with every time zone that is offered, each of which a spec may name', { timeout: 60_000 }, () => {
    const zones = offeredTimezones();

    expect(zones.length).toBeGreaterThan(300);
    for (const timezone of zones) {
      expect(labSpecSchema.parse({ name: 'Labor', timezone })).toMatchObject({ timezone });
      expect(findAllFaults({ ...preparation, timezone }), timezone).toEqual([]);
    }
  });

  // The wizard leaves the language as it is; specs and the command line name others.
  it.each([labSpecSchema.parse({ name: 'Labor' }).locale, 'de_DE.UTF-8', 'C.UTF-8', 'pt_BR.UTF-8'])(
    'are valid with the locale %s',
    (locale) => {
      expect(labSpecSchema.parse({ name: 'Labor', locale })).toMatchObject({ locale });
      expect(findAllFaults({ ...preparation, locale })).toEqual([]);
    },
  );

  it('are not valid when something in them is wrong, so that accepting means something', () => {
    const { userData } = autoinstallSeedFiles({ ...preparation, architecture: 'amd64' });
    const { autoinstall } = readCloudYaml(userData) as Autoinstall;

    expect(findAutoinstallFaults({ ...autoinstall, version: 2 })).not.toEqual([]);
    expect(findAutoinstallFaults({ ...autoinstall, keyboard: { layout: 1 } })).not.toEqual([]);
    expect(findAutoinstallFaults({ ...autoinstall, shutdown: 'halt' })).not.toEqual([]);
  });
});

describe('the documents of a node', () => {
  it.each([
    ['a long name', { user: 'lehrer_2', hostname: `pi-${'2'.repeat(20)}` }],
    ['a proxy', { proxy: 'http://proxy.example:3128' }],
  ])('are valid with %s', (_, changes) => {
    const { userData, networkConfig } = nodeSeedFiles({ ...firstNode, ...changes });

    expect(cloudInitVersions.flatMap((version) => findFaults(version, readCloudYaml(userData)))).toEqual([]);
    expect(findNetworkFaults(readCloudYaml(networkConfig))).toEqual([]);
  });
});
