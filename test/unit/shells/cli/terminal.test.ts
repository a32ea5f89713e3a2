import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { isCancelled } from '../../../../src-main/domain/failure.ts';
import { createTerminal, type Terminal, type TerminalStreams } from '../../../../src-main/shells/cli/terminal.ts';

interface Trial {
  readonly terminal: Terminal;
  readonly stdin: PassThrough;
  readonly stdout: PassThrough;
  readonly stderr: PassThrough;
  readonly drawn: string[];
}

function trial(changes: { readonly isTTY?: boolean; readonly isDumb?: boolean } = {}): Trial {
  const isTTY = changes.isTTY ?? true;
  const stream = (): PassThrough => Object.assign(new PassThrough(), { isTTY, columns: 40, rows: 10 });
  const [stdin, stdout, stderr] = [stream(), stream(), stream()];
  const drawn: string[] = [];
  const update = Object.assign((text: string) => drawn.push(`draw ${text}`), {
    clear: () => drawn.push('clear'),
    persist: (text: string) => drawn.push(`persist ${text}`),
  });
  const streams = { stdin, stdout, stderr, update, isDumb: changes.isDumb ?? false } as unknown as TerminalStreams;
  return { terminal: createTerminal(streams), stdin, stdout, stderr, drawn };
}

const { signal } = new AbortController();

describe('the terminal', () => {
  it.each([
    [{ isTTY: true }, true],
    [{ isTTY: false }, false],
    [{ isTTY: true, isDumb: true }, false],
  ])('%j can be drawn on: %s', (changes, isInteractive) => {
    expect(trial(changes).terminal.isInteractive).toBe(isInteractive);
  });

  it('shows what would steer it, wherever a text goes', () => {
    const { terminal, stdout, stderr, drawn } = trial();
    const attack = 'pi-200\u001b]0;x\u0007';
    terminal.print(attack);
    terminal.note(attack);
    terminal.redraw(attack);
    terminal.note(attack);

    expect([String(stdout.read()), String(stderr.read()), ...drawn].join('')).not.toMatch(/[\u001b\u0007]/);
  });

  it('knows its size as it is now', () => {
    const { terminal, stderr } = trial();
    Object.assign(stderr, { columns: 33 });

    expect([terminal.columns, terminal.rows]).toEqual([33, 10]);
  });

  it('counts on 80 columns where there is no terminal', () => {
    expect(trial({ isTTY: false }).terminal.columns).toBe(80);
  });

  it('writes notes above the block, which stays', () => {
    const { terminal, drawn, stderr } = trial();

    terminal.note('before');
    terminal.redraw('block');
    terminal.note('within');
    terminal.redraw('');
    terminal.note('after');

    expect(drawn).toEqual(['draw block', 'persist within', 'draw block', 'clear']);
    expect(String(stderr.read())).toBe('before\nafter\n');
  });

  it('drops what nobody reads any more, as with "bdl list | head -1"', () => {
    const { terminal, stdout, stderr } = trial();

    stdout.emit('error', Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
    terminal.print('nobody reads this');

    expect(stderr.read()).toBeNull();
  });

  it('does not hide any other trouble with its streams', () => {
    const { stdout } = trial();

    expect(() => stdout.emit('error', Object.assign(new Error('no space'), { code: 'ENOSPC' }))).toThrow('no space');
  });
});

describe('a question', () => {
  it('is answered with the line that is typed', async () => {
    const { terminal, stdin, stderr } = trial();
    const answer = terminal.ask('Really? ', signal);
    stdin.write('yes\r');

    expect(await answer).toBe('yes');
    expect(String(stderr.read())).toContain('Really? ');
  });

  it('has no answer where nobody can type one', async () => {
    expect(await trial({ isTTY: false }).terminal.ask('Really? ', signal)).toBeNull();
  });

  it.each([
    ['Ctrl-C', '\u0003'],
    ['Ctrl-D', '\u0004'],
  ])('is cancelled by %s', async (_name, key) => {
    const { terminal, stdin } = trial();
    const answer = terminal.ask('Really? ', signal).catch((error: unknown) => error);
    stdin.write(key);

    expect(isCancelled(await answer)).toBe(true);
  });

  it('is cancelled by a signal that ends the program', async () => {
    const { terminal } = trial();
    const cancel = new AbortController();
    const answer = terminal.ask('Really? ', cancel.signal).catch((error: unknown) => error);
    cancel.abort();

    expect(isCancelled(await answer)).toBe(true);
  });
});
