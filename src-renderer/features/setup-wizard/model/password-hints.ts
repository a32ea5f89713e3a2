import { chosenPasswordSchema } from '../../../../src-main/domain/chosen-password.ts';

/** True for what can be a password; an empty one is left to the app and is none. */
export function isUsablePassword(typed: string): boolean {
  return chosenPasswordSchema.safeParse(typed).success;
}

/** Characters of a password, each once, that a person may not find at the console of a node. */
export interface KeyHints {
  /** The layout has no key for them. */
  readonly missing: readonly string[];
  /** They lie on other keys than on a German or a US keyboard. */
  readonly moving: readonly string[];
}

/** Layouts on which nothing but ASCII can be typed. */
const plainLayouts: readonly string[] = ['us', 'gb'];
/** German and US keyboards have these in the same places. */
const steadyMarks = '!$%,. ';
const layoutsWithSteadyMarks: readonly string[] = ['de', 'at', 'us', 'gb'];
/** What else lies elsewhere on single layouts, beside y and z, which change places between neighbours everywhere. */
const movedOn: Readonly<Record<string, string>> = { fr: 'aqwm,.0123456789', cz: '0123456789', tr: 'i,.' };

function isSteady(character: string, layout: string): boolean {
  const lower = character.toLowerCase();
  if ((movedOn[layout] ?? '').includes(lower)) return false;
  if (/^[a-x0-9,. ]$/.test(lower)) return true;
  return layoutsWithSteadyMarks.includes(layout) && steadyMarks.includes(character);
}

/** What of a password is typed differently when a node has the layout and the person thinks of another. */
export function keyHintsOf(password: string, layout: string): KeyHints {
  const characters = [...new Set(password)];
  const isMissing = (character: string): boolean => plainLayouts.includes(layout) && !/^[ -~]$/.test(character);
  return {
    missing: characters.filter(isMissing),
    moving: characters.filter((character) => !isMissing(character) && !isSteady(character, layout)),
  };
}
