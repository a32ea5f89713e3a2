import type { HypervisorChoice } from '../domain/choose-hypervisor.ts';
import type { Trial } from '../domain/trial.ts';
import { failureWords } from './failure-words.ts';
import type { Translate } from './translate.ts';

/** Why a hypervisor was chosen, or why none could be: whole sentences, the most important first. */
export function choiceWords({ hypervisor, candidates, passedOver }: HypervisorChoice, t: Translate): readonly string[] {
  const verdictOf = (id: string) => candidates.find((candidate) => candidate.hypervisor === id);
  const others = passedOver.map((id) =>
    t(`trials.not-${verdictOf(id)?.verdict ?? 'missing'}`, { hypervisor: t(`words.hypervisor.${id}`) }),
  );
  if (hypervisor === null) {
    const hasFailed = candidates.some(({ verdict }) => verdict === 'failed');
    return [t('trials.chosen-none'), ...others, t(hasFailed ? 'trials.next-failed' : 'trials.next-none')];
  }
  const { verdict = 'good', isProved = false } = verdictOf(hypervisor) ?? {};
  const key = verdict === 'good' ? hypervisor : verdict;
  const chosen = t(`trials.chosen-${key}`, { hypervisor: t(`words.hypervisor.${hypervisor}`) });
  return [chosen, ...(isProved ? [t('trials.proved')] : []), ...others];
}

/** What came out of a trial: the result first, then what shows it. */
export function trialWords({ hypervisor, version, outcome }: Trial, t: Translate): readonly string[] {
  const named = { hypervisor: t(`words.hypervisor.${hypervisor}`), version };
  switch (outcome.kind) {
    case 'failed':
      return [t('trials.result-failed', named), failureWords(outcome.failure, t).what];
    case 'cannot-tell':
      return [t('trials.result-cannot-tell', { ...named, seconds: toSeconds(outcome.waitedMs) })];
    case 'ran': {
      const { mode, proof, tookMs, fallback } = outcome;
      const reason = fallback === null ? null : failureWords(fallback, t).what;
      return [
        t(`trials.result-${mode}`, named),
        t(`trials.proof-${proof}`, { seconds: toSeconds(tookMs) }),
        ...(reason === null ? [] : [t('trials.fallback', { reason })]),
      ];
    }
  }
}

function toSeconds(milliseconds: number): number {
  return Math.max(1, Math.round(milliseconds / 1000));
}
