import { useTheme } from '@mui/material/styles';
import { useMemo, useSyncExternalStore } from 'react';
import { useSettings } from '../settings/index.ts';
import type { ViewOptions } from './xterm/terminal-view.ts';

/** How terminals look, as the user wants it; the same object as long as nothing changes. */
export function useViewOptions(isReadOut: boolean): ViewOptions {
  const theme = useTheme();
  const { settings } = useSettings();
  const { terminalFontSize, terminalScrollback: scrollback } = settings;
  // Terminals grow with all other text: on a projector, and with the browser's own text size.
  const fontSize = Math.round((terminalFontSize * useRootFontSize()) / usualRootFontSize);
  const { fontFamily } = theme.typography.mono;
  const { look } = theme;
  return useMemo(
    () => ({ look, fontSize, fontFamily, scrollback, isReadOut }),
    [look, fontSize, fontFamily, scrollback, isReadOut],
  );
}

const usualRootFontSize = 16;

function onResize(onChange: () => void): () => void {
  window.addEventListener('resize', onChange);
  return () => {
    window.removeEventListener('resize', onChange);
  };
}

/** Pixels of one rem. */
function useRootFontSize(): number {
  return useSyncExternalStore(onResize, () => Number.parseFloat(getComputedStyle(document.documentElement).fontSize));
}
