import type { ReactNode } from 'react';
import { useT } from '../../lib/i18n.tsx';
import { sheetWidth } from './model/places.ts';

/** What the lab hangs on: the Internet, the router, and the point where NAT begins. */
export function Outside({ natY }: { readonly natY: number }): ReactNode {
  const t = useT();
  const middle = sheetWidth / 2;
  return (
    <>
      <path
        transform="translate(150 54)"
        d="M-34 22a20 20 0 0 1-3-40 27 27 0 0 1 51-5 21 21 0 0 1 19 45z"
        fill="var(--paper)"
      />
      <text x={150} y={100} fontSize={15} textAnchor="middle">
        {t('labs.topology-internet')}
      </text>
      <path d="M200 54H346" />
      <rect x={346} y={38} width={68} height={32} rx={8} fill="var(--paper)" />
      <path d="M360 54h.01M374 54h.01M388 54h12" strokeWidth={4} />
      <text x={426} y={59} fontSize={15}>
        {t('labs.topology-router')}
      </text>
      <path d={`M${middle} 70V${natY}`} />
      <circle cx={middle} cy={natY} r={6} fill="var(--paper)" />
      <text x={middle + 14} y={natY - 10} fontSize={14.5}>
        {t('labs.topology-nat')}
      </text>
    </>
  );
}
