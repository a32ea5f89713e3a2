import { join } from 'node:path';

import type { BaseId, HypervisorId, LabId } from '../domain/ids.ts';

/**
 * Every place in the data folder. Nobody else makes up a path in it.
 *
 *     images/<sha256>/                 one base image, under its digest
 *     bases/<id>/base.json             one base: record; vm/ is the folder of its VM
 *     labs/<id>/lab.json               one lab: record
 *     labs/<id>/journal.jsonl          what was done to it, one line per event
 *     labs/<id>/ssh/                   keys, ssh_config and known_hosts of the lab
 *     labs/<id>/nodes/<name>/          one node: disk, seed image, serial log
 *     trash/<id>/                      what was deleted, until it is purged
 *     logs/bdl.log                     log of the app
 *     settings.json                    choices of the user
 *     draft.json                       where the wizard stands
 *     draft-password.json              the password chosen there, until the lab is made
 *     window.json                      how the window stood; window/ is what Chromium keeps
 *     forecast.json                    how long steps took on this computer
 *     hypervisor-trials.json           what came out when hypervisors were tried
 *     trial/<hypervisor>/              the throw-away VM of a trial, while it is under way
 *
 * A lock lies beside the folder it protects (`labs/<id>.lock`), so that it outlives the folder's deletion.
 */
export interface DataPaths {
  readonly dataDir: string;
  readonly settingsFile: string;
  readonly draftFile: string;
  readonly draftPasswordFile: string;
  readonly windowFile: string;
  /** Owned by Electron. */
  readonly windowProfileDir: string;
  readonly forecastFile: string;
  readonly trialsFile: string;
  /** Held while a throw-away VM is there. */
  readonly trialLockFile: string;
  /** Owned by the driver. */
  readonly trialDir: (hypervisor: HypervisorId) => string;
  readonly logsDir: string;
  readonly logFile: string;
  readonly trashDir: string;

  readonly imagesDir: string;
  /** `digest` is the SHA-256 of the image, hexadecimal. */
  readonly imageDir: (digest: string) => string;
  /** Written last: a folder with it holds a whole image. */
  readonly imageRecordFile: (digest: string) => string;
  /** What is being fetched or built. */
  readonly imageWorkDir: string;
  /** Held while the images change. */
  readonly imagesLockFile: string;

  readonly basesDir: string;
  readonly baseDir: (baseId: BaseId) => string;
  readonly baseFile: (baseId: BaseId) => string;
  /** Held while the base is prepared. */
  readonly baseLockFile: (baseId: BaseId) => string;
  /** Owned by the driver. */
  readonly baseVmDir: (baseId: BaseId) => string;

  readonly labsDir: string;
  /** Held while names, addresses and ports of a new lab are chosen and written down. */
  readonly planLockFile: string;
  readonly labDir: (labId: LabId) => string;
  readonly labFile: (labId: LabId) => string;
  /** Held while the lab is changed. */
  readonly labLockFile: (labId: LabId) => string;
  readonly journalFile: (labId: LabId) => string;
  /** The spec as YAML, to share and to make the same lab again. */
  readonly specFile: (labId: LabId) => string;
  /** Ansible inventory. */
  readonly inventoryFile: (labId: LabId) => string;
  readonly sshDir: (labId: LabId) => string;
  /** Private key of the lab; the public one has `.pub` behind it. */
  readonly labKeyFile: (labId: LabId) => string;
  readonly sshConfigFile: (labId: LabId) => string;
  readonly knownHostsFile: (labId: LabId) => string;
  /** Owned by the driver: what it needs for the internal network. */
  readonly networkDir: (labId: LabId) => string;
  readonly sharedDiskFile: (labId: LabId, diskName: string) => string;
  readonly nodesDir: (labId: LabId) => string;
  /** Owned by the driver. */
  readonly nodeDir: (labId: LabId, nodeName: string) => string;
}

function baseAndImagePaths(imagesDir: string, basesDir: string) {
  return {
    imagesDir,
    imageDir: (digest) => join(imagesDir, digest),
    imageRecordFile: (digest) => join(imagesDir, digest, 'image.json'),
    imageWorkDir: join(imagesDir, 'work'),
    imagesLockFile: join(imagesDir, 'work', 'images.lock'),
    basesDir,
    baseDir: (baseId) => join(basesDir, baseId),
    baseFile: (baseId) => join(basesDir, baseId, 'base.json'),
    baseLockFile: (baseId) => join(basesDir, `${baseId}.lock`),
    baseVmDir: (baseId) => join(basesDir, baseId, 'vm'),
  } satisfies Partial<DataPaths>;
}

function labPaths(labsDir: string) {
  return {
    labsDir,
    planLockFile: join(labsDir, 'planning.lock'),
    labDir: (labId) => join(labsDir, labId),
    labFile: (labId) => join(labsDir, labId, 'lab.json'),
    labLockFile: (labId) => join(labsDir, `${labId}.lock`),
    journalFile: (labId) => join(labsDir, labId, 'journal.jsonl'),
    specFile: (labId) => join(labsDir, labId, 'spec.yaml'),
    inventoryFile: (labId) => join(labsDir, labId, 'inventory.yaml'),
    sshDir: (labId) => join(labsDir, labId, 'ssh'),
    labKeyFile: (labId) => join(labsDir, labId, 'ssh', 'id_ed25519'),
    sshConfigFile: (labId) => join(labsDir, labId, 'ssh', 'config'),
    knownHostsFile: (labId) => join(labsDir, labId, 'ssh', 'known_hosts'),
    networkDir: (labId) => join(labsDir, labId, 'network'),
    sharedDiskFile: (labId, diskName) => join(labsDir, labId, 'shared', `${diskName}.img`),
    nodesDir: (labId) => join(labsDir, labId, 'nodes'),
    nodeDir: (labId, nodeName) => join(labsDir, labId, 'nodes', nodeName),
  } satisfies Partial<DataPaths>;
}

/** True for what `imageDir` is named after: a SHA-256, hexadecimal. */
export function isImageDigest(name: string): boolean {
  return /^[0-9a-f]{64}$/.test(name);
}

/** Names every place below `dataDir`; touches nothing. */
export function createPaths(dataDir: string): DataPaths {
  const logsDir = join(dataDir, 'logs');
  return {
    dataDir,
    settingsFile: join(dataDir, 'settings.json'),
    draftFile: join(dataDir, 'draft.json'),
    draftPasswordFile: join(dataDir, 'draft-password.json'),
    windowFile: join(dataDir, 'window.json'),
    windowProfileDir: join(dataDir, 'window'),
    forecastFile: join(dataDir, 'forecast.json'),
    trialsFile: join(dataDir, 'hypervisor-trials.json'),
    trialLockFile: join(dataDir, 'trial.lock'),
    trialDir: (hypervisor) => join(dataDir, 'trial', hypervisor),
    logsDir,
    logFile: join(logsDir, 'bdl.log'),
    trashDir: join(dataDir, 'trash'),
    ...baseAndImagePaths(join(dataDir, 'images'), join(dataDir, 'bases')),
    ...labPaths(join(dataDir, 'labs')),
  };
}
