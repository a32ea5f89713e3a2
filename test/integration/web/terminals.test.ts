import { describe, expect, it } from 'vitest';
import type { WebSocket } from 'ws';
import { terminalInfoSchema } from '../../../src-main/contract/terminal-views.ts';
import { createLocalTerminals } from '../terminals/set-up.ts';
import { createWebTrial, type WebTrial } from './set-up.ts';

interface Screen {
  readonly socket: WebSocket;
  readonly closed: Promise<number>;
  /** Resolves with everything shown so far once it contains the words. */
  readonly shows: (words: string) => Promise<string>;
  readonly notices: unknown[];
}

async function openScreen(trial: WebTrial, terminalId: string): Promise<Screen> {
  const socket = trial.connect({}, `/terminals/${terminalId}`);
  const closed = new Promise<number>((resolve) => socket.on('close', resolve));
  const waiting = new Set<() => void>();
  const notices: unknown[] = [];
  let text = '';
  socket.on('message', (data: Buffer, isBinary: boolean) => {
    if (!isBinary) {
      notices.push(JSON.parse(data.toString('utf8')));
      return;
    }
    text += data.toString('utf8');
    for (const look of waiting) look();
  });
  await new Promise((resolve) => socket.once('open', resolve));
  return {
    socket,
    closed,
    notices,
    shows: (words) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (!text.includes(words)) return;
          waiting.delete(look);
          resolve(text);
        };
        waiting.add(look);
        look();
      }),
  };
}

async function createTerminalTrial(): Promise<{ readonly trial: WebTrial; readonly terminalId: string }> {
  const terminals = createLocalTerminals('echo ready; while read line; do echo "you said $line"; done');
  const trial = await createWebTrial({ terminals });
  const request = { kind: 'ssh', lab: 'labor', node: 'pi-200', cols: 80, rows: 24 };
  const { terminalId } = terminalInfoSchema.parse(await trial.call('terminals.open', request));
  return { trial, terminalId };
}

describe.skipIf(process.platform === 'win32')('a terminal over the wire', () => {
  it('carries bytes both ways', async () => {
    const { trial, terminalId } = await createTerminalTrial();
    const { socket, shows, notices } = await openScreen(trial, terminalId);

    socket.send(JSON.stringify({ type: 'hello', received: 0 }));
    await shows('ready');
    socket.send(Buffer.from('grüße\r'));

    expect(await shows('you said')).toContain('you said grüße');
    expect(notices).toContainEqual({ type: 'replay', from: 0 });
  });

  it('tells every screen when one is opened or closed', async () => {
    const { trial, terminalId } = await createTerminalTrial();
    const screen = await trial.listen();

    await trial.call('terminals.close', { terminalId });

    await screen.until(({ type }) => type === 'terminals-changed');
    expect(await trial.call('terminals.list')).toEqual([]);
  });

  it.each(['no json', '{}', '{"type":"run","command":"reboot"}', '{"type":"resize","cols":-1,"rows":1}'])(
    'cuts off a screen that says %s',
    async (frame) => {
      const { trial, terminalId } = await createTerminalTrial();
      const { socket, closed } = await openScreen(trial, terminalId);

      socket.send(frame);

      expect(await closed).toBe(1008);
    },
  );

  it('that is none is told apart from one that cannot be reached', async () => {
    const { trial } = await createTerminalTrial();

    const { closed } = await openScreen(trial, crypto.randomUUID());

    expect(await closed).toBe(4404);
  });
});
