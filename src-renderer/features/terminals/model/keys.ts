/** What a pressed key is for. `browser`: the browser does it (pasting); `terminal`: it goes to the program. */
export type KeyPurpose = 'copy' | 'browser' | 'search' | 'leave' | 'terminal';

export interface PressedKey {
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
}

export interface KeySurroundings {
  readonly platform: 'windows' | 'macos' | 'linux';
  readonly hasSelection: boolean;
}

/**
 * Copying, pasting and searching as terminals of the platform do it: with Cmd on macOS; with Ctrl and Shift elsewhere, as Ctrl+C
 * interrupts; on Windows also with Ctrl+V, and with Ctrl+C when something is selected. Ctrl+F6 leaves the terminal everywhere, as
 * Tab belongs to the program.
 */
export function purposeOf(key: PressedKey, { platform, hasSelection }: KeySurroundings): KeyPurpose {
  if (key.code === 'F6' && isHeld(key, 'ctrl')) return 'leave';
  if (platform === 'macos') {
    if (!isHeld(key, 'meta')) return 'terminal';
    return key.code === 'KeyF' ? 'search' : 'browser';
  }
  if (isHeld(key, 'ctrl+shift')) {
    if (key.code === 'KeyC') return 'copy';
    if (key.code === 'KeyV') return 'browser';
    if (key.code === 'KeyF') return 'search';
  }
  if (key.code === 'Insert') {
    if (isHeld(key, 'ctrl')) return 'copy';
    if (isHeld(key, 'shift')) return 'browser';
  }
  if (platform === 'windows' && isHeld(key, 'ctrl')) {
    if (key.code === 'KeyC' && hasSelection) return 'copy';
    if (key.code === 'KeyV') return 'browser';
  }
  return 'terminal';
}

function isHeld(key: PressedKey, modifiers: 'ctrl' | 'shift' | 'ctrl+shift' | 'meta'): boolean {
  return (
    key.ctrlKey === modifiers.includes('ctrl') &&
    key.shiftKey === modifiers.includes('shift') &&
    key.metaKey === (modifiers === 'meta') &&
    !key.altKey
  );
}
