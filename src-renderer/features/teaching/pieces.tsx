import type { ReactNode } from 'react';

export interface Place {
  readonly x: number;
  readonly y: number;
}

/** A node: a small computer with its lamp. */
export function Vm({
  x,
  y,
  color = 'main',
  size = 40,
}: Place & { readonly color?: 'main' | 'warm'; readonly size?: number }): ReactNode {
  const height = size * 0.75;
  return (
    <g>
      <rect
        x={x - size / 2}
        y={y - height / 2}
        width={size}
        height={height}
        rx={size * 0.15}
        stroke={`var(--${color})`}
        fill={color === 'main' ? 'var(--tint)' : 'var(--warm-tint)'}
      />
      <circle cx={x - size * 0.27} cy={y} r={size * 0.07} fill={`var(--${color})`} stroke="none" />
      <path d={`M${x - size * 0.06} ${y}h${size * 0.34}`} stroke={`var(--${color})`} />
    </g>
  );
}

/** A laptop whose screen is 2 * `half` wide; `y` is the lower edge of its screen. */
export function Laptop({
  x,
  y,
  half,
  children,
}: Place & { readonly half: number; readonly children?: ReactNode }): ReactNode {
  const height = half * 1.2;
  return (
    <g>
      <rect x={x - half} y={y - height} width={half * 2} height={height} rx={8} fill="var(--paper)" />
      <path d={`M${x - half - 16} ${y + 10}h${half * 2 + 32}l-8 -9h-${half * 2 + 16}z`} fill="var(--paper)" />
      {children}
    </g>
  );
}

/** The Internet. */
export function Cloud({ x, y, scale = 1 }: Place & { readonly scale?: number }): ReactNode {
  return (
    <path
      transform={`translate(${x} ${y}) scale(${scale})`}
      d="M-26 16a15 15 0 0 1-2-30 20 20 0 0 1 38-4 16 16 0 0 1 14 34z"
      fill="var(--paper)"
    />
  );
}

/** A disk, seen from the side; `y` is its upper rim. */
export function Disk(
  props: Place & { readonly width?: number; readonly height: number; readonly color?: 'main' | 'warm' },
): ReactNode {
  const { x, y, width = 60, height, color = 'main' } = props;
  const half = width / 2;
  const fill = color === 'main' ? 'var(--tint)' : 'var(--warm-tint)';
  return (
    <g stroke={`var(--${color})`}>
      <path d={`M${x - half} ${y}v${height}a${half} 8 0 0 0 ${width} 0v-${height}`} fill={fill} />
      <ellipse cx={x} cy={y} rx={half} ry={8} fill={fill} />
    </g>
  );
}

/** An arrow along a path; the head points where the path ends, to the right unless turned. */
export function Arrow(props: {
  readonly d: string;
  readonly head: Place;
  readonly turn?: number;
  readonly color?: string;
}): ReactNode {
  const { d, head, turn = 0, color = 'var(--ink)' } = props;
  return (
    <g stroke={color}>
      <path d={d} />
      <path d="M-7 -5 0 0l-7 5" transform={`translate(${head.x} ${head.y}) rotate(${turn})`} />
    </g>
  );
}
