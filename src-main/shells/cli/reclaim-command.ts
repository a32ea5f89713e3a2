import { methods } from '../../contract/methods.ts';
import type { ReclaimItem } from '../../contract/reclaim-views.ts';
import type { OperationInfo } from '../../domain/operation.ts';
import { withNeeds } from '../../domain/reclaim.ts';
import type { Translate } from '../../locales/translate.ts';
import { confirm } from './confirm.ts';
import type { CliContext, CommonOptions } from './context.ts';
import type { Registrar } from './registrar.ts';
import { printAnswer } from './report.ts';
import { runWithProgress } from './run-operation.ts';
import { formatBytes, formatTable } from './table.ts';

interface ReclaimOptions extends CommonOptions {
  readonly preview?: boolean;
  readonly all?: boolean;
}

const options = [
  ['--preview', 'help.option-reclaim-preview'],
  ['--all', 'help.option-reclaim-all'],
] as const;

/** `reclaim`. */
export function addReclaimCommand(registrar: Registrar): void {
  registrar.add<ReclaimOptions>({ name: 'reclaim', withYes: true, options }, async (context, given) => {
    const { api, t } = context;
    const { items } = await api['reclaim.preview']({}, context);
    const schema = methods['reclaim.preview'].response;
    const chosen = withNeeds(
      items,
      items.filter(({ byDefault }) => byDefault || given.all === true).map(({ id }) => id),
    );
    if (given.preview === true || chosen.length === 0)
      return printAnswer(context, given, { schema, value: { items }, text: () => previewText(items, chosen, t) });
    context.terminal.note(previewText(items, chosen, t));
    const isForGood = chosen.some(({ kind }) => kind === 'trash');
    await confirm(context, given, t(isForGood ? 'reclaim.confirm-trash' : 'reclaim.confirm'));
    return run(context, given, chosen);
  });
}

function run(context: CliContext, given: CommonOptions, chosen: readonly ReclaimItem[]): Promise<number> {
  return runWithProgress(context, given, {
    run: (call) => context.api['reclaim.run']({ ids: chosen.map(({ id }) => id) }, call),
    done: (operation) => context.t('cli.freed', { size: formatBytes(freedBytes(operation)) }),
  });
}

function freedBytes({ notes = [] }: OperationInfo): number {
  return notes.reduce((sum, { params }) => sum + Number(params['bytes'] ?? 0), 0);
}

function previewText(items: readonly ReclaimItem[], chosen: readonly ReclaimItem[], t: Translate): string {
  if (items.length === 0) return t('reclaim.nothing');
  const rows = items.map((item) => {
    const size = formatBytes(item.bytes);
    return [
      chosen.includes(item) ? '✓' : ' ',
      t(`reclaim.kind-${item.kind}`, { name: item.name, lab: item.lab ?? '' }),
      item.isAtMost ? t('reclaim.at-most', { size }) : size,
    ];
  });
  const hint = chosen.length < items.length ? [t('reclaim.hint-all')] : [];
  return [formatTable(rows), ...hint].join('\n');
}
