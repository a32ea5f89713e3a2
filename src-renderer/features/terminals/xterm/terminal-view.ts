import { FitAddon } from '@xterm/addon-fit';
import { SearchAddon } from '@xterm/addon-search';
import { WebLinksAddon } from '@xterm/addon-web-links';
import { Terminal } from '@xterm/xterm';
import '@xterm/xterm/css/xterm.css';
import type { TerminalKind, TerminalSize } from '../../../../src-main/contract/terminal-views.ts';
import { purposeOf, type KeyPurpose, type KeySurroundings } from '../model/keys.ts';
import { isReport } from '../model/reports.ts';
import { contrastOf, terminalThemes, type TerminalLook } from './themes.ts';

/** How a terminal looks; may change at any time. */
export interface ViewOptions {
  readonly look: TerminalLook;
  /** Pixels. */
  readonly fontSize: number;
  readonly fontFamily: string;
  /** Lines that are kept above the window. */
  readonly scrollback: number;
  /** Output is read out by screen readers, which costs time. */
  readonly isReadOut: boolean;
}

export interface ViewListener {
  /** Typed, pasted, or said by the terminal itself. */
  readonly onInput: (data: string) => void;
  /** Bytes of old mouse protocols, which are no text. */
  readonly onBinary: (bytes: Uint8Array<ArrayBuffer>) => void;
  readonly onResize: (size: TerminalSize) => void;
  readonly onKey: (purpose: Exclude<KeyPurpose, 'browser' | 'terminal'>) => void;
}

/** A search result: which of how many; null where nothing was looked for. */
export interface Found {
  /** From 0 on; -1 when there are too many to say. */
  readonly index: number;
  readonly count: number;
}

/** A terminal on the page. */
export interface TerminalView {
  /** Shows bytes; `onShown` when they are. */
  readonly write: (bytes: Uint8Array, onShown: () => void) => void;
  /** Begins anew, after everything that was written. */
  readonly reset: () => void;
  readonly focus: () => void;
  /** Fills its place; does nothing while it is hidden. */
  readonly fit: () => void;
  readonly change: (options: ViewOptions) => void;
  /** The selected text; empty without a selection. */
  readonly selection: () => string;
  readonly clearSelection: () => void;
  readonly search: (text: string, direction: 'next' | 'previous') => void;
  readonly endSearch: () => void;
  readonly onFound: (listener: (found: Found) => void) => void;
  readonly dispose: () => void;
}

/** Begins anew (RIS): in order with what is being written, unlike a direct reset. */
const beginAnew = '\u001bc';

function toXtermOptions(options: ViewOptions) {
  return {
    theme: terminalThemes[options.look],
    minimumContrastRatio: contrastOf(options.look),
    fontSize: options.fontSize,
    fontFamily: options.fontFamily,
    scrollback: options.scrollback,
    screenReaderMode: options.isReadOut,
  };
}

interface ViewSetup extends ViewListener, Pick<KeySurroundings, 'platform'> {
  /**
   * A console shows text and nothing else: what it says names, copies and links nothing, and is answered nothing. Its text is that
   * of a log, whose questions were asked long ago.
   */
  readonly kind: TerminalKind;
  /** False: nothing can be typed. */
  readonly acceptsInput: boolean;
}

/** Operating system commands that do more than colour text: titles (0, 1, 2), the folder (7), links (8), the clipboard (52). */
const commandsOfOthers = [0, 1, 2, 7, 8, 9, 52, 777, 1337] as const;
/** Links behind other words: the words may lie about where they lead. Addresses that can be read are links by themselves. */
const hiddenLinks = [8] as const;

/** Shows a terminal in an element, which should have no padding. */
export function createTerminalView(
  place: HTMLElement,
  options: ViewOptions,
  { platform, kind, acceptsInput, ...listener }: ViewSetup,
): TerminalView {
  const terminal = new Terminal({
    ...toXtermOptions(options),
    // Marking what was searched for is still called proposed.
    allowProposedApi: true,
    cursorBlink: false,
    macOptionIsMeta: false,
    macOptionClickForcesSelection: true,
    rightClickSelectsWord: platform === 'macos',
    disableStdin: !acceptsInput,
  });
  const fitting = new FitAddon();
  const searching = new SearchAddon();
  terminal.loadAddon(fitting);
  terminal.loadAddon(searching);
  const isConsole = kind === 'console';
  for (const command of isConsole ? commandsOfOthers : hiddenLinks) {
    terminal.parser.registerOscHandler(command, () => true);
  }
  if (!isConsole) terminal.loadAddon(new WebLinksAddon(openLink));
  terminal.open(place);
  terminal.onData((data) => {
    if (!isConsole || !isReport(data)) listener.onInput(data);
  });
  if (!isConsole) {
    terminal.onBinary((text) => listener.onBinary(Uint8Array.from(text, (character) => character.charCodeAt(0))));
  }
  terminal.onResize(({ cols, rows }) => listener.onResize({ cols, rows }));
  terminal.attachCustomKeyEventHandler((event) => {
    // Where nothing is typed, these lead on as anywhere on a page.
    if (!acceptsInput && ['Tab', 'Escape'].includes(event.code)) return false;
    const purpose = purposeOf(event, { platform, hasSelection: terminal.hasSelection() });
    if (purpose === 'terminal' || purpose === 'browser') return purpose === 'terminal';
    event.preventDefault();
    if (event.type === 'keydown') listener.onKey(purpose);
    return false;
  });
  return {
    write: (bytes, onShown) => terminal.write(bytes, onShown),
    reset: () => terminal.write(beginAnew),
    focus: () => terminal.focus(),
    fit: () => {
      if (place.clientWidth > 0 && place.clientHeight > 0) fitting.fit();
    },
    change: (next) => {
      terminal.options = toXtermOptions(next);
    },
    selection: () => terminal.getSelection(),
    clearSelection: () => terminal.clearSelection(),
    ...searchIn(searching, options.look),
    dispose: () => terminal.dispose(),
  };
}

/** Links are followed with Ctrl or Cmd held, so that a click to select text never leaves the app. */
function openLink(event: MouseEvent, address: string): void {
  if (!event.ctrlKey && !event.metaKey) return;
  if (/^https?:/i.test(address)) window.open(address, '_blank', 'noopener,noreferrer');
}

function searchIn(searching: SearchAddon, look: TerminalLook): Pick<TerminalView, 'search' | 'endSearch' | 'onFound'> {
  const { selectionBackground = '#888888', cursor = '#888888' } = terminalThemes[look];
  const decorations = {
    matchBackground: selectionBackground,
    matchOverviewRuler: selectionBackground,
    activeMatchBorder: cursor,
    activeMatchColorOverviewRuler: cursor,
  };
  return {
    search: (text, direction) => {
      if (direction === 'next') searching.findNext(text, { decorations, incremental: true });
      else searching.findPrevious(text, { decorations });
    },
    endSearch: () => searching.clearDecorations(),
    onFound: (listener) => {
      searching.onDidChangeResults(({ resultIndex, resultCount }) =>
        listener({ index: resultIndex, count: resultCount }),
      );
    },
  };
}
