import type { Platform } from './platform.ts';

/** True when a browser opened here would be seen by the user: not over SSH, not on a server. */
export function hasDisplay({ id, env }: Pick<Platform, 'id' | 'env'>): boolean {
  const isSet = (name: string): boolean => (env[name] ?? '') !== '';
  if (id === 'linux') return isSet('DISPLAY') || isSet('WAYLAND_DISPLAY');
  return !isSet('SSH_CONNECTION');
}
