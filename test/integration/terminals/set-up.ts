import { createHash } from 'node:crypto';
import { onTestFinished } from 'vitest';
import { labIdSchema } from '../../../src-main/domain/ids.ts';
import { systemClock } from '../../../src-main/platform/clock.ts';
import { silentLogger } from '../../../src-main/platform/logger.ts';
import { toPlatformId } from '../../../src-main/platform/platform-id.ts';
import { systemRandom } from '../../../src-main/platform/random.ts';
import { createTerminalService } from '../../../src-main/terminals/create-terminal-service.ts';
import { createStartPty } from '../../../src-main/terminals/start-pty.ts';
import type { TerminalAttachment, TerminalService } from '../../../src-main/terminals/terminal-service.ts';

const env = { PATH: process.env['PATH'] ?? '', HOME: '/', LANG: 'C.UTF-8' };

/** The service on real pseudo terminals, with a shell script in the place of ssh; ended with the test. */
export function createLocalTerminals(script: string, ...args: readonly string[]): TerminalService {
  const service = createTerminalService({
    findTarget: async (lab, node) => ({
      labId: labIdSchema.parse(lab),
      node,
      command: { program: '/bin/sh', args: ['-c', script, 'sh', ...args], env, cwd: '/' },
    }),
    startPty: createStartPty({
      platformId: toPlatformId(process.platform),
      clock: systemClock,
      logger: silentLogger,
    }),
    openConsole: () => Promise.reject(new Error('no consoles here')),
    random: systemRandom,
    clock: systemClock,
    logger: silentLogger,
  });
  onTestFinished(() => service.closeAll());
  return service;
}

export async function openTerminal(service: TerminalService): Promise<string> {
  const { terminalId } = await service.open({ kind: 'ssh', lab: 'bigdata', node: 'pi-200', cols: 80, rows: 24 });
  return terminalId;
}

/** A screen that counts instead of showing. */
export interface CountingScreen {
  readonly attachment: TerminalAttachment;
  readonly received: () => number;
  /** Most bytes that were sent and not acknowledged. */
  readonly mostUnderWay: () => number;
  /** The last bytes as text. */
  readonly tail: () => string;
  readonly digest: () => string;
  /** The exit code, once it was told. */
  readonly exit: () => { readonly exitCode: number | null } | null;
  readonly isClosed: () => boolean;
  /** From now on everything is acknowledged, as soon as it comes. */
  readonly followFromNowOn: () => void;
}

/** Attaches a screen that has `received` bytes and acknowledges nothing until it is told to. */
export function attachScreen(service: TerminalService, terminalId: string, had = 0): CountingScreen {
  const hash = createHash('sha256');
  let [received, acknowledged, mostUnderWay] = [0, 0, 0];
  let tail = '';
  let exit: { readonly exitCode: number | null } | null = null;
  let [isClosed, isFollowing] = [false, false];
  function acknowledge(): void {
    if (!isFollowing || acknowledged === received) return;
    const bytes = received - acknowledged;
    acknowledged = received;
    attachment?.request({ type: 'ack', bytes });
  }
  const attachment = service.attach(terminalId, {
    bytes: (bytes) => {
      hash.update(bytes);
      received += bytes.length;
      mostUnderWay = Math.max(mostUnderWay, received - acknowledged);
      tail = (tail + Buffer.from(bytes).toString('latin1')).slice(-1000);
      setImmediate(acknowledge);
    },
    notice: (notice) => {
      if (notice.type === 'exit') exit = { exitCode: notice.exitCode };
    },
    close: () => (isClosed = true),
  });
  if (attachment === null) throw new Error('no such terminal');
  attachment.request({ type: 'hello', received: had });
  return {
    attachment,
    received: () => received,
    mostUnderWay: () => mostUnderWay,
    tail: () => tail,
    digest: () => hash.copy().digest('hex'),
    exit: () => exit,
    isClosed: () => isClosed,
    followFromNowOn: () => {
      isFollowing = true;
      acknowledge();
    },
  };
}
