import { describe, expect, it } from 'vitest';
import { baseModules, nodeModules } from '../../../src-main/guest/documents/cloud-init-modules.ts';
import { baseSeedFiles } from '../../../src-main/guest/documents/base-seed.ts';
import { nodeSeedFiles } from '../../../src-main/guest/documents/node-seed.ts';
import * as schemas from './schemas.ts';
import { firstNode, preparation } from './seed-inputs.ts';

function findFaults(version: schemas.CloudInitVersion, text: string): readonly string[] {
  return schemas.findFaults(version, schemas.readCloudYaml(text));
}

function findNetworkFaults(text: string): readonly string[] {
  return schemas.findNetworkFaults(schemas.readCloudYaml(text));
}

describe.each(schemas.cloudInitVersions)('the schema of cloud-init %s', (version) => {
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
