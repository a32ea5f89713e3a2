import { describe, expect, it } from 'vitest';
import { finish } from './fake-sshd.ts';
import { answers, factsOutput, never, setUp } from './guest-trial.ts';

describe('connections that are kept', () => {
  it('are one for everything that is asked of a node, and end with the operation', async () => {
    const { guests, endpoint, expected, options, sshd } = await setUp(answers(factsOutput(), '', ''));
    const kept = guests.keepConnections();

    await kept.waitUntilReady(endpoint, expected, options);
    await kept.run(endpoint, 'date', { signal: never });
    await kept.run(endpoint, 'date', { signal: never });

    expect(sshd.connections()).toBe(1);
    expect(sshd.commands).toEqual(['sh -s', 'date', 'date']);
    kept.close();
    await kept.run(endpoint, 'date', { signal: never });
    expect(sshd.connections()).toBe(2);
  });

  it('are opened anew where the node broke them off meanwhile', async () => {
    const { guests, endpoint, sshd } = await setUp(answers('one', 'two'));
    const kept = guests.keepConnections();
    await kept.run(endpoint, 'first', { signal: never });

    sshd.hangUp();

    expect(await kept.run(endpoint, 'second', { signal: never })).toMatchObject({ exitCode: 0, stdout: 'two' });
    expect(sshd.connections()).toBe(2);
    kept.close();
  });

  it('are opened anew once where the node breaks off in the middle, and then it is the failure', async () => {
    const { guests, endpoint, sshd } = await setUp((command, _input, channel) => {
      if (command === 'break') sshd.hangUp();
      else finish(channel, '');
    });
    const kept = guests.keepConnections();
    await kept.run(endpoint, 'first', { signal: never });

    await expect(kept.run(endpoint, 'break', { signal: never })).rejects.toMatchObject({ code: 'node-not-ready' });

    expect(sshd.commands).toEqual(['first', 'break', 'break']);
    kept.close();
  });

  it('are not kept with a command that takes too long', async () => {
    const { guests, endpoint, sshd } = await setUp((command, _input, channel) => {
      if (command !== 'hang') finish(channel, '');
    });
    const kept = guests.keepConnections();

    await expect(kept.run(endpoint, 'hang', { signal: never, timeoutMs: 100 })).rejects.toMatchObject({
      code: 'node-not-ready',
    });
    await kept.run(endpoint, 'first', { signal: never });

    expect(sshd.connections()).toBe(2);
    kept.close();
  });
});
