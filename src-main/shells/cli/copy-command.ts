import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { TransferReceipt } from '../../contract/file-views.ts';
import { LabError } from '../../domain/failure.ts';
import { chooseLab, findLabOfNode } from './lab-choice.ts';
import type { CliContext, CommonOptions } from './context.ts';
import type { Registrar } from './registrar.ts';
import { runWithProgress } from './run-operation.ts';

interface CopyOptions extends CommonOptions {
  readonly lab?: string;
  readonly node?: string;
}

/** `copy`: a file of this computer to the home of the user on one node or on all. */
export function addCopyCommand(registrar: Registrar): void {
  registrar.add<CopyOptions>(
    {
      name: 'copy',
      args: '<file>',
      withLab: true,
      withExamples: true,
      options: [['--node <node>', 'help.option-node']],
    },
    (context, options, [path = '']) => copyFile(context, options, path),
  );
}

async function copyFile(context: CliContext, options: CopyOptions, path: string): Promise<number> {
  const sizeBytes = await sizeOf(path);
  const { lab, nodes } = await findNodes(context, options);
  const files = await context.openFiles();
  const { transferId } = await files.begin({ lab, nodes: [...nodes], name: basename(path), sizeBytes });
  const transfer = files.take(transferId);
  let places: TransferReceipt['places'] = [];
  return runWithProgress(context, options, {
    run: async (call) => {
      const result = await transfer(createReadStream(path), call);
      places = result.places;
      return result.operation;
    },
    done: () => places.map((place) => `${place.node}: ${place.path}`).join('\n'),
  });
}

async function findNodes(
  context: CliContext,
  { lab: named, node }: CopyOptions,
): Promise<{ readonly lab: string; readonly nodes: readonly string[] }> {
  if (node !== undefined) return { lab: (await findLabOfNode(context, node)).labId, nodes: [node] };
  const lab = await chooseLab(context, named);
  const { nodes } = await context.api['lab.status']({ lab }, context);
  return { lab, nodes: nodes.map(({ name }) => name) };
}

async function sizeOf(path: string): Promise<number> {
  try {
    const found = await stat(path);
    if (found.isFile()) return found.size;
  } catch (error) {
    throw notAFile(path, error);
  }
  throw notAFile(path);
}

function notAFile(path: string, cause?: unknown): LabError {
  const params = { field: 'file', value: path, expected: '/…/data.csv' };
  return new LabError('invalid-input', `no file at '${path}'`, { params, cause });
}
