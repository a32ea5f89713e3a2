import type { ApiHandlers } from '../../contract/methods.ts';
import type { Logger } from '../../platform/logger.ts';
import type { DraftStore } from '../../store/draft-store.ts';

/**
 * Makes labs with the password that was chosen in the wizard, if one was. It is forgotten once the lab is ready and not before: a
 * build that is cancelled undoes what it made of it, and the next one shall not silently have another.
 */
export function withChosenPassword(
  create: ApiHandlers['lab.create'],
  drafts: Pick<DraftStore, 'readPassword' | 'writePassword'>,
  logger: Logger,
): ApiHandlers['lab.create'] {
  return async (spec, options) => {
    const chosenPassword = await drafts.readPassword();
    if (chosenPassword === null) return create(spec, options);
    const operation = await create(spec, { ...options, chosenPassword });
    if (operation.state === 'succeeded') await forget(drafts, logger);
    return operation;
  };
}

/** The lab is ready whether or not the file can be removed; the draft, when it is forgotten, tries again and says why it cannot. */
async function forget(drafts: Pick<DraftStore, 'writePassword'>, logger: Logger): Promise<void> {
  try {
    await drafts.writePassword(null);
  } catch (error) {
    logger.warn({ error }, 'the password of the draft cannot be removed');
  }
}
