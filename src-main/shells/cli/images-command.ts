import { methods, type ResponseOf } from '../../contract/methods.ts';
import type { Translate } from '../../locales/translate.ts';
import { confirm } from './confirm.ts';
import type { CliContext, CommonOptions } from './context.ts';
import type { CommandShape, Registrar } from './registrar.ts';
import { printAnswer } from './report.ts';
import { runWithProgress } from './run-operation.ts';
import { formatBytes, formatTable } from './table.ts';

interface ImagesOptions extends CommonOptions {
  readonly fetch?: string;
  readonly remove?: string;
}

const shape = {
  name: 'images',
  withYes: true,
  withExamples: true,
  options: [
    ['--fetch <image>', 'help.option-fetch-image'],
    ['--remove <id>', 'help.option-remove-image'],
  ],
} as const satisfies CommandShape;

/** `images`. */
export function addImagesCommand(registrar: Registrar): void {
  registrar.add<ImagesOptions>(shape, async (context, options) => {
    const { t, api } = context;
    if (options.fetch !== undefined) return fetchImage(context, options, options.fetch);
    if (options.remove !== undefined) return removeImage(context, options, options.remove);
    const found = await api['images.list']({}, context);
    const text = (): string => imagesText(found, t);
    return printAnswer(context, options, { schema: methods['images.list'].response, value: found, text });
  });
}

async function fetchImage(context: CliContext, options: ImagesOptions, image: string): Promise<number> {
  return runWithProgress(context, options, {
    run: (call) => context.api['images.fetch']({ image }, call),
    done: () => context.t('cli.image-fetched', { image }),
  });
}

async function removeImage(context: CliContext, options: ImagesOptions, id: string): Promise<number> {
  const { t, api } = context;
  await confirm(context, options, t('cli.confirm-remove-image', { id }));
  const freed = await api['images.remove']({ id }, context);
  const text = (): string => t('cli.freed', { size: formatBytes(freed.freedBytes) });
  return printAnswer(context, options, { schema: methods['images.remove'].response, value: freed, text });
}

function imagesText({ images, bases }: ResponseOf<'images.list'>, t: Translate): string {
  const heads = (columns: readonly string[]): readonly string[] => columns.map((column) => t(`cli.column-${column}`));
  const imageRows = images.map((image) => [
    image.imageId,
    image.cached ? t('cli.image-here') : t('cli.image-not-here'),
    image.sizeBytes === null ? '-' : formatBytes(image.sizeBytes),
    image.digest?.slice(0, 12) ?? '-',
  ]);
  const baseRows = bases.map((base) => [
    base.name,
    t(`words.hypervisor.${base.hypervisor}`),
    formatBytes(base.sizeBytes),
    base.usedBy.join(', ') || '-',
    base.sealed ? base.baseId : `${base.baseId} (${t('states.incomplete')})`,
  ]);
  return [
    formatTable([heads(['image', 'state', 'disk', 'digest']), ...imageRows]),
    '',
    bases.length === 0
      ? t('cli.no-bases')
      : formatTable([heads(['base', 'hypervisor', 'disk', 'used-by', 'id']), ...baseRows]),
  ].join('\n');
}
