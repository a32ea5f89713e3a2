import { createTheme, type Theme } from '@mui/material/styles';
import { componentStyles } from './component-styles.ts';
import { looks, type LabColors, type Look } from './palettes.ts';

declare module '@mui/material/styles' {
  interface Theme {
    readonly look: Look;
    readonly lab: LabColors;
  }
  interface ThemeOptions {
    readonly look?: Look;
    readonly lab?: LabColors;
  }
  interface TypographyVariants {
    readonly mono: { readonly fontFamily: string };
  }
  interface TypographyVariantsOptions {
    readonly mono?: { readonly fontFamily: string };
  }
}

/** Fonts every system brings along: nothing is fetched, and text looks at home. */
const text = [
  '"Segoe UI Variable Text"',
  '"Segoe UI"',
  'system-ui',
  '-apple-system',
  '"SF Pro Text"',
  'Inter',
  'Ubuntu',
  'Cantarell',
  '"Noto Sans"',
  'sans-serif',
].join(',');
const code = [
  'ui-monospace',
  '"Cascadia Mono"',
  '"SF Mono"',
  'Menlo',
  'Consolas',
  '"DejaVu Sans Mono"',
  'monospace',
].join(',');

/** Typography and spacing in `rem`: everything grows with the text, on a projector and with the browser's own zoom. */
export function createLabTheme(look: Look): Theme {
  const { palette, lab } = looks[look];
  return createTheme({
    look,
    lab,
    palette,
    motion: { reducedMotion: 'system' },
    spacing: (factor: number) => `${0.5 * factor}rem`,
    shape: { borderRadius: 12 },
    // In `em` of the browser's own text size: with large text a wide window is laid out as a narrow one.
    breakpoints: { unit: 'em', values: { xs: 0, sm: 40, md: 56.25, lg: 77.5, xl: 112.5 } },
    typography: {
      fontFamily: text,
      mono: { fontFamily: code },
      h1: { fontSize: '1.875rem', fontWeight: 650, lineHeight: 1.2, letterSpacing: '-0.015em', textWrap: 'balance' },
      h2: { fontSize: '1.25rem', fontWeight: 650, lineHeight: 1.3, letterSpacing: '-0.008em' },
      h3: { fontSize: '1.0625rem', fontWeight: 650, lineHeight: 1.4 },
      body1: { fontSize: '1rem', lineHeight: 1.6 },
      body2: { fontSize: '0.9rem', lineHeight: 1.55 },
      caption: { fontSize: '0.82rem', lineHeight: 1.45 },
      overline: { fontSize: '0.78rem', fontWeight: 650, letterSpacing: '0.06em', lineHeight: 1.5 },
      button: { fontSize: '0.95rem', fontWeight: 600, textTransform: 'none', letterSpacing: 0 },
    },
    components: componentStyles(look),
  });
}
