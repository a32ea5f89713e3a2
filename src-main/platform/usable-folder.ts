import { accessSync, constants } from 'node:fs';
import { parse } from 'node:path';

/**
 * Where programs run that need no folder of their own: where this one does, or in the root of the disk when the user may not be
 * there (`su` leaves one in the folder of another user) or when the folder is gone. Node starts no program in such a folder.
 */
export function usableFolder(): string {
  try {
    const folder = process.cwd();
    accessSync(folder, constants.X_OK);
    return folder;
  } catch {
    return parse(process.execPath).root;
  }
}
