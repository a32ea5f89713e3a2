import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  noSuchTerminal,
  openTerminalChannel,
  type TerminalChannel,
} from '../../../src-renderer/api/terminal-channel.ts';
import type { TerminalLineListener } from '../../../src-renderer/api/transport.ts';

interface Setting {
  readonly channel: TerminalChannel;
  /** The newest line that was opened. */
  readonly line: () => TerminalLineListener;
  readonly lines: readonly TerminalLineListener[];
  /** Frames the core got: text as it is, bytes in brackets. */
  readonly sent: readonly string[];
  /** What the screen was told. */
  readonly told: readonly string[];
}

function setUp(): Setting {
  const lines: TerminalLineListener[] = [];
  const [sent, told]: [string[], string[]] = [[], []];
  const channel = openTerminalChannel(
    (listener) => {
      lines.push(listener);
      return {
        sendBytes: (bytes) => sent.push(`[${new TextDecoder().decode(bytes)}]`),
        sendText: (text) => sent.push(text),
        close: () => sent.push('closed'),
      };
    },
    {
      onBytes: (bytes) => told.push(new TextDecoder().decode(bytes)),
      onFresh: () => told.push('fresh'),
      onState: (state) => told.push(state.kind === 'ended' ? `ended ${String(state.exitCode)}` : state.kind),
    },
  );
  const line = (): TerminalLineListener => {
    const newest = lines.at(-1);
    if (newest === undefined) throw new Error('no line was opened');
    return newest;
  };
  return { channel, line, lines, sent, told };
}

function bytes(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

function notice(message: object): string {
  return JSON.stringify(message);
}

/** A channel that shows `abc` already. */
function setUpOpen(): Setting {
  const setting = setUp();
  setting.line().onOpen();
  setting.line().onText(notice({ type: 'replay', from: 0 }));
  setting.line().onBytes(bytes('abc'));
  return setting;
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('the channel of a terminal', () => {
  it('begins with what it has: nothing', () => {
    const { sent, told } = setUpOpen();

    expect(sent).toEqual(['{"type":"hello","received":0}']);
    expect(told).toEqual(['open', 'abc']);
  });

  it('goes on where a lost connection broke off, with the size it has by now', () => {
    const { channel, line, sent, told } = setUpOpen();
    channel.resize({ cols: 100, rows: 30 });

    line().onClose(1006);
    vi.advanceTimersByTime(500);
    line().onOpen();
    line().onText(notice({ type: 'replay', from: 3 }));
    line().onBytes(bytes('def'));

    expect(sent.slice(1)).toEqual([
      '{"type":"resize","cols":100,"rows":30}',
      '{"type":"hello","received":3}',
      '{"type":"resize","cols":100,"rows":30}',
    ]);
    expect(told).toEqual(['open', 'abc', 'lost', 'open', 'def']);
  });

  it('begins anew where text in between is not kept any more', () => {
    const { line, told } = setUpOpen();

    line().onClose(1006);
    vi.advanceTimersByTime(500);
    line().onOpen();
    line().onText(notice({ type: 'replay', from: 90 }));

    expect(told.slice(2)).toEqual(['lost', 'fresh', 'open']);
  });

  it('tries again with longer and longer pauses, and soon again once it succeeded', () => {
    const { line, lines } = setUp();
    const pauses: number[] = [];
    for (let attempt = 0; attempt < 6; attempt += 1) {
      line().onClose(1006);
      const before = lines.length;
      let waitedMs = 0;
      for (; lines.length === before; waitedMs += 500) vi.advanceTimersByTime(500);
      pauses.push(waitedMs);
    }
    line().onOpen();
    line().onText(notice({ type: 'replay', from: 0 }));
    line().onClose(1006);
    vi.advanceTimersByTime(500);

    expect(pauses).toEqual([500, 1000, 2000, 4000, 5000, 5000]);
    expect(lines).toHaveLength(8);
  });

  it('acknowledges what was shown, many pieces at once', () => {
    const { channel, sent } = setUpOpen();

    for (let piece = 0; piece < 20; piece += 1) channel.acknowledge(4096);

    expect(sent.slice(1)).toEqual(['{"type":"ack","bytes":32768}', '{"type":"ack","bytes":32768}']);
  });

  it('keeps what is typed until it is connected', () => {
    const { channel, line, sent } = setUp();
    channel.send(bytes('early'));
    line().onOpen();
    channel.send(bytes(' bird'));

    line().onText(notice({ type: 'replay', from: 0 }));

    expect(sent).toEqual(['{"type":"hello","received":0}', '[early]', '[ bird]']);
  });

  it('drops what is typed while nobody answers', () => {
    const { channel, line, sent } = setUpOpen();
    channel.send(bytes('ls'));
    line().onClose(1006);

    channel.send(bytes('rm -rf /'));
    vi.advanceTimersByTime(500);
    line().onOpen();
    channel.send(bytes('too early'));

    expect(sent.filter((frame) => frame.startsWith('['))).toEqual(['[ls]']);
  });

  it.each([
    { text: notice({ type: 'exit', exitCode: 3 }), state: 'ended 3' },
    { text: notice({ type: 'exit', exitCode: null }), state: 'ended null' },
    { text: notice({ type: 'taken-over' }), state: 'taken-over' },
  ])('tells $state and tries nothing when the connection goes then', ({ text, state }) => {
    const { line, lines, told } = setUpOpen();

    line().onText(text);
    line().onClose(1005);
    vi.advanceTimersByTime(60_000);

    expect(told.slice(2)).toEqual([state]);
    expect(lines).toHaveLength(1);
  });

  it('tells that there is no such terminal', () => {
    const { line, lines, told } = setUp();

    line().onOpen();
    line().onClose(noSuchTerminal);
    vi.advanceTimersByTime(60_000);

    expect(told).toEqual(['gone']);
    expect(lines).toHaveLength(1);
  });

  it('takes a terminal back from another window', () => {
    const { channel, line, sent, told } = setUpOpen();
    line().onText(notice({ type: 'taken-over' }));
    line().onClose(1005);

    channel.takeBack();
    line().onOpen();

    expect(told.slice(2)).toEqual(['taken-over', 'connecting']);
    expect(sent.at(-1)).toBe('{"type":"hello","received":3}');
  });

  it.each(['no JSON', '{"type":"sing"}', 'null'])('makes nothing of %s', (text) => {
    const { line, told } = setUpOpen();

    line().onText(text);

    expect(told).toEqual(['open', 'abc']);
  });

  it('lets go without telling that the connection was lost', () => {
    const { channel, line, lines, sent, told } = setUpOpen();

    channel.close();
    line().onClose(1005);
    vi.advanceTimersByTime(60_000);

    expect(sent.at(-1)).toBe('closed');
    expect(told).toEqual(['open', 'abc']);
    expect(lines).toHaveLength(1);
  });

  it('does not try again once it was let go', () => {
    const { channel, line, lines } = setUpOpen();
    line().onClose(1006);

    channel.close();
    vi.advanceTimersByTime(60_000);

    expect(lines).toHaveLength(1);
  });
});
