import Box from '@mui/material/Box';
import type { ReactNode } from 'react';
import { iconPaths, type IconName } from './icon-paths.ts';

/** A small picture beside words; without meaning of its own for a screen reader. Takes the colour of the text. */
export function Icon(props: { readonly name: IconName; readonly size?: string }): ReactNode {
  const { name, size = '1.3em' } = props;
  return (
    <Box
      component="svg"
      aria-hidden
      viewBox="0 0 24 24"
      sx={{
        width: size,
        height: size,
        flexShrink: 0,
        fill: 'none',
        stroke: 'currentColor',
        strokeWidth: name === 'dots' ? 3 : 1.7,
        strokeLinecap: 'round',
        strokeLinejoin: 'round',
        verticalAlign: '-0.22em',
      }}
    >
      <path d={iconPaths[name]} />
    </Box>
  );
}
