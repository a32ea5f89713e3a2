import type { ReactNode } from 'react';
import type { LabView } from '../../../src-main/contract/lab-views.ts';

/** Terminals on the nodes of a lab. */
export function TerminalWorkspace({ lab }: { readonly lab: LabView }): ReactNode {
  return lab.name;
}
