import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import type { ReactNode } from 'react';
import { useT } from '../../lib/i18n.tsx';
import { Glyph } from './glyph.tsx';

interface ToAllBannerProps {
  readonly nodes: readonly string[];
  readonly onEnd: () => void;
}

/** Says, so that nobody overlooks it, that everything typed goes to several terminals. */
export function ToAllBanner({ nodes, onEnd }: ToAllBannerProps): ReactNode {
  const t = useT();
  return (
    <Box
      role="status"
      sx={(theme) => ({
        display: 'flex',
        alignItems: 'center',
        gap: 1,
        px: 1.5,
        py: 0.75,
        fontWeight: 600,
        color: theme.palette.text.primary,
        backgroundColor: theme.lab.warmTint,
        borderTop: `3px solid ${theme.lab.warm}`,
      })}
    >
      <Glyph name="to-all" />
      <Box sx={{ flex: 1, minWidth: 0 }}>
        {t('terminals.to-all-banner', { count: nodes.length, nodes: nodes.join(', ') })}
      </Box>
      <Button size="small" variant="outlined" color="secondary" onClick={onEnd}>
        {t('terminals.to-all-end')}
      </Button>
    </Box>
  );
}
