import { describe, expect, it, vi } from 'vitest';
import { CancelledError } from '../../../src-main/domain/failure.ts';
import { createKeyPair } from '../../../src-main/guest/keys.ts';
import { finish } from './fake-sshd.ts';
import { answers, factsOutput, never, setUp } from './guest-trial.ts';

describe('waitUntilReady', () => {
  it('ends with what the node showed, after one command', async () => {
    const { guests, endpoint, expected, options, sshd } = await setUp(answers(factsOutput()));

    expect(await guests.waitUntilReady(endpoint, expected, options)).toMatchObject({
      hostname: 'pi-200',
      addresses: ['10.0.2.15', '10.77.0.200'],
      cloudInit: 'done',
      peers: [],
    });
    expect(sshd.commands).toEqual(['sh -s']);
    expect(options.report).toHaveBeenCalledWith(0.9, { key: 'guest.stage.login', params: {} });
  });

  it('asks again over the same session until nothing is missing', async () => {
    const { guests, endpoint, expected, options, sshd } = await setUp(
      answers(factsOutput({ 'cloud-init': 'pending' }), factsOutput({ hostname: 'localhost' }), factsOutput()),
    );

    expect(await guests.waitUntilReady(endpoint, expected, options)).toMatchObject({ hostname: 'pi-200' });
    expect(sshd.commands).toHaveLength(3);
  });

  it('comes back when the session breaks', async () => {
    let calls = 0;
    const { guests, endpoint, expected, options, sshd } = await setUp((_command, _input, channel) => {
      calls += 1;
      if (calls === 1) sshd.hangUp();
      else finish(channel, factsOutput());
    });

    expect(await guests.waitUntilReady(endpoint, expected, options)).toMatchObject({ hostname: 'pi-200' });
  });

  it('ends at once when the VM is off, with the end of its console', async () => {
    const { guests, endpoint, expected, options } = await setUp(answers(factsOutput({ 'cloud-init': 'pending' })), {
      isRunning: async () => false,
    });

    await expect(guests.waitUntilReady(endpoint, expected, options)).rejects.toMatchObject({
      code: 'node-not-ready',
      params: { node: 'pi-200', requirement: 'power' },
      evidence: expect.arrayContaining(['pi-200 login:']),
    });
  });

  it('names what is missing when the guest says nothing any more', async () => {
    const { guests, endpoint, expected, options } = await setUp(answers(factsOutput({ hostname: 'pi-201' })), {
      stallMs: 1500,
    });

    await expect(guests.waitUntilReady(endpoint, expected, options)).rejects.toMatchObject({
      code: 'node-not-ready',
      params: { node: 'pi-200', requirement: 'hostname' },
    });
  });

  it('ends at once at a stranger', async () => {
    const { guests, endpoint, expected, options } = await setUp(answers(factsOutput()));
    const stranger = { ...endpoint, hostKey: createKeyPair('x').public };

    await expect(guests.waitUntilReady(stranger, expected, options)).rejects.toMatchObject({
      code: 'host-key-mismatch',
    });
  });

  it('ends as cancelled', async () => {
    const { guests, endpoint, expected } = await setUp(answers(factsOutput({ 'cloud-init': 'pending' })));
    const controller = new AbortController();
    const waiting = guests.waitUntilReady(endpoint, expected, { signal: controller.signal, report: vi.fn() });

    controller.abort();

    await expect(waiting).rejects.toBeInstanceOf(CancelledError);
  });
});

