import type { ReactNode } from 'react';
import { Strokes } from '../../components/icon.tsx';

/** Pictures that only terminals need, drawn like the app's other ones: strokes on a grid of 24. */
const glyphPaths = {
  beside: 'M4 5h16v14H4zM12 5v14',
  below: 'M4 5h16v14H4zM4 12h16',
  grid: 'M4 5h7v6H4zM13 5h7v6h-7zM4 13h7v6H4zM13 13h7v6h-7z',
  search: 'M10.5 4.5a6 6 0 1 0 0 12 6 6 0 0 0 0-12zM15 15l5 5',
  'to-all': 'M4 12h7M11 12l6-6.5M11 12h7M11 12l6 6.5M17 5.5h3.5M18 12h2.5M17 18.5h3.5',
  smaller: 'M4 18 8.5 6 13 18M5.5 14h6M16 12h5',
  larger: 'M4 18 8.5 6 13 18M5.5 14h6M16 12h5M18.5 9.5v5',
  'read-out': 'M5 10v4h3l4 4V6L8 10zM15.5 9.5a3.5 3.5 0 0 1 0 5M17.8 7a7 7 0 0 1 0 10',
  up: 'M5.5 15.5 12 9l6.5 6.5',
  window: 'M4 8.5h11V19H4zM8.5 8.5V5H20v10.5h-5',
  link: 'M9 12h6M10 8H7.5a4 4 0 0 0 0 8H10M14 8h2.5a4 4 0 0 1 0 8H14',
} as const;

export type GlyphName = keyof typeof glyphPaths;

/** One of them, beside words. */
export function Glyph({ name }: { readonly name: GlyphName }): ReactNode {
  return <Strokes path={glyphPaths[name]} size="1.25em" />;
}
