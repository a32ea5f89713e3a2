import { join, relative } from 'node:path';

import { expect, test } from 'vitest';

import { baseIdSchema, labIdSchema } from '../../../src-main/domain/ids.ts';
import { createPaths } from '../../../src-main/store/file-names.ts';

const dataDir = join('/home', 'Žofie Novák (Gäste)', 'data');
const paths = createPaths(dataDir);
const labId = labIdSchema.parse('big-data-labor');
const baseId = baseIdSchema.parse('ubuntu-24-04-abcdef');

// These names are a promise: labs of earlier versions lie under them.
test.each([
  [paths.settingsFile, 'settings.json'],
  [paths.draftFile, 'draft.json'],
  [paths.draftPasswordFile, 'draft-password.json'],
  [paths.logFile, 'logs/bdl.log'],
  [paths.trashDir, 'trash'],
  [paths.imageDir('abc123'), 'images/abc123'],
  [paths.baseFile(baseId), 'bases/ubuntu-24-04-abcdef/base.json'],
  [paths.baseVmDir(baseId), 'bases/ubuntu-24-04-abcdef/vm'],
  [paths.baseLockFile(baseId), 'bases/ubuntu-24-04-abcdef.lock'],
  [paths.planLockFile, 'labs/planning.lock'],
  [paths.labFile(labId), 'labs/big-data-labor/lab.json'],
  [paths.labLockFile(labId), 'labs/big-data-labor.lock'],
  [paths.journalFile(labId), 'labs/big-data-labor/journal.jsonl'],
  [paths.specFile(labId), 'labs/big-data-labor/spec.yaml'],
  [paths.inventoryFile(labId), 'labs/big-data-labor/inventory.yaml'],
  [paths.labKeyFile(labId), 'labs/big-data-labor/ssh/id_ed25519'],
  [paths.sshConfigFile(labId), 'labs/big-data-labor/ssh/config'],
  [paths.knownHostsFile(labId), 'labs/big-data-labor/ssh/known_hosts'],
  [paths.networkDir(labId), 'labs/big-data-labor/network'],
  [paths.sharedDiskFile(labId, 'data'), 'labs/big-data-labor/shared/data.img'],
  [paths.nodeDir(labId, 'pi-200'), 'labs/big-data-labor/nodes/pi-200'],
])('%s', (path, below) => {
  expect(relative(dataDir, path).replaceAll('\\', '/')).toBe(below);
});
