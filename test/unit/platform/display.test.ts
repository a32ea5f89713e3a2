import { describe, expect, it } from 'vitest';
import { hasDisplay } from '../../../src-main/platform/display.ts';

describe('a browser opened here', () => {
  it.each([
    ['linux', { DISPLAY: ':0' }, true],
    ['linux', { WAYLAND_DISPLAY: 'wayland-0' }, true],
    ['linux', { DISPLAY: '' }, false],
    ['linux', {}, false],
    ['macos', {}, true],
    ['macos', { SSH_CONNECTION: '10.0.0.1 1 10.0.0.2 22' }, false],
    ['windows', {}, true],
    ['windows', { SSH_CONNECTION: '10.0.0.1 1 10.0.0.2 22' }, false],
  ] as const)('on %s with %j is seen by the user: %s', (id, env, isSeen) => {
    expect(hasDisplay({ id, env })).toBe(isSeen);
  });
});
