import type { ReactNode } from 'react';
import { Picture } from '../../components/picture.tsx';

const functionRow = ['Esc', 'F1', 'F2', 'F3', 'F4', 'F5', 'F6', 'F7', 'F8', 'F9', 'F10', 'F11', 'F12', 'Del'];
const keySize = 28;
const gap = 4;
const step = keySize + gap;
const left = 14;
const boardWidth = functionRow.length * step - gap;

interface KeyProps {
  readonly x: number;
  readonly y: number;
  readonly width?: number;
  readonly label?: string;
  readonly isWanted?: boolean;
}

function Key({ x, y, width = keySize, label, isWanted = false }: KeyProps): ReactNode {
  const look = isWanted
    ? { fill: 'var(--main)', stroke: 'var(--main)' }
    : { fill: 'var(--paper)', stroke: 'var(--ink)', strokeWidth: 1 };
  return (
    <>
      <rect x={x} y={y} width={width} height={keySize} rx={5} {...look} />
      {label !== undefined && (
        <text
          x={x + width / 2}
          y={y + keySize / 2 + 4}
          textAnchor="middle"
          fontSize={11}
          fontWeight={isWanted ? 700 : 400}
          style={{ fill: isWanted ? 'var(--paper)' : 'var(--ink)' }}
        >
          {label}
        </text>
      )}
    </>
  );
}

/** A keyboard on which the keys that lead into the firmware stand out. */
export function KeyboardDrawing(props: { readonly keys: readonly string[]; readonly label: string }): ReactNode {
  const wanted = new Set(props.keys.flatMap((key) => key.split('+')));
  const bottom = 20 + 4 * step;
  return (
    <Picture width={boardWidth + 2 * left} height={bottom + step + 10} label={props.label} maxHeight="11rem">
      <rect x={3} y={6} width={boardWidth + 2 * left - 6} height={bottom + step - 2} rx={12} fill="var(--well)" />
      {functionRow.map((name, index) => (
        <Key key={name} x={left + index * step} y={18} label={name} isWanted={wanted.has(name)} />
      ))}
      {[1, 2, 3].flatMap((row) =>
        functionRow
          .slice(row === 2 ? 2 : 0)
          .map((name, index) => <Key key={`${row} ${name}`} x={left + index * step} y={20 + row * step} />),
      )}
      <Key x={left + 12 * step} y={20 + 2 * step} width={2 * step - gap} label="Enter" isWanted={wanted.has('Enter')} />
      <Key x={left} y={bottom} label="Ctrl" />
      <Key x={left + step} y={bottom} label="Fn" isWanted={wanted.has('Fn')} />
      <Key x={left + 2 * step} y={bottom} />
      <Key x={left + 3 * step} y={bottom} width={6 * step - gap} />
      {[9, 10, 11, 12, 13].map((column) => (
        <Key key={column} x={left + column * step} y={bottom} />
      ))}
    </Picture>
  );
}

/** A sketch of a menu of the firmware, with the words to look for. */
export function FirmwareMenuDrawing(props: { readonly path: readonly string[]; readonly label: string }): ReactNode {
  const { path, label } = props;
  const lines = path.slice(0, 4);
  const height = 74 + lines.length * 30;
  return (
    <Picture width={440} height={height} label={label} maxHeight="13rem">
      <rect x={3} y={3} width={434} height={height - 6} rx={10} fill="var(--well)" />
      <path d={`M3 32h434`} />
      <text x={18} y={23} fontSize={13} fontWeight={700}>
        BIOS / UEFI Setup
      </text>
      {lines.map((word, index) => {
        const isLast = index === lines.length - 1;
        const y = 62 + index * 30;
        const x = 22 + index * 18;
        return (
          <g key={word}>
            {isLast && (
              <rect x={x - 8} y={y - 18} width={424 - x} height={27} rx={5} fill="var(--tint)" stroke="var(--main)" />
            )}
            <text x={x} y={y} fontSize={13} fontWeight={isLast ? 700 : 400}>
              {isLast ? word : `${word}  ▸`}
            </text>
          </g>
        );
      })}
      <text x={426} y={height - 16} textAnchor="end" fontSize={13} fontWeight={700} style={{ fill: 'var(--main)' }}>
        {'[Disabled]  →  [Enabled]'}
      </text>
    </Picture>
  );
}
