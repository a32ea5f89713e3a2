import { describe, expect, it } from 'vitest';
import { openCommand } from '../../../src-main/process/open-url.ts';

const url = 'http://127.0.0.1:8080/?ticket=1&calc.exe';

describe('opening an address', () => {
  it.each([
    ['linux', { program: 'xdg-open', args: [url] }],
    ['macos', { program: 'open', args: [url] }],
    // No shell, for which `&` would end the command.
    ['windows', { program: 'rundll32.exe', args: ['url.dll,FileProtocolHandler', url] }],
  ] as const)('on %s passes it as one argument', (platformId, command) => {
    expect(openCommand(platformId, url)).toEqual(command);
  });
});
