import { describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../../src-main/platform/clock.ts';
import type { EndSignal } from '../../../src-main/platform/end-signals.ts';
import { silentLogger } from '../../../src-main/platform/logger.ts';
import { systemRandom } from '../../../src-main/platform/random.ts';
import { runWebShell } from '../../../src-main/shells/web/run-web-shell.ts';
import { createWebTrial, sendRaw, type WebTrial } from './set-up.ts';

interface Shell {
  readonly signal: (signal: EndSignal) => void;
  readonly ended: Promise<number>;
  readonly printed: string[];
  readonly noted: string[];
  readonly opened: string[];
}

interface ShellOptions {
  readonly json?: boolean;
  readonly openBrowser?: (url: string) => Promise<void>;
}

/** Runs browser mode on the core of a trial until a signal, and waits until it has announced itself. */
async function runShell(trial: WebTrial, { json = false, openBrowser }: ShellOptions = {}): Promise<Shell> {
  const listeners = new Set<(signal: EndSignal) => void>();
  const announced = Promise.withResolvers<undefined>();
  const [printed, noted, opened]: string[][] = [[], [], []];
  const ended = runWebShell({
    core: trial.core,
    rendererDir: trial.rendererDir,
    port: null,
    random: systemRandom,
    clock: systemClock,
    logger: silentLogger,
    json,
    openBrowser:
      openBrowser === undefined
        ? null
        : async (url) => {
            opened?.push(url);
            await openBrowser(url);
          },
    terminal: {
      print: (text) => {
        printed?.push(text);
        announced.resolve(undefined);
      },
      note: (text) => noted?.push(text),
    },
    onSignal: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  });
  await announced.promise;
  // A test that failed must not leave it running.
  onTestFinished(async () => {
    for (const listener of [...listeners]) listener('SIGTERM');
    await ended;
  });
  return {
    signal: (name) => {
      for (const listener of [...listeners]) listener(name);
    },
    ended,
    printed: printed ?? [],
    noted: noted ?? [],
    opened: opened ?? [],
  };
}

/** An operation that does not end before the test. */
async function startSomething(trial: WebTrial): Promise<void> {
  const held = Promise.withResolvers<undefined>();
  const over = Promise.withResolvers<undefined>();
  trial.core.operations.onChange(({ endedAt }) => {
    if (endedAt !== null) over.resolve(undefined);
  });
  onTestFinished(() => {
    held.resolve(undefined);
    return over.promise;
  });
  trial.driver.onCall(() => held.promise);
  await trial.call('lab.create', { name: 'Labor', nodes: 1, image: 'debian-packages' });
}

function urlIn(text: string | undefined): URL {
  return new URL(/http:\/\/\S+/.exec(text ?? '')?.[0] ?? '');
}

describe('browser mode', () => {
  it('shows its address once, and the address works', async () => {
    const { printed, noted, signal, ended } = await runShell(await createWebTrial());
    const { port, pathname, search } = urlIn(printed[0]);

    const answer = await sendRaw(Number(port), { path: pathname + search });
    signal('SIGTERM');

    expect(answer.status).toBe(303);
    expect(await ended).toBe(0);
    expect([...printed, ...noted].filter((text) => text.includes(search))).toHaveLength(1);
    await expect(sendRaw(Number(port), { path: '/' })).rejects.toThrow();
  });

  it('answers a script with its address as JSON', async () => {
    const { printed, signal, ended } = await runShell(await createWebTrial(), { json: true });

    signal('SIGINT');

    expect(await ended).toBe(0);
    expect(JSON.parse(printed[0] ?? '')).toMatchObject({ ok: true, value: { url: expect.stringContaining('token=') } });
  });

  it('hands the browser an address that works once, and never the token', async () => {
    const shell = await runShell(await createWebTrial(), { openBrowser: () => Promise.resolve() });
    await expect.poll(() => shell.opened.length).toBe(1);
    const { port, pathname, search } = urlIn(shell.opened[0]);

    expect(search).toMatch(/^\?ticket=/);
    expect(shell.printed[0]).not.toContain(search.slice(8));
    expect((await sendRaw(Number(port), { path: pathname + search })).status).toBe(303);
    expect((await sendRaw(Number(port), { path: pathname + search })).status).toBe(401);
  });

  it('goes on and says so when no browser could be opened', async () => {
    const openBrowser = (): Promise<void> => Promise.reject(new Error('no xdg-open'));
    const shell = await runShell(await createWebTrial(), { openBrowser });

    await expect.poll(() => shell.noted.join('\n')).toContain('no xdg-open');
    shell.signal('SIGINT');

    expect(await shell.ended).toBe(0);
  });
});

describe('Ctrl-C', () => {
  it('first says what still runs, cancels nothing, and ends when it comes again', async () => {
    const trial = await createWebTrial();
    await startSomething(trial);
    const { signal, ended, noted } = await runShell(trial);

    signal('SIGINT');
    const states = trial.core.operations.list().map(({ state }) => state);
    const said = noted.at(-1);
    signal('SIGINT');

    expect(states).toEqual(['running']);
    expect(said).toBe(
      [
        'This is still going on:',
        '  labor: it is being made',
        'Press Ctrl-C once more to end all the same. What is unfinished then can be gone on with later.',
      ].join('\n'),
    );
    expect(await ended).toBe(130);
    expect(trial.core.operations.list()).toMatchObject([{ state: 'running' }]);
  });

  it.each(['SIGTERM', 'SIGHUP'] as const)('is not waited for after %s: nobody is there to answer', async (name) => {
    const trial = await createWebTrial();
    await startSomething(trial);
    const { signal, ended } = await runShell(trial);

    signal(name);

    expect(await ended).toBe(130);
  });
});
