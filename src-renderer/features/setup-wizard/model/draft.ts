import { wizardSteps, type Draft, type DraftSpec, type WizardStep } from '../../../../src-main/contract/app-views.ts';
import { labIdSchema, type LabId, type OperationId } from '../../../../src-main/domain/ids.ts';
import { sameLabName } from '../../../../src-main/domain/names.ts';
import type { Language } from '../../../../src-main/locales/translate.ts';

export const defaultLabName = 'Big Data Lab';
export const defaultImage = 'ubuntu-24.04';
export const defaultNodes = 3;

/** A draft as the wizard begins with it, fitting what this computer speaks. */
export function newDraft(options: {
  readonly language: Language;
  readonly timezone: string;
  readonly takenNames: readonly string[];
}): Draft {
  return {
    step: 'welcome',
    furthest: 'welcome',
    spec: {
      name: freeName(options.takenNames),
      image: defaultImage,
      nodes: defaultNodes,
      user: 'pi',
      keyboard: options.language === 'de' ? 'de' : 'us',
      timezone: options.timezone,
    },
    operationId: null,
    labId: null,
  };
}

function freeName(taken: readonly string[]): string {
  const used = new Set(taken.map((name) => name.toLowerCase()));
  const candidates = [
    defaultLabName,
    ...Array.from({ length: taken.length + 1 }, (_, index) => `${defaultLabName} ${String(index + 2)}`),
  ];
  return candidates.find((name) => !used.has(name.toLowerCase())) ?? defaultLabName;
}

function indexOf(step: WizardStep): number {
  return wizardSteps.indexOf(step);
}

interface KnownLab {
  readonly labId: string;
  readonly name: string;
  readonly state: string;
}

interface KnownOperation {
  readonly id: OperationId;
  readonly kind: string;
  readonly target: string;
}

/**
 * The draft with the build that was begun from it, also when the program ended before that was noted, or this page was gone before the
 * answer came: an unfinished lab of its name is the one, as making a lab of this name goes on with it. Without that, the name would
 * be taken, by the lab itself. The operation is found as soon as the core tells of it. The very same draft where there is nothing to add:
 * what was found is to be kept, as a lab that is ready is no sign of it any more.
 */
export function withBegunBuild(draft: Draft, labs: readonly KnownLab[], operations: readonly KnownOperation[]): Draft {
  if (draft.operationId !== null || (draft.step !== 'review' && draft.step !== 'build')) return draft;
  const labId = draft.labId ?? begunLabId(draft, labs);
  if (labId === null) return draft;
  const operationId = operations.find(({ kind, target }) => kind === 'create' && target === labId)?.id ?? null;
  if (draft.step === 'build' && operationId === null) return draft;
  return { ...goTo(draft, 'build'), labId, operationId };
}

function begunLabId(draft: Draft, labs: readonly KnownLab[]): LabId | null {
  const isOwn = ({ name, state }: KnownLab): boolean =>
    state === 'incomplete' && sameLabName(name, draft.spec.name ?? '');
  return labIdSchema.safeParse(labs.find(isOwn)?.labId).data ?? null;
}

/** The draft at another step; what was reached stays reached. */
export function goTo(draft: Draft, step: WizardStep): Draft {
  const isFurther = indexOf(step) > indexOf(draft.furthest);
  return { ...draft, step, furthest: isFurther ? step : draft.furthest };
}

/** The step after or before; null at the ends. */
export function neighbour(step: WizardStep, distance: 1 | -1): WizardStep | null {
  return wizardSteps[indexOf(step) + distance] ?? null;
}

/** Steps the user may jump to: those reached, as long as nothing is being built; then only where the build is. */
export function canJumpTo(draft: Draft, step: WizardStep): boolean {
  if (step === 'build' || step === 'done') return draft.step === step;
  return draft.operationId === null && indexOf(step) <= indexOf(draft.furthest);
}

/** A changed wish; empty fields are left open for the planner to choose. */
export function changeSpec(draft: Draft, change: Partial<Record<keyof DraftSpec, unknown>>): Draft {
  const merged = Object.entries({ ...draft.spec, ...change });
  return { ...draft, spec: Object.fromEntries(merged.filter(([, value]) => value !== undefined && value !== '')) };
}

/** The wish as the planner takes it; without a name the planner says so itself. */
export function specOf({ spec }: Draft): DraftSpec & { readonly name: string } {
  return { ...spec, name: spec.name ?? '' };
}
