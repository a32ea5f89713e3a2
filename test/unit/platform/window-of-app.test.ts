import { describe, expect, it } from 'vitest';
import { findWindowObstacle, type WindowFacts } from '../../../src-main/platform/window-of-app.ts';

const linux = { id: 'linux', env: { DISPLAY: ':0' }, isRoot: false } as const;
const fine: WindowFacts = { platform: linux, allowsSandbox: true, electronPath: '/electron', isBuilt: true };

describe('whether the app can have a window', () => {
  it.each<readonly [string, Partial<WindowFacts>, ReturnType<typeof findWindowObstacle>]>([
    ['on a desktop', {}, null],
    ['on Wayland', { platform: { ...linux, env: { WAYLAND_DISPLAY: 'wayland-0' } } }, null],
    ['without a screen', { platform: { ...linux, env: {} } }, 'no-display'],
    ['over SSH', { platform: { id: 'macos', env: { SSH_CONNECTION: 'x' }, isRoot: false } }, 'no-display'],
    ['as root', { platform: { ...linux, isRoot: true } }, 'root'],
    ['as root of macOS', { platform: { id: 'macos', env: {}, isRoot: true } }, null],
    ['where the kernel forbids the sandbox', { allowsSandbox: false }, 'no-sandbox'],
    ['without Electron', { electronPath: null, isBuilt: false }, 'no-electron'],
    ['before it is built', { isBuilt: false }, 'not-built'],
    ['on Windows', { platform: { id: 'windows', env: {}, isRoot: false } }, null],
  ])('%s', (_, facts, obstacle) => {
    expect(findWindowObstacle({ ...fine, ...facts })).toBe(obstacle);
  });
});
