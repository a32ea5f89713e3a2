import type { ReactNode } from 'react';
import type { CableAdapter } from '../../../src-main/domain/cables.ts';
import type { NodeState } from '../../../src-main/domain/states.ts';
import { Picture } from '../../components/picture.tsx';
import { toneOf } from '../../components/state-chip.tsx';
import { useT } from '../../lib/i18n.tsx';
import type { Translate } from '../../../src-main/locales/translate.ts';
import { placeNodes, sheetWidth, type TopologyPlaces, type TopologyRow } from './model/places.ts';
import { Outside } from './outside.tsx';

/** A node as the drawing needs it; without a state it is only planned. */
export interface TopologyNode {
  readonly name: string;
  readonly address: string;
  readonly state?: NodeState;
  readonly pulledCables?: readonly CableAdapter[] | null;
}

interface TopologyProps {
  readonly nodes: readonly TopologyNode[];
  readonly network: { readonly name: string; readonly subnet: string };
}

/** One row is shown whole on any screen; more are scrolled past like the rest of the page. */
const maxHeightOfOneRow = '70vh';
const trunkX = { nat: 44, lan: sheetWidth - 44 } as const;

/** The lab drawn: Internet, router, laptop, the NAT way out, the internal network, and the nodes with their addresses. */
export function Topology({ nodes, network }: TopologyProps): ReactNode {
  const t = useT();
  const places = placeNodes(nodes.length);
  const perRow = places.rows[0]?.xs.length ?? 0;
  const names = nodes.map((node) => spokenName(node, t)).join(', ');
  return (
    <Picture
      width={sheetWidth}
      height={places.height}
      maxHeight={places.rows.length === 1 ? maxHeightOfOneRow : 'none'}
      label={t('labs.topology-label', { nodes: names, network: network.name, subnet: network.subnet })}
    >
      <rect x={16} y={118} width={sheetWidth - 32} height={places.height - 132} rx={22} fill="var(--well)" />
      <Outside natY={places.rows[0]?.natY ?? 0} />
      <text x={36} y={146} fontSize={16} fontWeight={650}>
        {t('labs.topology-laptop')}
      </text>
      <Trunks places={places} />
      {places.rows.map((row, index) => (
        <Row key={row.y} row={row} nodes={nodes.slice(index * perRow, (index + 1) * perRow)} places={places} />
      ))}
      <text x={sheetWidth / 2} y={places.height - 32} fontSize={15} textAnchor="middle">
        {t('labs.topology-lan', { name: network.name, subnet: network.subnet })}
      </text>
    </Picture>
  );
}

function spokenName({ name, address, state, pulledCables }: TopologyNode, t: Translate): string {
  const words = [name, address, ...(state === undefined ? [] : [t(`states.${state}`)])];
  return [...words, ...(pulledCables ?? []).map((adapter) => t(`nodes.topology-pulled-${adapter}`))].join(' ');
}

/** What joins the rows: at the left the way out, at the right the internal network. */
function Trunks({ places: { rows } }: { readonly places: TopologyPlaces }): ReactNode {
  const [first] = rows;
  const last = rows.at(-1);
  if (first === undefined || last === undefined || rows.length === 1) return null;
  return (
    <>
      <path d={`M${trunkX.nat} ${first.natY}V${last.natY}`} strokeDasharray="2 7" />
      <path d={`M${trunkX.lan} ${first.lanY}V${last.lanY}`} stroke="var(--warm)" strokeWidth={3} />
    </>
  );
}

interface RowProps {
  readonly row: TopologyRow;
  readonly nodes: readonly TopologyNode[];
  readonly places: TopologyPlaces;
}

function Row({ row, nodes, places }: RowProps): ReactNode {
  const { y, natY, lanY, xs } = row;
  const { box, rows } = places;
  const [firstX = sheetWidth / 2] = xs;
  const lastX = xs.at(-1) ?? firstX;
  const isOnly = rows.length === 1;
  const nat = isOnly ? [Math.min(firstX, sheetWidth / 2), Math.max(lastX, sheetWidth / 2)] : [trunkX.nat, lastX];
  const natEnd = natY === rows[0]?.natY ? Math.max(nat[1] ?? 0, sheetWidth / 2) : nat[1];
  const lan = isOnly ? [firstX - 36, lastX + 36] : [firstX, trunkX.lan];
  return (
    <>
      <path d={`M${nat[0]} ${natY}H${natEnd}`} strokeDasharray="2 7" />
      <path d={`M${lan[0]} ${lanY}H${lan[1]}`} stroke="var(--warm)" strokeWidth={3} />
      {nodes.map((node, index) => {
        const x = xs[index] ?? 0;
        const isPulled = (adapter: CableAdapter): boolean => node.pulledCables?.includes(adapter) ?? false;
        return (
          <g key={node.name}>
            <g strokeDasharray="2 7">
              <Cable x={x} from={natY} to={y - box.height / 2} isPulled={isPulled('nat')} />
            </g>
            <g stroke="var(--warm)" strokeWidth={3}>
              <Cable x={x} from={y + box.height / 2} to={lanY} isPulled={isPulled('internal')} />
              <circle cx={x} cy={lanY} r={4} fill="var(--warm)" />
            </g>
            <NodeBox node={node} x={x} y={y} places={places} />
          </g>
        );
      })}
    </>
  );
}

interface CableProps {
  readonly x: number;
  readonly from: number;
  readonly to: number;
  readonly isPulled: boolean;
}

/** A pulled one has a gap with a cross in it. */
function Cable({ x, from, to, isPulled }: CableProps): ReactNode {
  if (!isPulled) return <path d={`M${x} ${from}V${to}`} />;
  const middle = (from + to) / 2;
  const gap = Math.min(12, (to - from) / 3);
  const arm = Math.min(6, gap / 2);
  return (
    <>
      <path d={`M${x} ${from}V${middle - gap}M${x} ${middle + gap}V${to}`} />
      <path
        d={`M${x - arm} ${middle - arm}l${2 * arm} ${2 * arm}m0 ${-2 * arm}l${-2 * arm} ${2 * arm}`}
        stroke="var(--bad)"
        strokeWidth={2.5}
        strokeDasharray="none"
      />
    </>
  );
}

interface NodeBoxProps {
  readonly node: TopologyNode;
  readonly x: number;
  readonly y: number;
  readonly places: TopologyPlaces;
}

function NodeBox({ node: { name, address, state }, x, y, places: { box, isCompact } }: NodeBoxProps): ReactNode {
  const t = useT();
  const color = state === undefined ? 'var(--main)' : `var(--${toneOf(state)})`;
  const stateName = state === undefined ? null : t(`states.${state}`);
  return (
    <g textAnchor="middle">
      <rect
        x={x - box.width / 2}
        y={y - box.height / 2}
        width={box.width}
        height={box.height}
        rx={12}
        stroke={color}
        strokeDasharray={state === 'absent' || state === 'unknown' ? '4 6' : undefined}
        fill={state === undefined || state === 'running' ? 'var(--tint)' : 'var(--paper)'}
      />
      <text x={x} y={isCompact ? y - 4 : y - 13} fontSize={isCompact ? 14 : 16} fontWeight={650}>
        {name}
      </text>
      {!isCompact && (
        <text x={x} y={y + 8} fontSize={13.5}>
          {address}
        </text>
      )}
      <text x={x} y={isCompact ? y + 14 : y + 27} fontSize={isCompact ? 11 : 13.5}>
        {isCompact ? (stateName ?? `.${address.split('.').at(-1) ?? ''}`) : stateName}
      </text>
    </g>
  );
}
