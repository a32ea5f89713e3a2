import Box from '@mui/material/Box';
import type { ReactNode } from 'react';

interface SparklineProps {
  /** What a screen reader says: the numbers. */
  readonly label: string;
  /** Lines in a drawing of width and height 1. */
  readonly lines: readonly (readonly { readonly x: number; readonly y: number }[])[];
  readonly color: 'primary' | 'secondary';
}

const width = 200;
const height = 30;
/** A line at the very edge would be cut in half. */
const edge = 1.5;

function toPath(line: SparklineProps['lines'][number]): string {
  const places = line.map(({ x, y }) => `${(x * width).toFixed(1)} ${(edge + y * (height - 2 * edge)).toFixed(1)}`);
  // A single point is a line of no length: its round ends show it.
  return `M${places.join('L')}${places.length === 1 ? 'h0' : ''}`;
}

function toArea(line: SparklineProps['lines'][number]): string {
  const from = ((line[0]?.x ?? 0) * width).toFixed(1);
  const to = ((line.at(-1)?.x ?? 0) * width).toFixed(1);
  return `${toPath(line)}L${to} ${height}L${from} ${height}Z`;
}

/** How something went up and down; as wide as there is room. */
export function Sparkline({ label, lines, color }: SparklineProps): ReactNode {
  return (
    <Box
      component="svg"
      role="img"
      aria-label={label}
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      sx={(theme) => ({
        display: 'block',
        width: '100%',
        height: '1.9rem',
        borderRadius: '0.375rem',
        border: `1px solid ${theme.palette.divider}`,
        backgroundColor: theme.lab.well,
        color: theme.palette[color].main,
        '& path': { vectorEffect: 'non-scaling-stroke' },
      })}
    >
      {lines.map((line) => (
        <g key={line[0]?.x}>
          <path d={toArea(line)} fill="currentColor" opacity={0.18} />
          <path
            d={toPath(line)}
            fill="none"
            stroke="currentColor"
            strokeWidth={1.8}
            strokeLinecap="round"
            strokeLinejoin="round"
          />
        </g>
      ))}
    </Box>
  );
}
