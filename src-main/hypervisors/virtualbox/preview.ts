import type { CommandLine } from '../../process/command.ts';
import type { CommandPreview } from '../driver.ts';
import { cloneVm, seedPort, startVm } from './argv.ts';
import type { Argv, VBoxVersion } from './argv.ts';
import { baseLines, diskLines, sealLines, unplugLines } from './create-base.ts';
import { nodeLines } from './create-node.ts';

/** As promised by `CommandPreview`, from the same builders that the driver runs. */
export function createPreview(program: string, version: VBoxVersion): CommandPreview {
  const lines = (all: readonly Argv[]): readonly CommandLine[] => all.map((args) => ({ program, args }));
  return {
    createBase: (definition) => lines([...diskLines(definition), ...baseLines(definition, version)]),
    sealBase: (ref) => lines([...unplugLines(ref, [seedPort]), ...sealLines(ref)]),
    createNode: (definition) => lines([cloneVm(definition), ...nodeLines(definition)]),
    startNode: ({ ref }) => lines([startVm(ref)]),
  };
}
