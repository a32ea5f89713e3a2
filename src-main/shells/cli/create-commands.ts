import type { LabView } from '../../contract/lab-views.ts';
import { methods } from '../../contract/methods.ts';
import { LabError } from '../../domain/failure.ts';
import type { LabSpec } from '../../domain/lab-spec.ts';
import { sameLabName } from '../../domain/names.ts';
import type { Translate } from '../../locales/translate.ts';
import { isYes } from './confirm.ts';
import type { CliContext, CommonOptions } from './context.ts';
import { choiceLines, labStatusText, planText, proofsText, warningLines } from './lab-texts.ts';
import type { Registrar } from './registrar.ts';
import { printAnswer } from './report.ts';
import { runWithProgress } from './run-operation.ts';
import { parseSpec, type SpecOptions } from './spec-options.ts';

type CreateOptions = SpecOptions & CommonOptions;

/** Options that describe a lab, the same for `plan` and `up`: flags and the key of their text. */
const specOptions: readonly (readonly [flags: string, textKey: string])[] = [
  ['--name <name>', 'help.option-name'],
  ['--nodes <count>', 'help.option-nodes'],
  ['--hypervisor <hypervisor>', 'help.option-hypervisor'],
  ['--image <image>', 'help.option-image'],
  ['--memory <MiB>', 'help.option-memory'],
  ['--cpus <count>', 'help.option-cpus'],
  ['--disk <GiB>', 'help.option-disk'],
  ['--prefix <text>', 'help.option-prefix'],
  ['--first-number <number>', 'help.option-first-number'],
  ['--user <name>', 'help.option-user'],
  ['--keyboard <layout>', 'help.option-keyboard'],
  ['--locale <locale>', 'help.option-locale'],
  ['--timezone <zone>', 'help.option-timezone'],
  ['--network <name>', 'help.option-network'],
  ['--subnet <subnet>', 'help.option-subnet'],
  ['--ssh-port <port>', 'help.option-ssh-port'],
  ['--shared-disk <name:MiB...>', 'help.option-shared-disk'],
  ['--no-upgrade', 'help.option-no-upgrade'],
  ['--spec <file>', 'help.option-spec'],
];

/** `plan` and `up`. */
export function addCreateCommands(registrar: Registrar): void {
  const shape = { options: specOptions, withYes: true, withExamples: true };
  registrar.add<CreateOptions>({ name: 'plan', ...shape }, async (context, options) => {
    const { t, api } = context;
    const spec = await readSpec(options);
    const preview = await api['lab.plan'](await withReachableImage(context, options, spec), context);
    return printAnswer(context, options, {
      schema: methods['lab.plan'].response,
      value: preview,
      text: () => planText(preview, t),
    });
  });
  registrar.add<CreateOptions>({ name: 'up', ...shape }, async (context, options) => {
    const { t, api } = context;
    const wanted = await readSpec(options);
    const goesOn = await isUnfinished(context, wanted.name);
    const spec = goesOn ? wanted : await withReachableImage(context, options, wanted);
    if (!goesOn && options.json !== true) await noteChoice(context, spec);
    return runWithProgress(context, options, {
      run: (call) => api['lab.create'](spec, call),
      done: async ({ target }) => readyText(await api['lab.status']({ lab: target }, context), t),
    });
  });
}

/** What was decided for the user, and why, before it is done. */
async function noteChoice({ api, t, terminal, signal }: CliContext, spec: LabSpec): Promise<void> {
  const { choice, warnings } = await api['lab.plan'](spec, { signal });
  for (const line of [...choiceLines(choice, t), ...warningLines(warnings, t)]) terminal.note(line);
}

function readyText(lab: LabView, t: Translate): string {
  return [
    t('cli.up-done', { name: lab.name }),
    proofsText(lab, t),
    '',
    labStatusText(lab, t),
    t('cli.password-hint'),
  ].join('\n');
}

async function readSpec(options: SpecOptions): Promise<LabSpec> {
  if (options.spec === undefined) return parseSpec({}, options);
  const { readSpecFile } = await import('../../labs/read-spec-file.ts');
  return parseSpec(await readSpecFile(options.spec), options);
}

async function isUnfinished({ api, signal }: CliContext, name: string): Promise<boolean> {
  const { labs } = await api['lab.list']({}, { signal });
  return labs.some((lab) => lab.state === 'incomplete' && sameLabName(lab.name, name));
}

/**
 * The wish with an image that can be had. One that cannot be reached is replaced by the one this computer can build, when
 * the user agrees (`--yes` agrees).
 */
async function withReachableImage(context: CliContext, options: CommonOptions, spec: LabSpec): Promise<LabSpec> {
  const { api, t, terminal, signal } = context;
  const probe = await api['images.probe']({ image: spec.image }, { signal });
  if (probe.status !== 'unreachable') return spec;
  if (probe.fallback === null) throw unreachable(spec.image);
  if (options.json !== true) terminal.note(t('cli.image-unreachable', { image: spec.image, fallback: probe.fallback }));
  if (options.yes === true) return { ...spec, image: probe.fallback };
  const answer = await terminal.ask(`${t('cli.build-instead')} [${t('cli.yes-no')}] `, signal);
  if (answer === null || !isYes(answer)) throw unreachable(spec.image);
  return { ...spec, image: probe.fallback };
}

function unreachable(image: string): LabError {
  return new LabError('image-unreachable', `image ${image} cannot be reached`, { params: { image } });
}
