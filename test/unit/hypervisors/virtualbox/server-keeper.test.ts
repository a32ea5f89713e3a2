import { describe, expect, it } from 'vitest';
import { createServerKeeper } from '../../../../src-main/hypervisors/virtualbox/server-keeper.ts';
import { CancelledError } from '../../../../src-main/domain/failure.ts';
import { silentLogger } from '../../../../src-main/platform/logger.ts';
import type { CommandRunner } from '../../../../src-main/process/command.ts';

interface Client {
  readonly args: readonly string[];
  ended: boolean;
}

/** Clients that wait until they are ended; or none that could. */
function keeperOn(
  clients: Client[],
  failure?: Error,
): { keeper: ReturnType<typeof createServerKeeper>; said: string[] } {
  const said: string[] = [];
  const run: CommandRunner['run'] = ({ args }, { signal }) =>
    new Promise((_resolve, reject) => {
      if (failure !== undefined) {
        reject(failure);
        return;
      }
      const client = { args, ended: false };
      clients.push(client);
      signal.addEventListener('abort', () => {
        client.ended = true;
        reject(new CancelledError());
      });
    });
  const logger = { ...silentLogger, debug: (_fields: unknown, message: string) => void said.push(message) };
  return { keeper: createServerKeeper({ runner: { run }, program: 'VBoxManage', logger }), said };
}

const vm = '1111';

describe('holding the server of VirtualBox', () => {
  it('has one client wait as long as the work, and no longer', async () => {
    const clients: Client[] = [];
    const { keeper } = keeperOn(clients);

    const answer = await keeper.hold(vm, () => {
      expect(clients.map(({ args, ended }) => [args.slice(0, 3), ended])).toEqual([
        [['guestproperty', 'wait', '1111'], false],
      ]);
      return Promise.resolve('done');
    });

    expect(answer).toBe('done');
    expect(clients.map(({ ended }) => ended)).toEqual([true]);
  });

  it('ends the client also when the work fails', async () => {
    const clients: Client[] = [];
    const work = (): Promise<never> => Promise.reject(new Error('broken'));

    await expect(keeperOn(clients).keeper.hold(vm, work)).rejects.toThrow('broken');

    expect(clients.map(({ ended }) => ended)).toEqual([true]);
  });

  it('works without a client where none can wait, and says so', async () => {
    const { keeper, said } = keeperOn([], new Error('no VBoxManage'));

    await expect(keeper.hold(vm, () => Promise.resolve(2))).resolves.toBe(2);
    expect(said).toEqual(['the server of VirtualBox is not held']);
  });
});
