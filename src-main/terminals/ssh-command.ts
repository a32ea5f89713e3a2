import { posix, win32 } from 'node:path';
import { LabError } from '../domain/failure.ts';
import type { LabId } from '../domain/ids.ts';
import { findFirst, pathFolders } from '../platform/find-program.ts';
import type { Platform } from '../platform/platform.ts';
import type { PtyCommand } from './pty.ts';

/** What a terminal needs to know of a lab. */
export interface TerminalLab {
  readonly labId: LabId;
  readonly nodes: readonly string[];
  readonly sshConfigFile: string;
}

/** A node with the program that opens a terminal on it. */
export interface TerminalTarget {
  readonly labId: LabId;
  readonly node: string;
  readonly command: PtyCommand;
}

/** Where the SSH client may lie, in the order in which a shell looks for it. */
export function sshCandidates({ id, env }: Pick<Platform, 'id' | 'env'>): readonly string[] {
  const dirs = pathFolders({ id, env });
  if (id !== 'windows') return dirs.map((dir) => posix.join(dir, 'ssh'));
  const systemRoot = Object.entries(env).find(([name]) => name.toUpperCase() === 'SYSTEMROOT')?.[1];
  // Programs started by a click may have a PATH without it.
  const more = systemRoot === undefined ? [] : [win32.join(systemRoot, 'System32', 'OpenSSH')];
  return [...dirs, ...more].map((dir) => win32.join(dir, 'ssh.exe'));
}

/** The SSH client of this computer. Throws `ssh-missing`. */
async function findSsh(platform: Platform): Promise<string> {
  const program = await findFirst(sshCandidates(platform));
  if (program === null) throw new LabError('ssh-missing', 'no ssh in PATH');
  return program;
}

/**
 * Finds the command for a terminal on a node: the stock `ssh` with the lab's own configuration, as `bdl ssh` runs it. Throws
 * what `findLab` throws, `node-not-found` for a node that is not in the lab's record, and `ssh-missing`.
 */
export function createSshTargets(
  findLab: (nameOrId: string) => Promise<TerminalLab>,
  platform: Platform,
): (lab: string, node: string) => Promise<TerminalTarget> {
  return async (lab, node) => {
    const { labId, nodes, sshConfigFile } = await findLab(lab);
    if (!nodes.includes(node)) throw new LabError('node-not-found', `no node '${node}'`, { params: { name: node } });
    const program = await findSsh(platform);
    // The person's own environment and language, as for an ssh they start themselves.
    const env = { ...platform.env, COLORTERM: 'truecolor' };
    return {
      labId,
      node,
      command: { program, args: ['-F', sshConfigFile, node], env, cwd: platform.homeDir },
    };
  };
}
