import { ApiFailure } from '../../api/index.ts';

/** What the planner found wrong about one field; null when nothing is. */
export function problemOf(error: unknown, field: string): string | null {
  if (!(error instanceof ApiFailure)) return null;
  return error.view.problems?.find((problem) => problem.field === field)?.message ?? null;
}
