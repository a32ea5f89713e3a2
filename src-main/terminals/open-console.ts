import type { LabId } from '../domain/ids.ts';
import { followLog, type FindLog, type FollowDeps } from './follow-log.ts';
import type { Pty } from './pty.ts';

/** A console as the service opens it: what a node says on its serial port, to be read only. */
export interface OpenedConsole {
  readonly labId: LabId;
  /** Null: the base of the lab. */
  readonly node: string | null;
  readonly pty: Pty;
}

/** Opens a console by lab and node. Throws what finding them throws. */
export type OpenConsole = (lab: string, node: string | null) => Promise<OpenedConsole>;

interface FoundLog {
  readonly labId: LabId;
  readonly node: string | null;
  readonly findLog: FindLog;
}

/** Consoles that follow the logs which `find` names. */
export function createOpenConsole(
  find: (lab: string, node: string | null) => Promise<FoundLog>,
  deps: FollowDeps,
): OpenConsole {
  return async (lab, node) => {
    const { findLog, ...found } = await find(lab, node);
    return { ...found, pty: followLog(findLog, deps) };
  };
}
