import Box from '@mui/material/Box';
import type { ReactNode } from 'react';
import { iconPaths, type IconName } from './icon-paths.ts';

interface StrokesProps {
  /** SVG path on a grid of 24. */
  readonly path: string;
  /** CSS length of both sides. */
  readonly size: string;
  readonly strokeWidth?: number;
  readonly verticalAlign?: string;
}

/** A small picture beside words; without meaning of its own for a screen reader. Takes the colour of the text. */
export function Strokes({ path, size, strokeWidth = 1.7, verticalAlign }: StrokesProps): ReactNode {
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
        strokeWidth,
        strokeLinecap: 'round',
        strokeLinejoin: 'round',
        verticalAlign,
      }}
    >
      <path d={path} />
    </Box>
  );
}

/** One of the app's pictures. */
export function Icon(props: { readonly name: IconName; readonly size?: string }): ReactNode {
  const { name, size = '1.3em' } = props;
  return <Strokes path={iconPaths[name]} size={size} strokeWidth={name === 'dots' ? 3 : 1.7} verticalAlign="-0.22em" />;
}
