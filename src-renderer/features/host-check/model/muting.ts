import type { CheckView } from '../../../../src-main/contract/host-views.ts';

/** A finding, not its check: another finding of the same check is told again. */
export function muteKey({ id, finding }: Pick<CheckView, 'id' | 'finding'>): string {
  return `${id}.${finding}`;
}

/** Only what merely stands out can be silenced, never a problem. */
export function isMuted(check: CheckView, mutedChecks: readonly string[]): boolean {
  return check.status === 'warning' && mutedChecks.includes(muteKey(check));
}

/** Findings that somebody may want to do something about. */
export interface OpenFindings {
  readonly problems: number;
  /** Without the silenced ones. */
  readonly warnings: number;
}

/** Counts them; what could not be told counts for nothing. */
export function openFindings(checks: readonly CheckView[], mutedChecks: readonly string[]): OpenFindings {
  return {
    problems: checks.filter(({ status }) => status === 'problem').length,
    warnings: checks.filter((check) => check.status === 'warning' && !isMuted(check, mutedChecks)).length,
  };
}
