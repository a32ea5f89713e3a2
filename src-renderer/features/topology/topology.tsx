import type { ReactNode } from 'react';
import type { NodeState } from '../../../src-main/domain/states.ts';
import { Picture } from '../../components/picture.tsx';
import { toneOf } from '../../components/state-chip.tsx';
import { useT } from '../../lib/i18n.tsx';

/** A node as the drawing needs it; without a state it is only planned. */
export interface TopologyNode {
  readonly name: string;
  readonly address: string;
  readonly state?: NodeState;
}

interface TopologyProps {
  readonly nodes: readonly TopologyNode[];
  readonly network: { readonly name: string; readonly subnet: string };
}

const width = 760;
const height = 410;
/** More would be too small to read; the others are counted. */
const drawnNodes = 6;
const rowY = 262;
const natY = 168;
const lanY = 350;

/** The lab drawn: Internet, router, laptop, the NAT way out, the internal network, and the nodes with their addresses. */
export function Topology({ nodes, network }: TopologyProps): ReactNode {
  const t = useT();
  const names = nodes.map(({ name, address, state }) =>
    state === undefined ? `${name} ${address}` : `${name} ${address} ${t(`states.${state}`)}`,
  );
  return (
    <Picture
      width={width}
      height={height}
      maxHeight="70vh"
      label={t('labs.topology-label', { nodes: names.join(', '), network: network.name, subnet: network.subnet })}
    >
      <Outside />
      <rect x={16} y={118} width={width - 32} height={278} rx={22} fill="var(--well)" />
      <text x={36} y={146} fontSize={16} fontWeight={650}>
        {t('labs.topology-laptop')}
      </text>
      <Nat count={Math.min(nodes.length, drawnNodes)} />
      <Lan count={Math.min(nodes.length, drawnNodes)} network={network} />
      <Nodes nodes={nodes} />
    </Picture>
  );
}

/** Middle of the place number `index` of `count`. */
function placeX(index: number, count: number): number {
  const step = Math.min(118, (width - 64) / count);
  return width / 2 + (index - (count - 1) / 2) * step;
}

function Outside(): ReactNode {
  const t = useT();
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
      <path d={`M380 70V${natY}`} />
    </>
  );
}

function Nat({ count }: { readonly count: number }): ReactNode {
  const t = useT();
  const first = Math.min(placeX(0, count), width / 2);
  const last = Math.max(placeX(count - 1, count), width / 2);
  return (
    <>
      <path d={`M${first} ${natY}H${last}`} strokeDasharray="2 7" />
      {Array.from({ length: count }, (_, index) => (
        <path key={index} d={`M${placeX(index, count)} ${natY}V${rowY - 38}`} strokeDasharray="2 7" />
      ))}
      <circle cx={380} cy={natY} r={6} fill="var(--paper)" />
      <text x={394} y={natY - 10} fontSize={14.5}>
        {t('labs.topology-nat')}
      </text>
    </>
  );
}

function Lan({ count, network }: { readonly count: number; readonly network: TopologyProps['network'] }): ReactNode {
  const t = useT();
  return (
    <g stroke="var(--warm)" strokeWidth={3}>
      <path d={`M${placeX(0, count) - 36} ${lanY}H${placeX(count - 1, count) + 36}`} />
      {Array.from({ length: count }, (_, index) => (
        <g key={index}>
          <path d={`M${placeX(index, count)} ${rowY + 38}V${lanY}`} />
          <circle cx={placeX(index, count)} cy={lanY} r={4} fill="var(--warm)" />
        </g>
      ))}
      <text x={width / 2} y={lanY + 28} fontSize={15} textAnchor="middle">
        {t('labs.topology-lan', { name: network.name, subnet: network.subnet })}
      </text>
    </g>
  );
}

function Nodes({ nodes }: { readonly nodes: readonly TopologyNode[] }): ReactNode {
  const t = useT();
  const isCut = nodes.length > drawnNodes;
  const drawn = nodes.slice(0, isCut ? drawnNodes - 1 : drawnNodes);
  const count = Math.min(nodes.length, drawnNodes);
  return (
    <>
      {drawn.map((node, index) => (
        <NodeBox key={node.name} node={node} x={placeX(index, count)} />
      ))}
      {isCut && (
        <g>
          <rect x={placeX(count - 1, count) - 50} y={rowY - 38} width={100} height={76} rx={12} fill="var(--paper)" />
          <text x={placeX(count - 1, count)} y={rowY + 5} fontSize={15} textAnchor="middle">
            {t('labs.topology-more', { count: nodes.length - drawn.length })}
          </text>
        </g>
      )}
    </>
  );
}

function NodeBox({ node, x }: { readonly node: TopologyNode; readonly x: number }): ReactNode {
  const t = useT();
  const { name, address, state } = node;
  const color = state === undefined ? 'var(--main)' : `var(--${toneOf(state)})`;
  return (
    <g>
      <rect
        x={x - 50}
        y={rowY - 38}
        width={100}
        height={76}
        rx={12}
        stroke={color}
        strokeDasharray={state === 'absent' || state === 'unknown' ? '4 6' : undefined}
        fill={state === undefined || state === 'running' ? 'var(--tint)' : 'var(--paper)'}
      />
      <text x={x} y={rowY - 13} fontSize={16} fontWeight={650} textAnchor="middle">
        {name}
      </text>
      <text x={x} y={rowY + 8} fontSize={13.5} textAnchor="middle">
        {address}
      </text>
      {state !== undefined && (
        <text x={x} y={rowY + 27} fontSize={13.5} textAnchor="middle">
          {t(`states.${state}`)}
        </text>
      )}
    </g>
  );
}