describe('reachPeers', () => {
  it('passes the wanted file on and keeps the order of the peers', async () => {
    const { guests, endpoint, sshd } = await setUp(answers('peer pi-202 10.77.0.202 -\npeer pi-201 10.77.0.201 7.3\n'));

    const found = await guests.reachPeers(
      endpoint,
      { hostsFile: '10.77.0.201 pi-201\n', peers: ['pi-201', 'pi-202'] },
      { signal: never },
    );

    expect(found).toEqual([
      { name: 'pi-201', reachable: true, roundTripMs: 7.3 },
      { name: 'pi-202', reachable: false, roundTripMs: null },
    ]);
    expect(sshd.commands).toEqual([`sh -s -- ${Buffer.from('10.77.0.201 pi-201\n').toString('base64')} pi-201 pi-202`]);
  });

  it('says which command failed, and how', async () => {
    const { guests, endpoint } = await setUp((_command, _input, channel) => {
      channel.stderr.write('sudo: a password is required\n');
      finish(channel, '', 1);
    });

    await expect(guests.reachPeers(endpoint, { hostsFile: 'x', peers: [] }, { signal: never })).rejects.toMatchObject({
      code: 'guest-command-failed',
      params: { node: 'pi-200', exitCode: 1 },
      evidence: ['sudo: a password is required'],
    });
  });

  it('refuses names that a shell would take apart', async () => {
    const { guests, endpoint, sshd } = await setUp(answers(''));

    await expect(
      guests.reachPeers(endpoint, { hostsFile: 'x', peers: ['pi-201; reboot'] }, { signal: never }),
    ).rejects.toThrow('not a node name');
    expect(sshd.commands).toEqual([]);
  });
});

describe('run', () => {
  it('gives exit code and output', async () => {
    const { guests, endpoint } = await setUp((command, input, channel) => finish(channel, `${command} ${input}`, 3));

    expect(await guests.run(endpoint, 'wc', { signal: never, input: 'abc' })).toEqual({
      exitCode: 3,
      stdout: 'wc abc',
      stderr: '',
    });
  });

  it('says that the node does not answer', async () => {
    const { guests, endpoint } = await setUp(answers(''));

    await expect(guests.run({ ...endpoint, port: 1 }, 'true', { signal: never })).rejects.toMatchObject({
      code: 'node-not-ready',
      params: { node: 'pi-200', requirement: 'ssh' },
    });
  });
});

describe('followVitals', () => {
  const line = 'vitals uptime 10 cpu 1 2 3 4 memory 2048 1024 disk 100 50\n';

  it('passes on every line as it comes, cut wherever, and says when the node is gone', async () => {
    const seen: number[] = [];
    const { guests, endpoint, sshd } = await setUp((_command, _input, channel) => {
      channel.write(line.slice(0, 20));
      channel.write(`${line.slice(20)}${line.replace('10', '15')}`);
    });

    const following = guests.followVitals(endpoint, {
      signal: never,
      onSample: ({ uptimeSeconds }) => {
        seen.push(uptimeSeconds);
        if (seen.length === 2) sshd.hangUp();
      },
    });

    await expect(following).rejects.toMatchObject({ code: 'node-not-ready', params: { node: 'pi-200' } });
    expect(seen).toEqual([10, 15]);
    expect(sshd.commands).toEqual(['sh -s']);
  });

  it.each([
    ['a line that makes no sense', `${line}vitals of nobody\n`],
    ['a line without end', '0'.repeat(600)],
  ])('ends at %s', async (_, output) => {
    const { guests, endpoint } = await setUp((_command, _input, channel) => {
      channel.write(output);
    });

    await expect(guests.followVitals(endpoint, { signal: never, onSample: vi.fn() })).rejects.toMatchObject({
      code: 'guest-command-failed',
      params: { node: 'pi-200' },
    });
  });

  it('ends as cancelled, and its command with it', async () => {
    const controller = new AbortController();
    const closed = Promise.withResolvers<unknown>();
    const { guests, endpoint } = await setUp((_command, _input, channel) => {
      channel.on('close', () => closed.resolve(null));
      channel.write(line);
    });

    const following = guests.followVitals(endpoint, {
      signal: controller.signal,
      onSample: () => controller.abort(),
    });

    await expect(following).rejects.toBeInstanceOf(CancelledError);
    await closed.promise;
  });
});

