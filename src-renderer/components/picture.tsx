import Box from '@mui/material/Box';
import type { ReactNode } from 'react';

interface PictureProps {
  readonly width: number;
  readonly height: number;
  /** What a screen reader says; without it the picture only decorates words that say the same. */
  readonly label?: string;
  /** CSS length. */
  readonly maxHeight?: string;
  readonly children: ReactNode;
}

/**
 * A drawing in the colours of the look: `--ink` for lines, `--main` and `--warm` with a tint each, `--paper` and `--well` behind,
 * and a colour for each tone of a state.
 */
export function Picture({ width, height, label, maxHeight = '60vh', children }: PictureProps): ReactNode {
  return (
    <Box
      component="svg"
      viewBox={`0 0 ${width} ${height}`}
      {...(label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}
      sx={(theme) => ({
        display: 'block',
        width: '100%',
        height: 'auto',
        maxHeight,
        fontFamily: theme.typography.fontFamily,
        '--ink': theme.palette.text.secondary,
        '--text': theme.palette.text.primary,
        '--main': theme.palette.primary.main,
        '--tint': theme.lab.tint,
        '--well': theme.lab.well,
        '--warm': theme.lab.warm,
        '--warm-tint': theme.lab.warmTint,
        '--paper': theme.palette.background.paper,
        '--good': theme.palette.success.main,
        '--busy': theme.palette.info.main,
        '--sleeping': theme.palette.info.main,
        '--quiet': theme.palette.text.disabled,
        '--unsure': theme.palette.warning.main,
        '--bad': theme.palette.error.main,
        fill: 'none',
        stroke: 'var(--ink)',
        strokeWidth: 2,
        strokeLinecap: 'round',
        strokeLinejoin: 'round',
        '& text': { stroke: 'none', fill: 'var(--text)' },
      })}
    >
      {children}
    </Box>
  );
}
