import type { ParallelsTool } from './argv.ts';
import type { ToolPaths } from './tools.ts';

/**
 * Folders in which Parallels' programs may be, in the order to try; empty means PATH. Apps started from the Finder have a PATH
 * without /usr/local/bin, and the links there are missing on some Macs.
 */
export const toolFolders = ['/usr/local/bin', '/usr/bin', '/Applications/Parallels Desktop.app/Contents/MacOS', ''];

/** The three programs in one folder. */
export function toolsIn(folder: string): ToolPaths {
  const at = (tool: ParallelsTool): string => (folder === '' ? tool : `${folder}/${tool}`);
  return { prlctl: at('prlctl'), prlsrvctl: at('prlsrvctl'), prl_disk_tool: at('prl_disk_tool') };
}
