import Divider from '@mui/material/Divider';
import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';
import type { NodeView } from '../../../src-main/contract/lab-views.ts';
import { useT } from '../../lib/i18n.tsx';

/** A node as terminals know it. */
export type TerminalNode = Pick<NodeView, 'name' | 'state'>;

interface NodeMenuProps {
  readonly nodes: readonly TerminalNode[];
  readonly anchor: HTMLElement | null;
  readonly onChoose: (node: string) => void;
  /** Left out: consoles are not offered. */
  readonly onConsole?: (node: string) => void;
  readonly onClose: () => void;
}

/** Asks on which node; says of each that is not running that it is not. */
export function NodeMenu({ nodes, anchor, onChoose, onConsole, onClose }: NodeMenuProps): ReactNode {
  const t = useT();
  return (
    <Menu anchorEl={anchor} open={anchor !== null} onClose={onClose} disableRestoreFocus>
      {nodes.map(({ name, state }) => (
        <MenuItem
          key={name}
          onClick={() => {
            onClose();
            onChoose(name);
          }}
        >
          {name}
          {state !== 'running' && (
            <Typography component="span" variant="body2" sx={{ ml: 2, color: 'text.secondary' }}>
              {t(`states.${state}`)}
            </Typography>
          )}
        </MenuItem>
      ))}
      {onConsole !== undefined && <Divider />}
      {onConsole !== undefined &&
        nodes.map(({ name }) => (
          <MenuItem
            key={`console-${name}`}
            onClick={() => {
              onClose();
              onConsole(name);
            }}
          >
            {t('terminals.console', { node: name })}
          </MenuItem>
        ))}
    </Menu>
  );
}
