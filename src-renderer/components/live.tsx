import { visuallyHidden } from '../lib/visually-hidden.ts';
import type { ReactNode } from 'react';

/** Words that a screen reader speaks when they change, without being asked. */
export function Live({ children }: { readonly children: ReactNode }): ReactNode {
  return (
    <span role="status" style={visuallyHidden}>
      {children}
    </span>
  );
}
