import { access, stat } from 'node:fs/promises';
import { constants } from 'node:fs';
import { win32 } from 'node:path';

import { pathFolders } from '../platform/find-program.ts';
import type { PlatformId } from '../platform/platform-id.ts';
import { toCommandError } from './command-failure.ts';
import type { CommandSpec } from './command.ts';
import type { Environment } from './environment.ts';

/** Where a name is looked for. */
export interface SearchPlace {
  readonly platformId: PlatformId;
  /** The environment the program will get. */
  readonly env: Environment;
}

/** What a name without an ending may mean on Windows: programs, no scripts. */
const windowsEndings = ['.exe', '.com'] as const;

/**
 * The absolute path of what `spec.program` names; a path stays as it is. A name is looked up in the absolute folders of PATH and
 * nowhere else: an empty entry, `.`, another relative one, and on Windows the folder the user happens to be in, are places where
 * somebody else may have put a program of that name. Throws `CommandError` with reason `missing`.
 */
export async function resolveProgram(spec: CommandSpec, { platformId, env }: SearchPlace): Promise<string> {
  const { program } = spec;
  if (/[/\\]/.test(program)) return program;
  const given = Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
  for (const dir of pathFolders({ id: platformId, env: given })) {
    for (const path of candidates(dir, program, platformId)) {
      if (await isProgram(path)) return path;
    }
  }
  throw toCommandError('missing', spec, { exitCode: null, stdout: '', stderr: '' });
}

function candidates(dir: string, name: string, platformId: PlatformId): readonly string[] {
  if (platformId !== 'windows') return [`${dir}/${name}`];
  if (win32.extname(name) !== '') return [win32.join(dir, name)];
  return windowsEndings.map((ending) => win32.join(dir, `${name}${ending}`));
}

/** Like a shell: a folder, or a file without the right to be run, does not end the search. */
async function isProgram(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}
