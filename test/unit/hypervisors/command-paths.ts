import type { PlatformPath } from 'node:path';
import { expect } from 'vitest';
import type { BaseDefinition, NodeDefinition } from '../../../src-main/hypervisors/driver.ts';
import { machineArgs, type MachineDescription } from '../../../src-main/hypervisors/qemu/argv.ts';
import { vmFiles } from '../../../src-main/hypervisors/qemu/files.ts';
import { imageArgs } from '../../../src-main/hypervisors/qemu/image-tool.ts';
import * as vbox from '../../../src-main/hypervisors/virtualbox/argv.ts';
import { createFixedDisk, showDisk } from '../../../src-main/hypervisors/virtualbox/media-argv.ts';
import { createPreview } from '../../../src-main/hypervisors/virtualbox/preview.ts';
import { attachFloppy, setTrialHardware } from '../../../src-main/hypervisors/virtualbox/trial-argv.ts';
import { baseIdSchema, labIdSchema } from '../../../src-main/domain/ids.ts';
import { readPlatform, type PlatformSource } from '../../../src-main/platform/platform.ts';
import { createPaths } from '../../../src-main/store/file-names.ts';
import { baseDefinition, nodeDefinition, sealedBase } from './virtualbox/definitions.ts';

/** A home, an image and where the data shall lie. */
export interface Place {
  readonly platform: 'win32' | 'darwin';
  readonly homeDir: string;
  readonly env: Readonly<Record<string, string>>;
  readonly imagePath: string;
}

/** What everything is called in one place. */
export interface Definitions {
  readonly dataDir: string;
  readonly base: BaseDefinition;
  readonly node: NodeDefinition;
  readonly sharedPath: string;
}

/** The definitions as the labs service makes them, for a computer with these folders. */
export function defineIn({ platform, homeDir, env, imagePath }: Place, path: PlatformPath): Definitions {
  const common = { arch: 'x64', uid: platform === 'win32' ? -1 : 501, userName: 'zofie', hostName: 'laptop' };
  const source: PlatformSource = { ...common, env, platform, homeDir, tmpDir: path.join(homeDir, 'tmp') };
  const { dataDir } = readPlatform(source);
  const paths = createPaths(dataDir);
  const baseDir = paths.baseVmDir(baseIdSchema.parse('base-0001'));
  const labId = labIdSchema.parse('labor-0001');
  const nodeDir = path.join(paths.labDir(labId), 'nodes', 'pi-200');
  const sharedPath = path.join(paths.labDir(labId), 'shared', 'one.img');
  return {
    dataDir,
    sharedPath,
    base: {
      ...baseDefinition,
      ref: { ...baseDefinition.ref, dir: baseDir },
      source: { kind: 'disk-image', imagePath },
      seedPath: path.join(baseDir, 'seed.iso'),
      serialLogPath: path.join(baseDir, 'serial.log'),
    },
    node: {
      ...nodeDefinition,
      ref: { ...nodeDefinition.ref, dir: nodeDir },
      base: { ...sealedBase, dir: baseDir },
      seedPath: path.join(nodeDir, 'seed.iso'),
      serialLogPath: path.join(nodeDir, 'serial.log'),
      sharedDiskPaths: [sharedPath],
    },
  };
}

/** Arguments of every call of VirtualBox in which a path stands. */
export function virtualBoxArguments({ base, node, sharedPath }: Definitions): readonly string[] {
  const preview = createPreview('VBoxManage', { major: 7, minor: 2, patch: 22 });
  const isoPath = base.source.kind === 'disk-image' ? base.source.imagePath : '';
  const lines = [
    ...preview.createBase(base),
    ...preview.createBase({ ...base, source: { kind: 'installer', isoPath } }),
    ...preview.sealBase(base.ref),
    ...preview.createNode(node),
    ...preview.startNode(node),
  ].map(({ args }) => args);
  const others = [
    createFixedDisk(sharedPath, 16),
    vbox.register(node.seedPath),
    vbox.exportVm(node.ref, sharedPath),
    showDisk(sharedPath),
    attachFloppy(node.ref, node.seedPath),
    setTrialHardware(node.ref, { architecture: 'amd64', serialPath: node.serialLogPath }),
  ];
  return [...lines, ...others].flat();
}

/** The same for QEMU, each path taken out of its option. */
export function qemuPaths({ base, node }: Definitions): readonly string[] {
  const files = vmFiles(node.ref.dir);
  const baseFiles = vmFiles(base.ref.dir);
  const description: MachineDescription = {
    ...{ vmId: node.ref.vmId, name: node.ref.name, architecture: 'amd64', accelerator: 'whpx', qemuMajor: 10 },
    ...{ machine: null, cpus: 2, memoryMiB: 1024, diskPath: files.disk, diskMayBeLost: false, installerPath: null },
    ...{ seedPath: node.seedPath, serialLogPath: node.serialLogPath, serialSocketPath: null },
    ...{ sharedDiskPaths: node.sharedDiskPaths, natMac: node.natMac, sshPort: 2200, internal: null },
    ...{ control: { kind: 'tcp', port: 33_000 }, pidPath: files.pid, paused: false },
    firmware: {
      codePath: files.efiVariables,
      variablesPath: files.efiVariables,
      variablesCopyPath: files.efiVariables,
    },
  };
  const isoPath = base.source.kind === 'disk-image' ? base.source.imagePath : '';
  const images = [
    imageArgs.convert(isoPath, baseFiles.disk, 'qcow2'),
    imageArgs.createClone(files.disk, baseFiles.disk, 1),
  ];
  const args = machineArgs(description);
  const options = args.flatMap((argument, index) => {
    const flag = args[index - 1];
    if (flag === '-blockdev') return filenamesIn(JSON.parse(argument));
    if (flag === '-pidfile') return [argument];
    const named = /(?:^|,)(?:path|file)=((?:[^,]|,,)*)/.exec(argument)?.[1];
    return named === undefined ? [] : [named.replaceAll(',,', ',')];
  });
  return [...options, ...images.flat().filter((argument) => /[\\/]/.test(argument))];
}

function filenamesIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'filename' && typeof inner === 'string' ? [inner] : filenamesIn(inner),
  );
}

/** Every argument that names a place in the data folder or the image is one of `expected`, and all of those occur. */
export function expectPaths(found: readonly string[], dataDir: string, expected: readonly string[]): void {
  const named = new Set(found.filter((argument) => argument.includes(dataDir) || expected.includes(argument)));
  expect([...named].sort()).toEqual([...new Set(expected)].sort());
}
