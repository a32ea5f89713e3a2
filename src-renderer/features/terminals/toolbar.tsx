import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useState, type ReactNode } from 'react';
import { Icon } from '../../components/icon.tsx';
import { useT } from '../../lib/i18n.tsx';
import { useSettings } from '../settings/index.ts';
import { Glyph } from './glyph.tsx';
import { IconAction } from './icon-action.tsx';
import { NodeMenu, type TerminalNode } from './node-menu.tsx';

interface ToolbarProps {
  readonly nodes: readonly TerminalNode[];
  /** Terminals of the tab that is shown. */
  readonly shownCount: number;
  readonly isTypingToAll: boolean;
  readonly isReadOut: boolean;
  readonly onOpen: (node: string) => void;
  readonly onOpenConsole: (node: string) => void;
  readonly onOpenAll: () => void;
  readonly onTypeToAll: (isOn: boolean) => void;
  readonly onReadOut: (isOn: boolean) => void;
}

const fontSizes = { smallest: 8, largest: 40 } as const;

/** Opens terminals, and switches what concerns them all. */
export function Toolbar(props: ToolbarProps): ReactNode {
  const { nodes, shownCount, isTypingToAll, isReadOut, onOpen, onOpenConsole, onOpenAll, onTypeToAll, onReadOut } =
    props;
  const t = useT();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  return (
    <Box
      role="toolbar"
      aria-label={t('terminals.toolbar')}
      sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 1, p: 1 }}
    >
      <Button
        size="small"
        variant="contained"
        aria-haspopup="menu"
        startIcon={<Icon name="plus" size="1.1em" />}
        onClick={(event) => {
          setAnchor(event.currentTarget);
        }}
      >
        {t('terminals.new')}
      </Button>
      <NodeMenu
        nodes={nodes}
        anchor={anchor}
        onChoose={onOpen}
        onConsole={onOpenConsole}
        onClose={() => {
          setAnchor(null);
        }}
      />
      <Button
        size="small"
        variant="outlined"
        startIcon={<Glyph name="grid" />}
        disabled={!nodes.some(({ state }) => state === 'running')}
        onClick={onOpenAll}
      >
        {t('terminals.all-nodes')}
      </Button>
      <Button
        size="small"
        variant={isTypingToAll ? 'contained' : 'outlined'}
        color={isTypingToAll ? 'secondary' : 'primary'}
        aria-pressed={isTypingToAll}
        startIcon={<Glyph name="to-all" />}
        disabled={shownCount < 2 && !isTypingToAll}
        onClick={() => {
          onTypeToAll(!isTypingToAll);
        }}
      >
        {t('terminals.type-to-all')}
      </Button>
      <Box sx={{ flex: 1 }} />
      <Box sx={{ fontSize: '0.82rem', color: 'text.secondary' }}>{t('terminals.leave-hint')}</Box>
      <FontSize />
      <IconAction
        label={t('terminals.read-out')}
        isPressed={isReadOut}
        onClick={() => {
          onReadOut(!isReadOut);
        }}
      >
        <Glyph name="read-out" />
      </IconAction>
    </Box>
  );
}

function FontSize(): ReactNode {
  const t = useT();
  const { settings, change } = useSettings();
  const size = settings.terminalFontSize;
  return (
    <Box sx={{ display: 'flex' }}>
      <IconAction
        label={t('terminals.smaller')}
        isDisabled={size <= fontSizes.smallest}
        onClick={() => {
          change({ terminalFontSize: size - 1 });
        }}
      >
        <Glyph name="smaller" />
      </IconAction>
      <IconAction
        label={t('terminals.larger')}
        isDisabled={size >= fontSizes.largest}
        onClick={() => {
          change({ terminalFontSize: size + 1 });
        }}
      >
        <Glyph name="larger" />
      </IconAction>
    </Box>
  );
}
