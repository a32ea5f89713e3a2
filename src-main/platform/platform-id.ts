/** Operating systems this product runs on. */
export type PlatformId = 'linux' | 'macos' | 'windows';

/** Maps Node's platform name. Everything that is neither Windows nor macOS is treated as Linux. */
export function toPlatformId(nodePlatform: string): PlatformId {
  if (nodePlatform === 'win32') return 'windows';
  return nodePlatform === 'darwin' ? 'macos' : 'linux';
}
