import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { z } from 'zod';
import { supportFileName, supportText } from '../../locales/support-words.ts';
import { translateFileError } from '../../store/file-error.ts';
import type { CommonOptions } from './context.ts';
import type { Registrar } from './registrar.ts';
import { printAnswer } from './report.ts';

interface SupportOptions extends CommonOptions {
  readonly output?: string;
  readonly show?: boolean;
}

const savedSchema = z.object({ path: z.string(), sections: z.array(z.string()), bytes: z.int() });

/** `support`. */
export function addSupportCommand(registrar: Registrar): void {
  const options = [
    ['-o, --output <file>', 'help.option-support-output'],
    ['--show', 'help.option-support-show'],
  ] as const;
  registrar.add<SupportOptions>({ name: 'support', options }, async (context, chosen) => {
    const { api, t, terminal } = context;
    const bundle = await api['support.bundle']({}, context);
    const text = supportText(bundle, t);
    if (chosen.show === true) {
      terminal.print(text);
      return 0;
    }
    const path = resolve(chosen.output ?? supportFileName(bundle));
    try {
      // Nothing that is there is overwritten.
      await writeFile(path, text, { mode: 0o600, flag: 'wx' });
    } catch (error) {
      throw translateFileError(error, path);
    }
    const value = { path, sections: bundle.sections.map(({ title }) => title), bytes: Buffer.byteLength(text) };
    return printAnswer(context, chosen, {
      schema: savedSchema,
      value,
      text: () => t('support.saved', { path, count: bundle.sections.length }),
    });
  });
}
