import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import type { ValidateFunction } from 'ajv';
import AjvDraft04 from 'ajv-draft-04';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { baseModules, nodeModules } from '../../../src-main/guest/documents/cloud-init-modules.ts';
import { baseSeedFiles } from '../../../src-main/guest/documents/base-seed.ts';
import { nodeSeedFiles } from '../../../src-main/guest/documents/node-seed.ts';
import { firstNode, preparation } from './seed-inputs.ts';

const fixtures = join(import.meta.dirname, '../../fixtures/cloud-init');
/** Debian 12, Debian 13 (and what Ubuntu 24.04 was updated to), Ubuntu 26.04's generation. */
const versions = ['22.4.2', '25.1.4', '26.2'] as const;

function readSchema(fileName: string): object {
  return JSON.parse(readFileSync(join(fixtures, fileName), 'utf8')) as object;
}

type Validator = (document: unknown) => readonly string[];

function toValidator(validate: ValidateFunction): Validator {
  return (document) => {
    validate(document);
    return (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message ?? ''}`);
  };
}

const settings = { strict: false, allErrors: true, validateFormats: false };
const validators = new Map(
  versions.map((version) => [
    version,
    toValidator(new AjvDraft04.default(settings).compile(readSchema(`cloud-config-${version}.json`))),
  ]),
);
const validateNetwork = toValidator(new Ajv(settings).compile(readSchema('network-config-v2-26.2.json')));

/** Everything the schema has against a cloud-config; PyYAML reads YAML 1.1. */
function findFaults(version: (typeof versions)[number], text: string): readonly string[] {
  return validators.get(version)?.(parse(text, { version: '1.1' })) ?? ['no schema'];
}

function findNetworkFaults(text: string): readonly string[] {
  return validateNetwork({ network: parse(text, { version: '1.1' }) as unknown });
}

describe.each(versions)('the schema of cloud-init %s', (version) => {
  it('accepts the user-data of a base', () => {
    expect(findFaults(version, baseSeedFiles(preparation).userData)).toEqual([]);
  });

  it('accepts the user-data of a node, with a proxy and without', () => {
    expect(findFaults(version, nodeSeedFiles(firstNode).userData)).toEqual([]);
    expect(findFaults(version, nodeSeedFiles({ ...firstNode, proxy: 'http://proxy.example:3128' }).userData)).toEqual(
      [],
    );
  });

  it('knows every module of the reduced lists', () => {
    const lists = { ...nodeModules };

    expect(findFaults(version, JSON.stringify(lists))).toEqual([]);
    expect(findFaults(version, JSON.stringify(baseModules))).toEqual([]);
    expect(findFaults(version, JSON.stringify({ ...lists, cloud_final_modules: ['no_such_module'] }))).not.toEqual([]);
  });

  it('refuses what is wrong, so that accepting means something', () => {
    const { userData } = nodeSeedFiles(firstNode);

    expect(findFaults(version, userData.replace('hostname: pi-200', 'hostname: [pi-200]'))).not.toEqual([]);
    expect(findFaults(version, userData.replace('lock_passwd: false', 'lock_passwd: maybe'))).not.toEqual([]);
    expect(findFaults(version, userData.replace('permissions: "0644"', 'permissions: 0644'))).not.toEqual([]);
  });
});

describe('the schema of network-config version 2', () => {
  it.each([
    ['a base', baseSeedFiles(preparation).networkConfig],
    ['a node', nodeSeedFiles(firstNode).networkConfig],
  ])('accepts the one of %s', (_, text) => {
    expect(findNetworkFaults(text)).toEqual([]);
  });

  it('refuses an unknown setting', () => {
    const { networkConfig } = nodeSeedFiles(firstNode);

    expect(findNetworkFaults(networkConfig.replace('dhcp4: true', 'dhcp4: perhaps'))).not.toEqual([]);
  });
});
