import { spawn } from 'node:child_process';
import { once } from 'node:events';

import type { PlatformId } from '../platform/platform-id.ts';
import { toStartError } from './command-failure.ts';
import type { CommandLine } from './command.ts';

/** The command with which a system opens an address in the browser of its user. */
export function openCommand(platformId: PlatformId, url: string): CommandLine {
  switch (platformId) {
    case 'windows':
      // Not `start`, which is a word of a shell, for which `&` in an address ends the command.
      return { program: 'rundll32.exe', args: ['url.dll,FileProtocolHandler', url] };
    case 'macos':
      return { program: 'open', args: [url] };
    case 'linux':
      return { program: 'xdg-open', args: [url] };
  }
}

/**
 * Opens an address in the user's browser; resolves when the program that does it has started, which may stay as long as the
 * browser does. Others can read the address. Throws `CommandError` with reason `missing` when there is no such program.
 */
export async function openUrl(platformId: PlatformId, url: string): Promise<void> {
  const command = openCommand(platformId, url);
  const child = spawn(command.program, [...command.args], { stdio: 'ignore', detached: true, windowsHide: true });
  try {
    await once(child, 'spawn');
  } catch (error) {
    throw await toStartError(command, error);
  }
  // A browser that cannot open it says so itself.
  child.on('error', () => undefined);
  child.unref();
}
