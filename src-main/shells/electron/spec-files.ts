import { extname } from 'node:path';
import { appMethods } from '../../contract/app-methods.ts';
import { LabError } from '../../domain/failure.ts';
import { readSpecFile } from '../../labs/read-spec-file.ts';
import { viewOfError } from '../failure-view.ts';
import { draftFromSpec } from '../screen/lab-file.ts';
import type { ScreenCore } from '../screen/screen-core.ts';

/** Descriptions of labs, as the app exports them: a spec as YAML. The packages tell the system that they are ours. */
export const specFileExtension = 'bdlab';

/** The description that a start of the program was given, if any; options of Chromium are no files. */
export function findSpecFile(args: readonly string[]): string | undefined {
  return args.slice(1).find((arg) => !arg.startsWith('-') && extname(arg).toLowerCase() === `.${specFileExtension}`);
}

/** How the window speaks with the person in front of it. */
export interface Asking {
  /** True when they agreed. */
  readonly confirm: (message: string, detail: string, agree: string) => Promise<boolean>;
  readonly tell: (message: string, detail: string) => Promise<void>;
}

/** Puts the description into the wizard; answers whether it is there. Whatever keeps it away is told. */
export async function openSpecFile(
  path: string,
  core: Pick<ScreenCore, 'dispatch' | 'words'>,
  asking: Asking,
): Promise<boolean> {
  const t = core.words();
  const signal = new AbortController().signal;
  try {
    const wish = draftFromSpec(await readSpecFile(path));
    const current = await core.dispatch({ method: 'draft.get', body: {}, signal });
    if (!current.ok) return await refuse(asking, current.error);
    const { draft } = appMethods['draft.get'].response.parse(current.value);
    if (draft?.step === 'build') {
      await asking.tell(t('desktop.open-while-building'), t('desktop.open-while-building-more'));
      return false;
    }
    if (draft !== null && draft.step !== 'welcome' && draft.step !== 'done') {
      const question = [t('desktop.open-replaces'), t('desktop.open-replaces-more'), t('desktop.open-go-on')] as const;
      if (!(await asking.confirm(...question))) return false;
    }
    const answer = await core.dispatch({ method: 'draft.set', body: { draft: wish }, signal });
    return answer.ok || (await refuse(asking, answer.error));
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    return refuse(asking, viewOfError(error, t));
  }
}

async function refuse(asking: Asking, error: { readonly message: string; readonly hint: string }): Promise<false> {
  await asking.tell(error.message, error.hint);
  return false;
}
