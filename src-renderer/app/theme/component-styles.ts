import type { Components, Theme } from '@mui/material/styles';
import { looks, type Look } from './palettes.ts';

/** How MUI's parts look here: flat surfaces, one kind of edge, and a focus ring that nobody can miss. */
export function componentStyles(look: Look): Components<Omit<Theme, 'components'>> {
  const { lab, palette } = looks[look];
  const edge = `1px solid ${String(palette.divider)}`;
  const ring = { outline: `3px solid ${lab.focus}`, outlineOffset: '2px' };
  return {
    MuiCssBaseline: { styleOverrides: globalStyles(lab.canvas, ring) },
    MuiButtonBase: {
      defaultProps: { disableRipple: true },
      styleOverrides: { root: { fontFamily: 'inherit', '&.Mui-focusVisible, &:focus-visible': ring } },
    },
    MuiButton: {
      defaultProps: { disableElevation: true },
      styleOverrides: {
        root: { borderRadius: '0.625rem', padding: '0.5rem 1.1rem', minHeight: '2.6rem' },
        sizeSmall: { padding: '0.25rem 0.75rem', minHeight: '2rem', fontSize: '0.88rem' },
        sizeLarge: { padding: '0.7rem 1.6rem', minHeight: '3.2rem', fontSize: '1.05rem' },
        outlined: { borderColor: inputEdge[look] },
      },
    },
    MuiIconButton: { styleOverrides: { root: { borderRadius: '0.625rem', padding: '0.5rem' } } },
    MuiPaper: {
      defaultProps: { elevation: 0 },
      styleOverrides: {
        root: { backgroundImage: 'none' },
        outlined: { border: edge },
      },
    },
    MuiDialog: {
      styleOverrides: { paper: { border: edge, borderRadius: '1rem' } },
    },
    MuiMenu: { styleOverrides: { paper: { border: edge, boxShadow: '0 8px 30px rgb(0 0 0 / 0.16)' } } },
    MuiTooltip: {
      defaultProps: { arrow: true, enterDelay: 400 },
      styleOverrides: { tooltip: { fontSize: '0.85rem', padding: '0.4rem 0.7rem' } },
    },
    MuiLinearProgress: { styleOverrides: { root: { height: '0.5rem', borderRadius: '0.25rem' } } },
    MuiChip: { styleOverrides: { root: { fontWeight: 600, borderRadius: '0.5rem' } } },
    MuiOutlinedInput: {
      styleOverrides: { root: { borderRadius: '0.625rem' }, notchedOutline: { borderColor: inputEdge[look] } },
    },
    MuiLink: {
      defaultProps: { underline: 'always' },
      styleOverrides: { root: { fontWeight: 600, textUnderlineOffset: '0.15em' } },
    },
    MuiToggleButton: {
      styleOverrides: {
        root: {
          borderRadius: '0.625rem',
          borderColor: palette.divider,
          fontSize: '0.95rem',
          '&.Mui-selected, &.Mui-selected:hover': { backgroundColor: lab.tint, borderColor: lab.focus },
        },
      },
    },
    MuiTab: { styleOverrides: { root: { minHeight: '3rem' } } },
    MuiAccordion: {
      defaultProps: { disableGutters: true, elevation: 0 },
      styleOverrides: { root: { border: edge, borderRadius: '0.75rem', '&::before': { display: 'none' } } },
    },
  };
}

/** The edge of a field is needed to see it, so it has at least 3:1. */
const inputEdge: Readonly<Record<Look, string>> = { light: '#86908d', dark: '#6d7b78', contrast: '#ffffff' };

function globalStyles(canvas: string, ring: Readonly<Record<string, string>>): Record<string, object> {
  return {
    // Larger on a projector, never smaller than the browser's own size.
    html: { fontSize: 'clamp(100%, 0.45vw + 0.62rem, 150%)' },
    body: { backgroundColor: canvas, overflowWrap: 'break-word' },
    '#root': { minHeight: '100vh' },
    ':focus-visible': ring,
    'h1:focus, main:focus': { outline: 'none' },
    'code, pre, kbd': {
      fontFamily: 'ui-monospace, "Cascadia Mono", "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace',
    },
    '@media (prefers-reduced-motion: reduce)': {
      '*, *::before, *::after': { animationDuration: '0.001ms !important', animationIterationCount: '1 !important' },
    },
  };
}
