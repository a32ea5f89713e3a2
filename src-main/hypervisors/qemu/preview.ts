import type { CommandLine } from '../../process/command.ts';
import type { CommandPreview } from '../driver.ts';
import type { QemuContext } from './context.ts';
import { controlSocketPath, vmFiles } from './files.ts';
import { imageArgs } from './image-tool.ts';
import { startArgs } from './machine.ts';
import { portsOf } from './port-blocks.ts';
import { newNodeRecord } from './vm-record.ts';

/** The commands the driver would run, made by the same builders. */
export function createPreview(ctx: QemuContext): CommandPreview {
  const img = (args: readonly string[]): CommandLine => ({ program: ctx.programs.img, args });
  return {
    createBase: ({ ref, source, diskBytes }) => {
      const { disk } = vmFiles(ref.dir);
      if (source.kind === 'installer') return [img(imageArgs.createEmpty(disk, diskBytes))];
      return [img(imageArgs.convert(source.imagePath, disk, 'qcow2')), img(imageArgs.resize(disk, diskBytes))];
    },
    sealBase: ({ dir }) => {
      const { disk } = vmFiles(dir);
      const isWindows = ctx.platform.id === 'windows';
      return [isWindows ? { program: 'attrib', args: ['+R', disk] } : { program: 'chmod', args: ['0444', disk] }];
    },
    createNode: ({ ref, base, diskBytes }) => [
      img(imageArgs.createClone(vmFiles(ref.dir).disk, vmFiles(base.dir).disk, diskBytes)),
    ],
    startNode: (definition) => {
      const { dir, vmId } = definition.ref;
      // The port of the cable is chosen when the network starts; any of them shows what the command is like.
      const control = { kind: 'unix', path: controlSocketPath(ctx.platform.runtimeDir, vmId) } as const;
      const choices = { dir, control, ports: portsOf(0, 0), paused: false };
      return [{ program: ctx.programs.system, args: startArgs(ctx, newNodeRecord(definition), choices) }];
    },
  };
}
