import type { MethodName, RequestOf } from '../../contract/methods.ts';
import { LabError } from '../../domain/failure.ts';
import { confirm } from './confirm.ts';
import type { CliContext, CommonOptions } from './context.ts';
import { chooseLab } from './lab-choice.ts';
import { labStatusText } from './lab-texts.ts';
import type { Registrar } from './registrar.ts';
import { runWithProgress } from './run-operation.ts';

interface LabOption extends CommonOptions {
  readonly lab?: string;
}

/** Methods that answer with an operation on one lab and need nothing but the lab. */
type PowerMethod = Extract<MethodName, 'lab.start' | 'lab.stop' | 'lab.save'>;

const longestSnapshotName = 60;

/** `start`, `stop`, `save`, `repair`, `snapshot`, `restore`. */
export function addPowerCommands(registrar: Registrar): void {
  for (const [name, method] of Object.entries({
    start: 'lab.start',
    stop: 'lab.stop',
    save: 'lab.save',
  } satisfies Record<string, PowerMethod>)) {
    registrar.add<LabOption>({ name, args: '[lab]' }, async (context, options, [named]) => {
      const lab = await chooseLab(context, named);
      return changeLab(context, options, [method, { lab }]);
    });
  }
  registrar.add<LabOption>({ name: 'repair', args: '[lab]', withYes: true }, async (context, options, [named]) =>
    repair(context, options, await chooseLab(context, named)),
  );
  const shape = { args: '<name>', withLab: true, withExamples: true };
  registrar.add<LabOption>({ name: 'snapshot', ...shape }, async (context, options, [wanted = '']) => {
    const name = parseSnapshotName(wanted);
    return changeLab(context, options, ['lab.snapshot', { lab: await chooseLab(context, options.lab), name }]);
  });
  registrar.add<LabOption>({ name: 'restore', ...shape, withYes: true }, async (context, options, [wanted = '']) => {
    const name = parseSnapshotName(wanted);
    const lab = await chooseLab(context, options.lab);
    const { snapshots } = await context.api['lab.status']({ lab }, context);
    if (!snapshots.some((snapshot) => snapshot.name === name)) {
      const known = snapshots.map((snapshot) => snapshot.name).join(', ');
      throw new LabError('snapshot-not-found', `no snapshot '${name}'`, { params: { name, known } });
    }
    await confirm(context, options, context.t('cli.confirm-restore', { name }));
    return changeLab(context, options, ['lab.restore', { lab, name }]);
  });
}

/** Asks before a node is made anew that was deleted by hand; everything else is repaired without a question. */
async function repair(context: CliContext, options: CommonOptions, lab: string): Promise<number> {
  const { nodes } = await context.api['lab.status']({ lab }, context);
  const gone = nodes.filter(({ handled = [] }) => handled.some(({ kind }) => kind === 'gone'));
  const names = gone.map(({ name }) => name).join(', ');
  if (gone.length > 0) await confirm(context, options, context.t('cli.confirm-anew', { nodes: names }));
  return changeLab(context, options, ['lab.repair', { lab, anew: true }]);
}

function parseSnapshotName(name: string): string {
  if (name.trim() !== '' && name.length <= longestSnapshotName) return name;
  const params = { field: 'snapshot', value: name, expected: `1–${String(longestSnapshotName)}` };
  throw new LabError('invalid-input', `invalid snapshot name '${name}'`, { params });
}

type ChangeMethod = Extract<
  MethodName,
  | PowerMethod
  | 'lab.repair'
  | 'lab.snapshot'
  | 'lab.restore'
  | 'lab.add'
  | 'lab.remove'
  | 'lab.reset'
  | 'lab.cutPower'
  | 'lab.setCable'
>;

/** Runs one change of a lab with progress and shows the lab afterwards. */
export async function changeLab<M extends ChangeMethod>(
  context: CliContext,
  options: CommonOptions,
  [method, request]: readonly [M, RequestOf<M>],
): Promise<number> {
  const { api, t } = context;
  return runWithProgress(context, options, {
    run: (call) => api[method](request, call),
    done: async ({ target }) => labStatusText(await api['lab.status']({ lab: target }, context), t),
  });
}
