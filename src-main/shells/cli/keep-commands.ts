import { LabError } from '../../domain/failure.ts';
import { confirm } from './confirm.ts';
import type { CliContext, CommonOptions } from './context.ts';
import { chooseLab } from './lab-choice.ts';
import { labListText, labStatusText, proofsText } from './lab-texts.ts';
import type { Registrar } from './registrar.ts';
import { failureText, printValue } from './report.ts';
import { runWithProgress } from './run-operation.ts';
import { formatBytes, formatTable } from './table.ts';

interface DeleteOptions extends CommonOptions {
  readonly purge?: boolean;
}

interface ImagesOptions extends CommonOptions {
  readonly remove?: string;
}

/** `list`, `status`, `delete`, `trash`, `images`, `password`. */
export function addKeepCommands(registrar: Registrar, context: CliContext): void {
  const { t, api } = context;
  registrar.add<CommonOptions>({ name: 'list' }, async (options) => {
    const list = await api['lab.list']({}, context);
    return printValue(context, options, list, () =>
      [
        list.labs.length === 0 ? t('cli.no-labs') : labListText(list.labs, t),
        ...list.damaged.map(({ error }) => failureText(error, t)),
      ].join('\n'),
    );
  });
  registrar.add<CommonOptions>({ name: 'status', args: '[lab]' }, async (options, [named]) => {
    const lab = await api['lab.status']({ lab: await chooseLab(context, named) }, context);
    return printValue(context, options, lab, () =>
      [labStatusText(lab, t), proofsText(lab, t)].filter((text) => text !== '').join('\n'),
    );
  });
  registrar.add<DeleteOptions>(
    { name: 'delete', args: '[lab]', withYes: true, options: [['--purge', 'cli.option-purge']] },
    async (options, [named]) => deleteLab(context, options, await chooseLab(context, named)),
  );
  registrar.add<CommonOptions>(
    { name: 'trash', args: '[action] [name]', withYes: true },
    (options, [action = 'list', name = '']) => useTrash(context, options, { action, name }),
  );
  registrar.add<ImagesOptions>(
    { name: 'images', withYes: true, options: [['--remove <id>', 'cli.option-remove-image']] },
    (options) => useImages(context, options),
  );
  registrar.add<CommonOptions>({ name: 'password', args: '[lab]' }, async (options, [named]) => {
    const shown = await api['lab.password']({ lab: await chooseLab(context, named) }, context);
    const { user, password } = shown;
    return printValue(context, options, shown, () =>
      password === null ? t('cli.password-gone', { user }) : t('cli.password', { user, password }),
    );
  });
}

async function deleteLab(context: CliContext, options: DeleteOptions, lab: string): Promise<number> {
  const { t, api } = context;
  const view = await api['lab.status']({ lab }, context);
  const purge = options.purge === true;
  const nodes = view.nodes.map(({ name }) => name).join(', ');
  await confirm(context, options, t(purge ? 'cli.confirm-purge' : 'cli.confirm-delete', { name: view.name, nodes }));
  return runWithProgress(
    context,
    options,
    (call) => api['lab.delete']({ lab, purge }, call),
    () => t(purge ? 'cli.purged' : 'cli.deleted', { name: view.name }),
  );
}

async function useTrash(
  context: CliContext,
  options: CommonOptions,
  { action, name }: { readonly action: string; readonly name: string },
): Promise<number> {
  const { t, api } = context;
  if (action === 'list') {
    const entries = await api['trash.list']({}, context);
    const rows = entries.map((entry) => [entry.name, entry.deletedAt, formatBytes(entry.sizeBytes)]);
    const head = ['name', 'deleted', 'disk'].map((column) => t(`cli.column-${column}`));
    return printValue(context, options, entries, () =>
      entries.length === 0 ? t('cli.trash-empty') : formatTable([head, ...rows]),
    );
  }
  if (action === 'restore') {
    const run = api['trash.takeBack'];
    return runWithProgress(
      context,
      options,
      (call) => run({ entryId: name }, call),
      async ({ target }) => labStatusText(await api['lab.status']({ lab: target }, context), t),
    );
  }
  if (action !== 'empty') {
    const params = { field: 'trash', value: action, expected: 'list, restore <name>, empty' };
    throw new LabError('invalid-input', `unknown action '${action}'`, { params });
  }
  await confirm(context, options, t('cli.confirm-empty'));
  const freed = await api['trash.empty']({}, context);
  return printValue(context, options, freed, () => t('cli.freed', { size: formatBytes(freed.freedBytes) }));
}

async function useImages(context: CliContext, options: ImagesOptions): Promise<number> {
  const { t, api } = context;
  if (options.remove !== undefined) {
    await confirm(context, options, t('cli.confirm-remove-image', { id: options.remove }));
    const freed = await api['images.remove']({ id: options.remove }, context);
    return printValue(context, options, freed, () => t('cli.freed', { size: formatBytes(freed.freedBytes) }));
  }
  const { images, bases } = await api['images.list']({}, context);
  const imageRows = images.map((image) => [
    image.imageId,
    image.cached ? t('cli.image-here') : t('cli.image-not-here'),
    image.sizeBytes === null ? '-' : formatBytes(image.sizeBytes),
    image.digest?.slice(0, 12) ?? '-',
  ]);
  const baseRows = bases.map((base) => [
    base.name,
    base.hypervisor,
    formatBytes(base.sizeBytes),
    base.usedBy.join(', ') || '-',
    base.sealed ? base.baseId : `${base.baseId} (${t('states.incomplete')})`,
  ]);
  const heads = (columns: readonly string[]): readonly string[] => columns.map((column) => t(`cli.column-${column}`));
  return printValue(context, options, { images, bases }, () =>
    [
      formatTable([heads(['image', 'state', 'disk', 'digest']), ...imageRows]),
      '',
      bases.length === 0
        ? t('cli.no-bases')
        : formatTable([heads(['base', 'hypervisor', 'disk', 'used-by', 'id']), ...baseRows]),
    ].join('\n'),
  );
}
