import Box from '@mui/material/Box';
import type { ReactNode } from 'react';

interface CardGridProps {
  /** Narrower than this no column gets, unless the page itself is. */
  readonly minWidth: string;
  /** In steps of the theme's spacing. */
  readonly gap?: number;
  /** Room above and below, likewise. */
  readonly my?: number;
  /** `li` elements. */
  readonly children: ReactNode;
}

/** A list whose entries stand beside each other, as many as fit. */
export function CardGrid({ minWidth, gap = 2, my = 0, children }: CardGridProps): ReactNode {
  return (
    <Box
      component="ul"
      sx={{
        listStyle: 'none',
        m: 0,
        p: 0,
        my,
        display: 'grid',
        gap,
        gridTemplateColumns: `repeat(auto-fill, minmax(min(100%, ${minWidth}), 1fr))`,
      }}
    >
      {children}
    </Box>
  );
}
