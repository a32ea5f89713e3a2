import { describe, expect, it } from 'vitest';
import { parsePort } from '../../../../src-main/shells/web/serve-options.ts';

describe('the port', () => {
  it.each([
    [undefined, null],
    ['1024', 1024],
    ['65535', 65_535],
  ])('%s is %s', (text, port) => {
    expect(parsePort(text)).toBe(port);
  });

  it.each(['', '80', '0', '-1', '65536', '8080x', '1e4', ' 8080', '99999999999'])('"%s" is refused', (text) => {
    expect(() => parsePort(text)).toThrow(expect.objectContaining({ code: 'invalid-input' }));
  });
});
