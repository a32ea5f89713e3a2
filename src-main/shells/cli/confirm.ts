import { CancelledError, LabError } from '../../domain/failure.ts';
import type { CliContext, CommonOptions } from './context.ts';

/** Goes on only when the user agreed: `--yes`, or a typed yes. Throws `confirmation-needed` where nobody can answer. */
export async function confirm(context: CliContext, options: CommonOptions, question: string): Promise<void> {
  if (options.yes === true) return;
  const answer = await context.terminal.ask(`${question} [${context.t('cli.yes-no')}] `, context.signal);
  if (answer === null) throw new LabError('confirmation-needed', 'nobody can confirm');
  if (!isYes(answer)) throw new CancelledError('not confirmed');
}

/** True for a yes in any language of the product. */
export function isYes(answer: string): boolean {
  return /^(y|yes|j|ja)$/i.test(answer.trim());
}
