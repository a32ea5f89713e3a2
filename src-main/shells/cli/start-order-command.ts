import type { StartStages } from '../../domain/start-order.ts';
import { methods } from '../../contract/methods.ts';
import type { Translate } from '../../locales/translate.ts';
import type { CliContext, CommonOptions } from './context.ts';
import { chooseLab } from './lab-choice.ts';
import type { Registrar } from './registrar.ts';
import { printAnswer } from './report.ts';
import { runWithProgress } from './run-operation.ts';

interface OrderOptions extends CommonOptions {
  readonly lab?: string;
}

/** `start-order`: shows which nodes start first, or chooses it; each word is a stage, its nodes joined by commas. */
export function addStartOrderCommand(registrar: Registrar): void {
  registrar.add<OrderOptions>(
    { name: 'start-order', args: '[stages...]', withLab: true, withExamples: true },
    async (context, options, words) => {
      const lab = await chooseLab(context, options.lab);
      return words.length === 0 ? showOrder(context, options, lab) : setOrder(context, options, { lab, words });
    },
  );
}

async function showOrder(context: CliContext, options: OrderOptions, lab: string): Promise<number> {
  const { startStages } = await context.api['lab.status']({ lab }, context);
  const schema = methods['lab.status'].response.shape.startStages;
  return printAnswer(context, options, { schema, value: startStages, text: () => orderText(startStages, context.t) });
}

async function setOrder(
  context: CliContext,
  options: OrderOptions,
  { lab, words }: { readonly lab: string; readonly words: readonly string[] },
): Promise<number> {
  const stages = words.map((word) =>
    word
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== ''),
  );
  const { api, t } = context;
  return runWithProgress(context, options, {
    run: (call) => api['lab.setStartOrder']({ lab, stages }, call),
    done: async ({ target }) => orderText((await api['lab.status']({ lab: target }, context)).startStages, t),
  });
}

function orderText(stages: StartStages, t: Translate): string {
  if (stages.length < 2) return t('nodes.order-together');
  return stages
    .map((stage, index) => t('nodes.order-stage', { number: index + 1, nodes: stage.join(', ') }))
    .join('\n');
}
