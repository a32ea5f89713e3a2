import type { OpenTerminal, TerminalInfo } from '../contract/terminal-views.ts';
import { CancelledError, isCancelled } from '../domain/failure.ts';
import type { Clock } from '../platform/clock.ts';
import type { Logger } from '../platform/logger.ts';
import { uuidFrom, type Random } from '../platform/random.ts';
import type { OpenConsole, OpenedConsole } from './open-console.ts';
import type { StartPty } from './pty.ts';
import { reconnectLost } from './reconnect.ts';
import type { TerminalTarget } from './ssh-command.ts';
import type { TerminalService } from './terminal-service.ts';
import { createTerminalSession, type TerminalSession } from './terminal-session.ts';

/** What the service is built from. */
export interface TerminalDeps {
  /** Finds the program for a terminal on a node; the real one is `createSshTargets`. */
  readonly findTarget: (lab: string, node: string) => Promise<TerminalTarget>;
  readonly startPty: StartPty;
  readonly openConsole: OpenConsole;
  readonly random: Random;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** How long a program may take to end by itself when its terminal is closed. */
const hangUpGraceMs = 2000;

interface Terminal extends Pick<TerminalInfo, 'kind' | 'labId' | 'node' | 'acceptsInput'> {
  readonly session: TerminalSession;
  readonly request: OpenTerminal;
  endedAtMs: number | null;
}

function toInfo(terminalId: string, { session, kind, labId, node, acceptsInput }: Terminal): TerminalInfo {
  const end = session.end();
  return {
    terminalId,
    ...{ kind, labId, node, acceptsInput },
    ...session.size(),
    state: end === null ? 'running' : 'ended',
    exitCode: end?.signal === null ? end.exitCode : null,
  };
}

/** Hangs up, and ends by force what does not mind; resolves when the program is gone. */
async function endProgram(session: TerminalSession, clock: Clock): Promise<void> {
  session.close();
  const patience = new AbortController();
  const tooLong = clock.sleep(hangUpGraceMs, patience.signal).then(
    () => session.force(),
    (error: unknown) => {
      if (!isCancelled(error)) throw error;
    },
  );
  await session.ended();
  patience.abort();
  await tooLong;
}

async function connect(
  { findTarget, startPty, openConsole }: TerminalDeps,
  request: OpenTerminal,
): Promise<OpenedConsole> {
  const { lab, cols, rows } = request;
  if (request.kind === 'console') return openConsole(lab, request.node);
  const { command, ...target } = await findTarget(lab, request.node);
  return { ...target, acceptsInput: true, pty: await startPty(command, { cols, rows }) };
}

/** The programs of all terminals. */
interface Programs {
  /** Starts the first of a terminal. Throws `CancelledError` when the app ends meanwhile. */
  readonly begin: (request: OpenTerminal) => Promise<Terminal>;
  /** Starts the program of a terminal once more. */
  readonly beginAgain: (terminal: Terminal) => Promise<void>;
  readonly endAll: () => Promise<void>;
}

function createPrograms(deps: TerminalDeps, changed: () => void): Programs {
  const { clock } = deps;
  /** Those that have not ended yet, of closed terminals too. */
  const living = new Set<TerminalSession>();
  let isShut = false;
  return {
    begin: async (request) => {
      const { kind, cols, rows } = request;
      const { pty, ...opened } = await connect(deps, request);
      const session = createTerminalSession(pty, { cols, rows });
      const terminal: Terminal = { kind, ...opened, session, request, endedAtMs: null };
      living.add(session);
      session.onEnd(() => {
        living.delete(session);
        terminal.endedAtMs = clock.now();
        changed();
      });
      if (!isShut) return terminal;
      await endProgram(session, clock);
      throw new CancelledError();
    },
    beginAgain: async (terminal) => {
      const { session, request } = terminal;
      const { pty } = await connect(deps, { ...request, ...session.size() });
      terminal.endedAtMs = null;
      living.add(session);
      session.goOn(pty);
      changed();
      if (isShut) await endProgram(session, clock);
    },
    endAll: async () => {
      isShut = true;
      await Promise.all([...living].map((session) => endProgram(session, clock)));
    },
  };
}

/** Builds the service; starts nothing. */
export function createTerminalService(deps: TerminalDeps): TerminalService {
  const { random, clock, logger } = deps;
  const terminals = new Map<string, Terminal>();
  const listeners = new Set<() => void>();
  const over = new AbortController();
  const programs = createPrograms(deps, changed);

  function changed(): void {
    for (const listener of listeners) listener();
  }
  return {
    open: async (request) => {
      const terminal = await programs.begin(request);
      const terminalId = uuidFrom(random);
      terminals.set(terminalId, terminal);
      changed();
      return toInfo(terminalId, terminal);
    },
    list: () => [...terminals].map(([terminalId, terminal]) => toInfo(terminalId, terminal)),
    close: (terminalId) => {
      const terminal = terminals.get(terminalId);
      if (terminal === undefined) return;
      terminals.delete(terminalId);
      endProgram(terminal.session, clock).catch((error: unknown) =>
        logger.error({ error, terminalId }, 'terminal not closed'),
      );
      changed();
    },
    reconnect: async (labId, sinceMs) => {
      const shells = [...terminals].filter(([, { kind, ...terminal }]) => kind === 'ssh' && terminal.labId === labId);
      const lost = shells.map(([terminalId, terminal]) => ({
        end: terminal.session.end,
        endedAtMs: () => terminal.endedAtMs,
        isThere: () => terminals.has(terminalId),
        connect: () => programs.beginAgain(terminal),
      }));
      await reconnectLost(lost, { sinceMs, clock, logger, signal: over.signal });
    },
    attach: (terminalId, channel) => terminals.get(terminalId)?.session.attach(channel) ?? null,
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    closeAll: async () => {
      over.abort();
      terminals.clear();
      await programs.endAll();
    },
  };
}
