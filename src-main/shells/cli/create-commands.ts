import type { Command } from 'commander';
import { LabError } from '../../domain/failure.ts';
import { labSpecSchema, type LabSpec } from '../../domain/lab-spec.ts';
import { sameLabName } from '../../domain/names.ts';
import type { CliContext, CommonOptions } from './context.ts';
import { labStatusText, planText, proofsText } from './lab-texts.ts';
import type { Registrar } from './registrar.ts';
import { printValue } from './report.ts';
import { runWithProgress } from './run-operation.ts';
import { parseSpec, readSpecFile, type SpecOptions } from './spec-options.ts';

type CreateOptions = SpecOptions & CommonOptions;

/** Options that describe a lab, the same for `plan` and `up`. */
function addSpecOptions(command: Command, t: CliContext['t']): Command {
  return command
    .option('--name <name>', t('cli.option-name'))
    .option('--nodes <count>', t('cli.option-nodes'))
    .option('--hypervisor <id>', t('cli.option-hypervisor'))
    .option('--image <image>', t('cli.option-image'))
    .option('--memory <MiB>', t('cli.option-memory'))
    .option('--cpus <count>', t('cli.option-cpus'))
    .option('--disk <GiB>', t('cli.option-disk'))
    .option('--prefix <text>', t('cli.option-prefix'))
    .option('--first-number <number>', t('cli.option-first-number'))
    .option('--user <name>', t('cli.option-user'))
    .option('--keyboard <layout>', t('cli.option-keyboard'))
    .option('--locale <locale>', t('cli.option-locale'))
    .option('--timezone <zone>', t('cli.option-timezone'))
    .option('--network <name>', t('cli.option-network'))
    .option('--subnet <cidr>', t('cli.option-subnet'))
    .option('--ssh-port <port>', t('cli.option-ssh-port'))
    .option('--shared-disk <name:MiB...>', t('cli.option-shared-disk'))
    .option('--no-upgrade', t('cli.option-no-upgrade'))
    .option('--spec <file>', t('cli.option-spec'));
}

/** `plan` and `up`. */
export function addCreateCommands(program: Command, context: CliContext, registrar: Registrar): void {
  const { t, api } = context;
  const specCommand = (name: 'plan' | 'up'): Command =>
    addSpecOptions(program.command(name).description(t(`cli.about-${name}`)), t).option(
      '-y, --yes',
      t('cli.option-yes'),
    );
  registrar.attach<CreateOptions>(specCommand('plan'), async (options) => {
    const spec = await readSpec(options);
    const preview = await api['lab.plan'](await withReachableImage(context, options, spec), context);
    return printValue(context, options, preview, () => planText(preview, t));
  });
  registrar.attach<CreateOptions>(specCommand('up'), async (options) => {
    const wanted = await readSpec(options);
    const spec = (await isUnfinished(context, wanted.name))
      ? wanted
      : await withReachableImage(context, options, wanted);
    return runWithProgress(
      context,
      options,
      (call) => api['lab.create'](spec, call),
      async (operation) => {
        const lab = await api['lab.status']({ lab: operation.target }, context);
        return [
          t('cli.up-done', { name: lab.name }),
          proofsText(lab, t),
          '',
          labStatusText(lab, t),
          t('cli.password-hint'),
        ].join('\n');
      },
    );
  });
}

async function readSpec(options: SpecOptions): Promise<LabSpec> {
  const file = options.spec === undefined ? {} : await readSpecFile(options.spec);
  return parseSpec(labSpecSchema, file, options);
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
  if (answer === null || !/^(y|yes|j|ja)$/i.test(answer.trim())) throw unreachable(spec.image);
  return { ...spec, image: probe.fallback };
}

function unreachable(image: string): LabError {
  return new LabError('image-unreachable', `image ${image} cannot be reached`, { params: { image } });
}
