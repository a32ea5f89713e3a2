import { cableAdapters, cableAdapterSchema } from '../../domain/cables.ts';
import { LabError } from '../../domain/failure.ts';
import { confirm } from './confirm.ts';
import type { CliContext, CommonOptions } from './context.ts';
import { findLabOfNode } from './lab-choice.ts';
import { changeLab } from './power-commands.ts';
import type { Registrar } from './registrar.ts';

interface DrillOptions extends CommonOptions {
  readonly adapter?: string;
}

const drills = ['power-cut', 'unplug', 'plug'] as const;

/** `drill`: what a computer in a cluster must be able to endure. */
export function addDrillCommand(registrar: Registrar): void {
  registrar.add<DrillOptions>(
    {
      name: 'drill',
      args: '<action> <node>',
      withYes: true,
      withExamples: true,
      options: [['--adapter <adapter>', 'help.option-adapter']],
    },
    (context, options, [action = '', node = '']) => runDrill(context, options, { action, node }),
  );
}

async function runDrill(
  context: CliContext,
  options: DrillOptions,
  { action, node }: { readonly action: string; readonly node: string },
): Promise<number> {
  const drill = drills.find((known) => known === action);
  if (drill === undefined) throw invalid('drill', action, drills);
  const adapter = cableAdapterSchema.safeParse(options.adapter ?? 'internal');
  if (!adapter.success) throw invalid('adapter', options.adapter ?? '', cableAdapters);
  const { labId: lab } = await findLabOfNode(context, node);
  if (drill === 'power-cut') {
    await confirm(context, options, context.t('cli.confirm-power-cut', { node }));
    return changeLab(context, options, ['lab.cutPower', { lab, node }]);
  }
  const request = { lab, node, adapter: adapter.data, connected: drill === 'plug' };
  return changeLab(context, options, ['lab.setCable', request]);
}

function invalid(field: string, value: string, expected: readonly string[]): LabError {
  const params = { field, value, expected: expected.join(', ') };
  return new LabError('invalid-input', `unknown ${field} '${value}'`, { params });
}
