import type { LabId } from '../domain/ids.ts';
import { followLog, type FindLog, type FollowDeps } from './follow-log.ts';
import type { Pty } from './pty.ts';
import { typeInto, type OpenWayIn } from './type-into.ts';

/** A console as the service opens it: what a node says on its serial port, and what is typed there where it can be. */
export interface OpenedConsole {
  readonly labId: LabId;
  /** Null: the base of the lab. */
  readonly node: string | null;
  readonly pty: Pty;
  /** False: to be read only. */
  readonly acceptsInput: boolean;
}

/** Opens a console by lab and node. Throws what finding them throws. */
export type OpenConsole = (lab: string, node: string | null) => Promise<OpenedConsole>;

interface FoundLog {
  readonly labId: LabId;
  readonly node: string | null;
  readonly findLog: FindLog;
  /** Null where nobody can type. */
  readonly openInput: OpenWayIn | null;
}

/** Consoles that follow the logs which `find` names. */
export function createOpenConsole(
  find: (lab: string, node: string | null) => Promise<FoundLog>,
  deps: FollowDeps,
): OpenConsole {
  return async (lab, node) => {
    const { findLog, openInput, ...found } = await find(lab, node);
    const pty = followLog(findLog, deps);
    if (openInput === null) return { ...found, pty, acceptsInput: false };
    return { ...found, pty: typeInto(pty, openInput, deps), acceptsInput: true };
  };
}
