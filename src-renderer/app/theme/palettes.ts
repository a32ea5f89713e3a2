import type { PaletteOptions } from '@mui/material/styles';

/** The three looks of the app. */
export type Look = 'light' | 'dark' | 'contrast';

/** Colours beyond those of MUI: calm surfaces, and what pictures are drawn with. */
export interface LabColors {
  /** Behind cards. */
  readonly canvas: string;
  /** A quiet area inside a card. */
  readonly well: string;
  /** A tint of the main colour behind what is chosen or taught. */
  readonly tint: string;
  /** The warm second colour of pictures. */
  readonly warm: string;
  readonly warmTint: string;
  readonly focus: string;
}

interface LookColors {
  readonly palette: PaletteOptions;
  readonly lab: LabColors;
}

/** Text on its background has at least 4.5:1 in light and dark, and 7:1 in high contrast. */
export const looks: Readonly<Record<Look, LookColors>> = {
  light: {
    palette: {
      mode: 'light',
      primary: { main: '#0b6266', dark: '#084a4d', light: '#3f8f92', contrastText: '#ffffff' },
      secondary: { main: '#8a4b08', contrastText: '#ffffff' },
      success: { main: '#1b6b3a', contrastText: '#ffffff' },
      warning: { main: '#8a5200', contrastText: '#ffffff' },
      error: { main: '#a8271d', contrastText: '#ffffff' },
      info: { main: '#23588c', contrastText: '#ffffff' },
      text: { primary: '#16211f', secondary: '#4d5b58', disabled: '#7d8886' },
      background: { default: '#f5f3ee', paper: '#fffefb' },
      divider: '#dedbd1',
    },
    lab: {
      canvas: '#f5f3ee',
      well: '#ece9e0',
      tint: '#e2f0ee',
      warm: '#d98314',
      warmTint: '#fbeed8',
      focus: '#0b6266',
    },
  },
  dark: {
    palette: {
      mode: 'dark',
      primary: { main: '#6fd0c8', dark: '#4fb3ab', light: '#a4e6df', contrastText: '#05201f' },
      secondary: { main: '#f3b562', contrastText: '#231503' },
      success: { main: '#7fd49a', contrastText: '#06210f' },
      warning: { main: '#f0b65a', contrastText: '#241600' },
      error: { main: '#ff9c8f', contrastText: '#2b0500' },
      info: { main: '#93c4f2', contrastText: '#04182b' },
      text: { primary: '#eaf0ee', secondary: '#a9b7b4', disabled: '#7f8c89' },
      background: { default: '#0f1716', paper: '#172120' },
      divider: '#2d3a38',
    },
    lab: {
      canvas: '#0f1716',
      well: '#1e2a28',
      tint: '#17342f',
      warm: '#f3b562',
      warmTint: '#33270f',
      focus: '#a4e6df',
    },
  },
  contrast: {
    palette: {
      mode: 'dark',
      primary: { main: '#ffe14d', dark: '#ffe14d', light: '#fff0a3', contrastText: '#000000' },
      secondary: { main: '#7df0ff', contrastText: '#000000' },
      success: { main: '#8dff9f', contrastText: '#000000' },
      warning: { main: '#ffc46b', contrastText: '#000000' },
      error: { main: '#ffaaa0', contrastText: '#000000' },
      info: { main: '#7df0ff', contrastText: '#000000' },
      text: { primary: '#ffffff', secondary: '#ffffff', disabled: '#c8c8c8' },
      background: { default: '#000000', paper: '#000000' },
      divider: '#ffffff',
    },
    lab: {
      canvas: '#000000',
      well: '#000000',
      tint: '#1d1d00',
      warm: '#7df0ff',
      warmTint: '#00242a',
      focus: '#ffffff',
    },
  },
};
