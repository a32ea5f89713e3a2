import { methods } from '../../contract/methods.ts';
import { LabError } from '../../domain/failure.ts';
import { confirm } from './confirm.ts';
import type { CliContext, CommonOptions } from './context.ts';
import { addImagesCommand } from './images-command.ts';
import { handSnapshotLines } from './hand-snapshots.ts';
import { chooseLab } from './lab-choice.ts';
import { labListText, labStatusText, proofsText, roomLines } from './lab-texts.ts';
import type { Registrar } from './registrar.ts';
import { failureText, printAnswer } from './report.ts';
import { runWithProgress } from './run-operation.ts';
import { formatBytes, formatDate, formatTable } from './table.ts';

interface DeleteOptions extends CommonOptions {
  readonly purge?: boolean;
}

/** `list`, `status`, `delete`, `trash`, `images`, `password`. */
export function addKeepCommands(registrar: Registrar): void {
  registrar.add<CommonOptions>({ name: 'list' }, async (context, options) => {
    const { t, api } = context;
    const list = await api['lab.list']({}, context);
    const text = (): string =>
      [
        list.labs.length === 0 ? t('cli.no-labs') : labListText(list.labs, t),
        ...list.damaged.map(({ error }) => failureText(error, t)),
      ].join('\n');
    return printAnswer(context, options, { schema: methods['lab.list'].response, value: list, text });
  });
  registrar.add<CommonOptions>({ name: 'status', args: '[lab]' }, async (context, options, [named]) => {
    const { t, api } = context;
    const lab = await api['lab.status']({ lab: await chooseLab(context, named) }, context);
    const room = await api['data.room']({}, context);
    const text = (): string =>
      [labStatusText(lab, t), ...roomLines(room, t), proofsText(lab, t)].filter((part) => part !== '').join('\n');
    return printAnswer(context, options, { schema: methods['lab.status'].response, value: lab, text });
  });
  registrar.add<DeleteOptions>(
    { name: 'delete', args: '[lab]', withYes: true, options: [['--purge', 'help.option-purge']] },
    async (context, options, [named]) => deleteLab(context, options, await chooseLab(context, named)),
  );
  registrar.add<CommonOptions>(
    { name: 'trash', args: '[action] [name]', withYes: true, withExamples: true },
    (context, options, [action = 'list', name]) => useTrash(context, options, { action, name }),
  );
  addImagesCommand(registrar);
  registrar.add<CommonOptions>({ name: 'password', args: '[lab]' }, async (context, options, [named]) => {
    const { t, api } = context;
    const shown = await api['lab.password']({ lab: await chooseLab(context, named) }, context);
    const { user, password } = shown;
    const text = (): string =>
      password === null ? t('cli.password-gone', { user }) : t('cli.password', { user, password });
    return printAnswer(context, options, { schema: methods['lab.password'].response, value: shown, text });
  });
}

async function deleteLab(context: CliContext, options: DeleteOptions, lab: string): Promise<number> {
  const { t, api } = context;
  const { name, nodes } = await api['lab.status']({ lab }, context);
  const purge = options.purge === true;
  const names = nodes.map((node) => node.name).join(', ');
  // In the trash they stay what they are.
  const others = purge ? await handSnapshotLines(context, { lab }) : [];
  const question = t(purge ? 'cli.confirm-purge' : 'cli.confirm-delete', { name, nodes: names });
  await confirm(context, options, [...others, question].join('\n'));
  return runWithProgress(context, options, {
    run: (call) => api['lab.delete']({ lab, purge }, call),
    done: ({ leftBehind }) =>
      [
        t(purge ? 'cli.purged' : 'cli.deleted', { name }),
        ...leftBehind.map((item) => t('cli.left-behind', { item })),
      ].join('\n'),
  });
}

interface TrashUse {
  readonly action: string;
  readonly name: string | undefined;
}

async function useTrash(context: CliContext, options: CommonOptions, { action, name }: TrashUse): Promise<number> {
  switch (action) {
    case 'list':
      return listTrash(context, options);
    case 'restore':
      return takeBack(context, options, name);
    case 'empty':
      return emptyTrash(context, options);
    default: {
      const params = { field: 'trash', value: action, expected: 'list, restore, empty' };
      throw new LabError('invalid-input', `unknown action '${action}'`, { params });
    }
  }
}

async function listTrash(context: CliContext, options: CommonOptions): Promise<number> {
  const { t, api } = context;
  const entries = await api['trash.list']({}, context);
  const rows = entries.map((entry) => [entry.name, formatDate(entry.deletedAt), formatBytes(entry.sizeBytes)]);
  const head = ['name', 'deleted', 'disk'].map((column) => t(`cli.column-${column}`));
  const text = (): string => (entries.length === 0 ? t('cli.trash-empty') : formatTable([head, ...rows]));
  return printAnswer(context, options, { schema: methods['trash.list'].response, value: entries, text });
}

async function takeBack(context: CliContext, options: CommonOptions, name: string | undefined): Promise<number> {
  const { t, api } = context;
  if (name === undefined) {
    const params = { name: t('help.value-name'), command: 'bdl trash restore', usage: t('cli.usage-trash-restore') };
    throw new LabError('missing-argument', 'nothing was named', { params });
  }
  return runWithProgress(context, options, {
    run: (call) => api['trash.takeBack']({ entryId: name }, call),
    done: async ({ target }) => labStatusText(await api['lab.status']({ lab: target }, context), t),
  });
}

async function emptyTrash(context: CliContext, options: CommonOptions): Promise<number> {
  const { t, api } = context;
  await confirm(context, options, t('cli.confirm-empty'));
  const freed = await api['trash.empty']({}, context);
  const text = (): string =>
    [
      t('cli.freed', { size: formatBytes(freed.freedBytes) }),
      ...freed.kept.map((item) => t('cli.left-behind', { item })),
    ].join('\n');
  return printAnswer(context, options, { schema: methods['trash.empty'].response, value: freed, text });
}
