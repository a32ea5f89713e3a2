import type { NodeEndpoint } from './endpoint.ts';
import type { ConnectOptions, SshSession } from './ssh-session.ts';

/** Opens sessions with nodes, and may keep them. */
export interface Connections {
  /**
   * A session with the node; `close` gives it back. `isReused`: it was opened for somebody else, so that its node may be gone
   * without anybody having noticed.
   */
  open(
    endpoint: NodeEndpoint,
    options: ConnectOptions,
  ): Promise<{ readonly session: SshSession; readonly isReused: boolean }>;
  /** Closes what is kept. Sessions that are in use are closed when they are given back. */
  closeAll(): void;
}

type OpenSession = (endpoint: NodeEndpoint, options: ConnectOptions) => Promise<SshSession>;

/** Each session for one use. */
export function createSingleUse(openSession: OpenSession): Connections {
  return {
    open: async (endpoint, options) => ({ session: await openSession(endpoint, options), isReused: false }),
    closeAll: () => undefined,
  };
}

/** Everything by which a session may differ from another one. */
function keyOf({ port, user, hostKey, privateKeyPath }: NodeEndpoint): string {
  return [port, user, hostKey, privateKeyPath].join(' ');
}

/** Keeps one session per node for the next who asks: a login costs a guest under emulation a second. */
export function createKept(openSession: OpenSession): Connections {
  const kept = new Map<string, SshSession>();
  let isClosed = false;

  function giveBack(key: string, session: SshSession): void {
    if (isClosed || !session.isOpen() || kept.has(key)) session.close();
    else kept.set(key, session);
  }
  /** What failed once is not kept: a command that takes too long is still at work in there. */
  function lend(key: string, session: SshSession): SshSession {
    let isSpoiled = false;
    const watched = async <T>(work: Promise<T>): Promise<T> => {
      try {
        return await work;
      } catch (error) {
        isSpoiled = true;
        throw error;
      }
    };
    return {
      exec: (command, options) => watched(session.exec(command, options)),
      follow: (command, options) => watched(session.follow(command, options)),
      openFiles: () => watched(session.openFiles()),
      isOpen: () => session.isOpen(),
      close: () => (isSpoiled ? session.close() : giveBack(key, session)),
    };
  }
  function take(key: string): SshSession | undefined {
    const session = kept.get(key);
    kept.delete(key);
    return session?.isOpen() === true ? session : undefined;
  }
  return {
    open: async (endpoint, options) => {
      const key = keyOf(endpoint);
      const reused = take(key);
      const session = reused ?? (await openSession(endpoint, options));
      return { session: lend(key, session), isReused: reused !== undefined };
    },
    closeAll: () => {
      isClosed = true;
      for (const session of kept.values()) session.close();
      kept.clear();
    },
  };
}
