import {
  doctorReportSchema,
  tidyResultSchema,
  type DataReport,
  type DoctorReport,
  type Leftover,
  type TidyResult,
} from '../../contract/data-views.ts';
import { confirm } from './confirm.ts';
import { isCancelled } from '../../domain/failure.ts';
import type { Translate } from '../../locales/translate.ts';
import { describeFailure } from '../../operations/describe-failure.ts';
import type { CliContext, CommonOptions } from './context.ts';
import { checkText } from './host-commands.ts';
import { labListText } from './lab-texts.ts';
import type { Registrar } from './registrar.ts';
import { failureText, printAnswer } from './report.ts';
import { formatBytes, formatDate } from './table.ts';

interface DoctorOptions extends CommonOptions {
  readonly tidy?: boolean;
}

/** `doctor`. */
export function addDoctorCommand(registrar: Registrar): void {
  const tidy = [['--tidy', 'help.option-tidy']] as const;
  registrar.add<DoctorOptions>({ name: 'doctor', withYes: true, options: tidy }, async (context, options) => {
    if (options.tidy === true) return tidyUp(context, options);
    const report = await examine(context);
    return printAnswer(context, options, {
      schema: doctorReportSchema,
      value: report,
      text: () => doctorText(report, context.t),
    });
  });
}

/** Takes away what is provably ours and no record names, after one question about all of it. */
async function tidyUp(context: CliContext, options: CommonOptions): Promise<number> {
  const { api, t } = context;
  const { leftovers } = await api['data.inspect']({}, context);
  const ours = leftovers.filter(({ proof }) => proof !== null);
  if (ours.length > 0) {
    for (const line of leftovers.flatMap((leftover) => leftoverLines(leftover, t))) context.terminal.note(line);
    await confirm(context, options, t('tidy.confirm-all', { count: ours.length }));
  }
  const done: TidyResult['done'] = [];
  for (const { path } of ours) done.push({ path, ...(await api['data.tidy']({ path }, context)) });
  const text = (): string =>
    done.length === 0
      ? t('tidy.nothing')
      : done.map(({ path, movedToTrash }) => `${t(movedToTrash ? 'tidy.in-trash' : 'tidy.gone')}: ${path}`).join('\n');
  return printAnswer(context, options, { schema: tidyResultSchema, value: { done }, text });
}

/** Asks everything; what does not answer is itself a finding, and hides nothing of the rest. */
async function examine(context: CliContext): Promise<DoctorReport> {
  const { api, version, dataDir } = context;
  const failures: DoctorReport['failures'] = [];
  async function ask<T>(question: () => Promise<T>): Promise<T | null> {
    try {
      return await question();
    } catch (error) {
      if (isCancelled(error)) throw error;
      failures.push(describeFailure(error));
      return null;
    }
  }
  const check = await ask(() => api['host.check']({}, context));
  const labs = await ask(() => api['lab.list']({}, context));
  const data = await ask(() => api['data.inspect']({}, context));
  return { version, dataDir, check, labs, data, failures };
}

function doctorText({ version, dataDir, check, labs, data, failures }: DoctorReport, t: Translate): string {
  const evidence = (check?.hypervisors ?? []).flatMap((found) =>
    found.evidence.map((line) => `    ${found.id}: ${line}`),
  );
  return [
    t('cli.doctor-head', { version, dataDir }),
    ...(data === null ? [] : [t('cli.doctor-log', { path: data.logPath })]),
    ...(check === null ? [] : ['', checkText(check, t), ...evidence]),
    ...(data === null ? [] : ['', ...dataLines(data, t)]),
    ...(labs === null ? [] : ['', labs.labs.length === 0 ? t('cli.no-labs') : labListText(labs.labs, t)]),
    ...(labs?.damaged ?? []).map(({ error }) => failureText(error, t)),
    ...failures.map((failure) => failureText(failure, t)),
  ].join('\n');
}

function dataLines({ hypervisors, leftovers, trash }: DataReport, t: Translate): readonly string[] {
  const abilities = hypervisors.map(({ id, capabilities }) => {
    const can = capabilities.filter(({ able }) => able).map(({ name }) => t(`words.capability.${name}`));
    const cannot = capabilities.filter(({ able }) => !able).map(({ name }) => t(`words.capability.${name}`));
    const hypervisor = t(`words.hypervisor.${id}`);
    return [
      t('cli.doctor-can', { hypervisor, list: can.join(', ') || t('words.none') }),
      ...(cannot.length === 0 ? [] : [t('cli.doctor-cannot', { hypervisor, list: cannot.join(', ') })]),
    ].join('\n');
  });
  const left = leftovers.flatMap((leftover) => leftoverLines(leftover, t));
  return [
    ...abilities,
    t('cli.doctor-trash', { count: trash.entries, size: formatBytes(trash.sizeBytes) }),
    ...(left.length === 0 ? [t('cli.doctor-no-leftovers')] : [...left, `  → ${t('cli.doctor-leftovers-fix')}`]),
  ];
}

/** What it is, how much and how old, and how it is known whose it is. */
function leftoverLines({ kind, path, sizeBytes, changedAt, proof, vms }: Leftover, t: Translate): readonly string[] {
  const age = changedAt === null ? '' : `, ${formatDate(changedAt)}`;
  return [
    `! ${t(`cli.leftover-${kind}`)} (${formatBytes(sizeBytes)}${age}): ${path}`,
    `    ${t(`tidy.proof-${proof ?? 'none'}`, { vms: vms.map(({ name, state }) => `${name} (${t(`states.${state}`)})`).join(', ') })}`,
  ];
}
