import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import type { ValidateFunction } from 'ajv';
import AjvDraft04 from 'ajv-draft-04';
import { parse } from 'yaml';

const fixtures = join(import.meta.dirname, '../../fixtures');
/** Debian 12, Debian 13 (and what Ubuntu 24.04 was updated to), Ubuntu 26.04's generation. */
export const cloudInitVersions = ['22.4.2', '25.1.4', '26.2'] as const;
export type CloudInitVersion = (typeof cloudInitVersions)[number];

function readSchema(path: string): object {
  return JSON.parse(readFileSync(join(fixtures, path), 'utf8')) as object;
}

/** Everything a schema has against a document, one text for each. */
type Validator = (document: unknown) => readonly string[];

function toValidator(validate: ValidateFunction): Validator {
  return (document) => {
    validate(document);
    return (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message ?? ''}`);
  };
}

const settings = { strict: false, allErrors: true, validateFormats: false };
const validators = new Map(
  cloudInitVersions.map((version) => [
    version,
    toValidator(new AjvDraft04.default(settings).compile(readSchema(`cloud-init/cloud-config-${version}.json`))),
  ]),
);
const validateNetwork = toValidator(new Ajv(settings).compile(readSchema('cloud-init/network-config-v2-26.2.json')));
const validateAutoinstall = toValidator(new Ajv(settings).compile(readSchema('subiquity/autoinstall-schema.json')));

/** A document as cloud-init and the installer read it: PyYAML speaks YAML 1.1. */
export function readCloudYaml(text: string): unknown {
  return parse(text, { version: '1.1' });
}

/** Everything the schema of this cloud-init has against a cloud-config. */
export function findFaults(version: CloudInitVersion, document: unknown): readonly string[] {
  return validators.get(version)?.(document) ?? ['no schema'];
}

export function findNetworkFaults(document: unknown): readonly string[] {
  return validateNetwork({ network: document });
}

/** Everything the published schema has against what stands below `autoinstall`. */
export function findAutoinstallFaults(settingsBelow: unknown): readonly string[] {
  return validateAutoinstall(settingsBelow);
}
