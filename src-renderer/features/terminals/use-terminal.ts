import type { TerminalKind } from '../../../src-main/contract/terminal-views.ts';
import { useEffect, useEffectEvent, useRef, useState, type RefObject } from 'react';
import { openTerminalChannel, useConnectTerminal, type TerminalChannel, type TerminalState } from '../../api/index.ts';
import type { KeyPurpose, KeySurroundings } from './model/keys.ts';
import { createTerminalView, type TerminalView, type ViewOptions } from './xterm/terminal-view.ts';

interface UseTerminalOptions {
  readonly terminalId: string;
  readonly platform: KeySurroundings['platform'];
  readonly look: ViewOptions;
  readonly kind: TerminalKind;
  readonly acceptsInput: boolean;
  readonly onInput: (data: string) => void;
  readonly onKey: (purpose: Exclude<KeyPurpose, 'browser' | 'terminal'>) => void;
}

interface ShownTerminal {
  readonly state: TerminalState;
  /** Null until it is on the page. */
  readonly view: TerminalView | null;
  readonly channel: RefObject<TerminalChannel | null>;
}

/** Shows a terminal of the core in an element, as long as the component lives; the terminal itself goes on after that. */
export function useTerminal(place: RefObject<HTMLElement | null>, options: UseTerminalOptions): ShownTerminal {
  const { terminalId, platform, look, kind, acceptsInput } = options;
  const connectTerminal = useConnectTerminal();
  const [state, setState] = useState<TerminalState>({ kind: 'connecting' });
  const [view, setView] = useState<TerminalView | null>(null);
  const channel = useRef<TerminalChannel | null>(null);
  const onInput = useEffectEvent(options.onInput);
  const onKey = useEffectEvent(options.onKey);
  const lookNow = useEffectEvent(() => look);

  useEffect(() => {
    const element = place.current;
    if (element === null) return undefined;
    let isOver = false;
    const shown = createTerminalView(element, lookNow(), {
      platform,
      kind,
      acceptsInput,
      onInput: (data) => onInput(data),
      onBinary: (bytes) => opened.send(bytes),
      onResize: (size) => opened.resize(size),
      onKey: (purpose) => onKey(purpose),
    });
    const opened = openTerminalChannel(connectTerminal(terminalId), {
      onBytes: (bytes) => {
        if (!isOver) shown.write(bytes, () => opened.acknowledge(bytes.length));
      },
      onFresh: () => shown.reset(),
      onState: setState,
    });
    const observer = new ResizeObserver(() => {
      requestAnimationFrame(() => {
        if (!isOver) shown.fit();
      });
    });
    observer.observe(element);
    channel.current = opened;
    setView(shown);
    return () => {
      isOver = true;
      observer.disconnect();
      opened.close();
      shown.dispose();
      channel.current = null;
      setView(null);
    };
  }, [connectTerminal, terminalId, platform, kind, acceptsInput, place]);

  useEffect(() => {
    view?.change(look);
    view?.fit();
  }, [view, look]);

  return { state, view, channel };
}
