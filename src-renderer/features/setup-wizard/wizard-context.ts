import { createContext, use } from 'react';
import type { Draft, DraftSpec } from '../../../src-main/contract/app-views.ts';

export interface Wizard {
  readonly draft: Draft;
  readonly change: (draft: Draft) => void;
  readonly changeSpec: (change: { readonly [K in keyof DraftSpec]?: DraftSpec[K] | undefined }) => void;
  readonly forget: () => void;
}

/** The draft for the screens of the wizard. */
export const WizardContext = createContext<Wizard | null>(null);

/** The draft, and how to change it. */
export function useWizard(): Wizard {
  const wizard = use(WizardContext);
  if (wizard === null) throw new Error('there is no wizard around this component');
  return wizard;
}