describe('storeFile', () => {
  async function* pieces(...sizes: readonly number[]): AsyncGenerator<Uint8Array> {
    for (const [index, size] of sizes.entries()) yield await Promise.resolve(Buffer.alloc(size, index + 65));
  }

  it('writes pieces of any size over SFTP, and never over another file', async () => {
    const { guests, endpoint, sshd } = await setUp(answers(''));
    const store = (...sizes: readonly number[]) =>
      guests.storeFile(
        endpoint,
        { name: 'Größe 1.csv', partName: '.part', content: pieces(...sizes) },
        { signal: never },
      );

    expect(await store(3, 1_000_000, 0, 5)).toBe('/home/pi/Größe 1.csv');
    expect(await store()).toBe('/home/pi/Größe 1-2.csv');
    const whole = Buffer.concat([Buffer.alloc(3, 65), Buffer.alloc(1_000_000, 66), Buffer.alloc(5, 68)]);
    expect(sshd.files.get('/home/pi/Größe 1.csv')?.equals(whole)).toBe(true);
    expect(sshd.files.get('/home/pi/Größe 1-2.csv')?.length).toBe(0);
  });

  it('says that a file did not arrive when the connection breaks, and where its part lies', async () => {
    const { guests, endpoint, sshd } = await setUp(answers(''));
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield* pieces(3);
      sshd.hangUp();
      yield* pieces(3);
    }

    const storing = guests.storeFile(endpoint, { name: 'a', partName: '.part', content: broken() }, { signal: never });

    await expect(storing).rejects.toMatchObject({
      code: 'file-not-copied',
      evidence: expect.arrayContaining([expect.stringContaining('/home/pi/.part')]),
    });
  });
});

describe('checkClock', () => {
  const bootId = '6f0c2a4e-9d7b-4c57-8a3a-0b8f6f1c9e11';

  /** A guest whose clock is off; `breaks`: connections break in the moment in which it is set. */
  async function setUpClock(skewSeconds: number, { breaks = 0 } = {}) {
    let skew = skewSeconds;
    let broken = 0;
    const trial = await setUp((command, _input, channel) => {
      const isSet = command.includes('date -u -s');
      if (isSet) skew = 0;
      broken += isSet ? 1 : 0;
      if (isSet && broken <= breaks) trial.sshd.hangUp();
      else finish(channel, `clock skew ${String(skew)} boot ${bootId}\n`);
    });
    return trial;
  }

  it('leaves a clock alone that is right, after one question', async () => {
    const { guests, endpoint, sshd } = await setUpClock(-2);

    expect(await guests.checkClock(endpoint, { signal: never })).toEqual({ skewSeconds: -2, wasSet: false, bootId });
    expect(sshd.commands).toHaveLength(1);
  });

  it.each([true, false])(
    'tells how far off a clock was, also when setting it breaks the connection (kept: %s)',
    async (isKept) => {
      const { guests, endpoint, sshd } = await setUpClock(-28_800, { breaks: 1 });
      const kept = guests.keepConnections();
      // As after a start, which has just asked the node for its proof.
      if (isKept) await kept.run(endpoint, 'true', { signal: never, timeoutMs: 5000 });

      const told = await (isKept ? kept : guests).checkClock(endpoint, { signal: never });
      kept.close();

      expect(told).toEqual({ skewSeconds: -28_800, wasSet: true, bootId });
      expect(sshd.commands.filter((command) => command.includes('date -u -s'))).toHaveLength(2);
    },
  );

  it('says so when the connection breaks again and again', async () => {
    const { guests, endpoint } = await setUpClock(-28_800, { breaks: 9 });

    await expect(guests.checkClock(endpoint, { signal: never })).rejects.toMatchObject({ code: 'node-not-ready' });
  });

  it('fails with what the guest said when it may not set the clock', async () => {
    const { guests, endpoint } = await setUp((command, _input, channel) => {
      if (command.includes('date -u -s')) finish(channel, 'sudo: a password is required\n', 1);
      else finish(channel, `clock skew 90 boot ${bootId}\n`);
    });

    await expect(guests.checkClock(endpoint, { signal: never })).rejects.toMatchObject({
      code: 'guest-command-failed',
      evidence: ['sudo: a password is required\n'],
    });
  });
});
