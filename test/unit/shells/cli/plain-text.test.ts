import { describe, expect, it } from 'vitest';
import { plainJson, plainText } from '../../../../src-main/shells/cli/plain-text.ts';

const attacks = [
  ['a title', '\u001b]0;root@host\u0007'],
  ['the clipboard', '\u001b]52;c;cm0gLXJmIH4K\u0007'],
  ['a link of other words', '\u001b]8;;https://evil.example\u001b\\click\u001b]8;;\u001b\\'],
  ['an answer that the terminal types', '\u001bP$qm\u001b\\\u001b[6n\u0005'],
  ['the same in one byte', '\u009b6n\u009d0;x\u009c'],
  ['a line that writes over another', 'all is well\rrm -rf'],
  ['a direction that turns words around', 'gnp.\u202eexe\u2066'],
  ['a deletion', 'secret\u007f\b\b'],
] as const;

describe('what others say, on a terminal', () => {
  it.each(attacks)('cannot be %s', (_, text) => {
    expect(plainText(`pi-200 ${text} up`)).toMatch(/^[^\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]*$/);
    expect(plainText(text)).not.toBe('');
  });

  it('stays as it is when it is only words', () => {
    const text = 'Žofie\tgrößer 😀 漢\nnext line';

    expect(plainText(text)).toBe(text);
    expect(plainText('a\r\nb')).toBe('a\nb');
  });

  it.each(attacks)('keeps its value in JSON, and cannot be %s there either', (_, text) => {
    const json = plainJson(JSON.stringify({ text }));

    expect(JSON.parse(json)).toEqual({ text });
    expect(json).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
  });
});
