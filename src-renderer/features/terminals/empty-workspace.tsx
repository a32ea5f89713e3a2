import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';
import { Icon } from '../../components/icon.tsx';
import { useT } from '../../lib/i18n.tsx';
import { Glyph } from './glyph.tsx';
import type { TerminalNode } from './node-menu.tsx';

interface EmptyWorkspaceProps {
  readonly nodes: readonly TerminalNode[];
  readonly onOpen: (node: string) => void;
  readonly onOpenAll: () => void;
}

/** Leads to the first terminal. */
export function EmptyWorkspace({ nodes, onOpen, onOpenAll }: EmptyWorkspaceProps): ReactNode {
  const t = useT();
  const running = nodes.filter(({ state }) => state === 'running');
  return (
    <Box sx={{ flex: 1, display: 'grid', placeContent: 'center', justifyItems: 'center', gap: 2, p: 3 }}>
      <Box sx={{ color: 'primary.main' }}>
        <Icon name="terminal" size="3.5rem" />
      </Box>
      <Typography sx={{ maxWidth: '34rem', textAlign: 'center' }}>
        {t(running.length === 0 ? 'terminals.empty-off' : 'terminals.empty')}
      </Typography>
      {running.length > 0 && (
        <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, justifyContent: 'center' }}>
          {running.length > 1 && (
            <Button variant="contained" startIcon={<Glyph name="grid" />} onClick={onOpenAll}>
              {t('terminals.all-nodes')}
            </Button>
          )}
          {running.map(({ name }) => (
            <Button
              key={name}
              variant="outlined"
              onClick={() => {
                onOpen(name);
              }}
            >
              {name}
            </Button>
          ))}
        </Box>
      )}
    </Box>
  );
}
