import { describe, expect, it } from 'vitest';
import { purposeOf, type KeySurroundings } from '../../../src-renderer/features/terminals/model/keys.ts';
import { isReport } from '../../../src-renderer/features/terminals/model/reports.ts';

/** A key as `Ctrl+Shift+KeyC`. */
function press(text: string) {
  const parts = text.split('+');
  const held = (name: string): boolean => parts.includes(name);
  return {
    code: parts.at(-1) ?? '',
    ctrlKey: held('Ctrl'),
    shiftKey: held('Shift'),
    altKey: held('Alt'),
    metaKey: held('Meta'),
  };
}

const linux: KeySurroundings = { platform: 'linux', hasSelection: true };
const macos: KeySurroundings = { platform: 'macos', hasSelection: true };
const windows: KeySurroundings = { platform: 'windows', hasSelection: true };
const nothingSelected: KeySurroundings = { platform: 'windows', hasSelection: false };

describe('a key', () => {
  it.each([
    ['KeyC', linux, 'terminal'],
    ['Ctrl+KeyC', linux, 'terminal'],
    ['Ctrl+KeyV', linux, 'terminal'],
    ['Ctrl+Shift+KeyC', linux, 'copy'],
    ['Ctrl+Shift+KeyV', linux, 'browser'],
    ['Ctrl+Shift+KeyF', linux, 'search'],
    ['Ctrl+Insert', linux, 'copy'],
    ['Shift+Insert', linux, 'browser'],
    ['Ctrl+Alt+Shift+KeyC', linux, 'terminal'],
    ['Ctrl+KeyC', windows, 'copy'],
    ['Ctrl+KeyC', nothingSelected, 'terminal'],
    ['Ctrl+KeyV', nothingSelected, 'browser'],
    ['Ctrl+Alt+KeyV', windows, 'terminal'],
    ['Ctrl+KeyC', macos, 'terminal'],
    ['Ctrl+KeyV', macos, 'terminal'],
    ['Meta+KeyC', macos, 'browser'],
    ['Meta+KeyV', macos, 'browser'],
    ['Meta+KeyF', macos, 'search'],
    ['Meta+KeyC', linux, 'terminal'],
    ['Ctrl+F6', linux, 'leave'],
    ['Ctrl+F6', macos, 'leave'],
    ['F6', linux, 'terminal'],
    ['Tab', linux, 'terminal'],
    ['Escape', linux, 'terminal'],
  ] as const)('%s on %o is for: %s', (key, surroundings, purpose) => {
    expect(purposeOf(press(key), surroundings)).toBe(purpose);
  });
});

describe('what a terminal sends', () => {
  const esc = '\u001b';

  it.each([
    ['device attributes', `${esc}[?1;2c`],
    ['more device attributes', `${esc}[>0;276;0c`],
    ['status', `${esc}[0n`],
    ['place of the cursor', `${esc}[24;80R`],
    ['extended place of the cursor', `${esc}[?24;80R`],
    ['a mode', `${esc}[?2026;2$y`],
    ['size of the window', `${esc}[8;24;80t`],
    ['a colour', `${esc}]11;rgb:ffff/fefe/fbfb${esc}\\`],
    ['its version', `${esc}P>|xterm.js(6.0.0)${esc}\\`],
    ['focus gained', `${esc}[I`],
    ['focus lost', `${esc}[O`],
    ['a mouse', `${esc}[<0;10;5M`],
    ['an old mouse', `${esc}[M !!`],
  ])('by itself is a report: %s', (_what, data) => {
    expect(isReport(data)).toBe(true);
  });

  it.each([
    ['text', 'ls -l\r'],
    ['a dead key', 'é'],
    ['escape', esc],
    ['an arrow', `${esc}[A`],
    ['an arrow of an application', `${esc}OA`],
    ['Ctrl and an arrow', `${esc}[1;5C`],
    ['a function key', `${esc}[15~`],
    ['Shift and F3', `${esc}[1;2R`],
    ['Ctrl and F3', `${esc}[1;5R`],
    ['F3', `${esc}OR`],
    ['Shift and Tab', `${esc}[Z`],
    ['Alt and a letter', `${esc}b`],
    ['something pasted', `${esc}[200~text 24;80R${esc}[201~`],
  ])('for somebody who types is none: %s', (_what, data) => {
    expect(isReport(data)).toBe(false);
  });
});
