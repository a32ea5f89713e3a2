import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import {
  basePreparationScript,
  basePreparationSteps,
} from '../../../src-main/guest/documents/base-preparation-script.ts';
import { baseSeedFiles, preparationDigest } from '../../../src-main/guest/documents/base-seed.ts';
import { nodeModules } from '../../../src-main/guest/documents/cloud-init-modules.ts';
import { preparation } from './seed-inputs.ts';

interface WrittenFile {
  readonly path: string;
  readonly content: string;
}

function readFiles(userData: string): ReadonlyMap<string, string> {
  const document = parse(userData, { version: '1.1' }) as { readonly write_files: readonly WrittenFile[] };
  return new Map(document.write_files.map(({ path, content }) => [path.replace('/run/big-data-lab/', ''), content]));
}

describe('baseSeedFiles', () => {
  it('writes every wish into a file of its own in memory', () => {
    const files = readFiles(baseSeedFiles({ ...preparation, keyboard: 'no-nodeadkeys', upgrade: true }).userData);

    expect(files.get('locale')).toBe('en_US.UTF-8\n');
    expect(files.get('keyboard-layout')).toBe('no\n');
    expect(files.get('keyboard-variant')).toBe('nodeadkeys\n');
    expect(files.get('timezone')).toBe('Europe/Berlin\n');
    expect(files.get('upgrade')).toBe('yes\n');
  });

  it('makes no user and no key, so that nobody can enter a base', () => {
    const document = parse(baseSeedFiles(preparation).userData) as Readonly<Record<string, unknown>>;
    const modules = Object.keys(document).filter((key) => key.endsWith('_modules'));

    expect(modules).toHaveLength(3);
    expect(modules.flatMap((key) => document[key])).not.toContain('users_groups');
    expect(modules.flatMap((key) => document[key])).not.toContain('ssh');
    expect(baseSeedFiles(preparation).userData).not.toMatch(/passwd|ssh_authorized_keys/);
  });

  it('leaves settings for the nodes, with the data sources on one line for a reader that is a shell script', () => {
    const settings = readFiles(baseSeedFiles(preparation).userData).get('node-modules.cfg') ?? '';

    expect(settings.split('\n')[0]).toBe('datasource_list: [NoCloud, None]');
    expect(parse(settings, { version: '1.1' })).toEqual({ datasource_list: ['NoCloud', 'None'], ...nodeModules });
  });

  it('waits for its only adapter, as a boot with none to wait for takes two minutes more', () => {
    expect(parse(baseSeedFiles(preparation).networkConfig)).toMatchObject({ ethernets: { nat: { optional: false } } });
  });

  it.each([{ locale: 'x; reboot' }, { keyboard: '$(reboot)' }, { timezone: '../../etc/passwd\n' }, { locale: '' }])(
    'refuses %j',
    (wrong) => {
      expect(() => baseSeedFiles({ ...preparation, ...wrong })).toThrow();
    },
  );
});

describe('the preparation script', () => {
  it('announces each step once, in order, with the right number of steps', () => {
    const announced = [...basePreparationScript.matchAll(/^begin (\S+)$/gm)].map(([, step]) => step);

    expect(announced).toEqual([...basePreparationSteps]);
    expect(basePreparationScript).toContain(`say "step $number/${String(basePreparationSteps.length)} $step"`);
  });
});

describe('preparationDigest', () => {
  it('is the same for the same wishes, whatever VM prepares the base', () => {
    const other = { ...preparation, natMac: '52:54:00:00:00:99' };

    expect(preparationDigest(preparation)).toMatch(/^[0-9a-f]{64}$/);
    expect(preparationDigest(other)).toBe(preparationDigest(preparation));
  });

  it.each([{ locale: 'de_DE.UTF-8' }, { keyboard: 'us' }, { timezone: 'Europe/Vienna' }, { upgrade: true }])(
    'changes with %j',
    (wish) => {
      expect(preparationDigest({ ...preparation, ...wish })).not.toBe(preparationDigest(preparation));
    },
  );
});
