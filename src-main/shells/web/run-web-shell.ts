import { describeFailure } from '../../operations/describe-failure.ts';
import { hasEnded } from '../../operations/registry.ts';
import type { Translate } from '../../locales/translate.ts';
import type { EndSignal } from '../../platform/end-signals.ts';
import { exitCodes } from '../cli/exit-codes.ts';
import type { Terminal } from '../cli/terminal.ts';
import type { ScreenCore } from '../screen/screen-core.ts';
import { openWebServer, type WebServerOptions } from './web-server.ts';

/** How browser mode is run. */
export interface WebShellOptions extends WebServerOptions {
  readonly terminal: Pick<Terminal, 'print' | 'note'>;
  /** Answers JSON with the address instead of sentences. */
  readonly json: boolean;
  /** Opens an address in the user's browser; null where nobody would see it. */
  readonly openBrowser: ((url: string) => Promise<void>) | null;
  /** Calls back for every signal that arrives; answers how to stop that. */
  readonly onSignal: (listener: (signal: EndSignal) => void) => () => void;
}

/**
 * Serves the screens until a signal ends it, and answers the exit code. Ctrl-C while operations run only says which: a second one
 * ends. Operations are never cancelled by the end: their labs can be gone on with. Throws what `openWebServer` throws.
 */
export async function runWebShell(options: WebShellOptions): Promise<number> {
  const { core, terminal, json } = options;
  const server = await openWebServer(options);
  const ended = waitForEnd(options);
  if (json) terminal.print(JSON.stringify({ ok: true, value: { url: server.startUrl } }));
  else announce(options, server.startUrl);
  if (options.openBrowser !== null) await openBrowser(options, options.openBrowser, server.createOneTimeUrl());
  await ended;
  const wasBusy = running(core).length > 0;
  await server.close();
  terminal.note(core.words()('cli.serve-ended'));
  return wasBusy ? exitCodes.cancelled : exitCodes.ok;
}

function announce({ core, terminal }: WebShellOptions, url: string): void {
  const t = core.words();
  terminal.print(t('cli.serve-ready', { url }));
  terminal.note(t('cli.serve-key'));
}

async function openBrowser(
  { core, terminal }: WebShellOptions,
  open: (url: string) => Promise<void>,
  url: string,
): Promise<void> {
  const t = core.words();
  try {
    await open(url);
    terminal.note(t('cli.serve-opening'));
  } catch (error) {
    // The address is on the screen: the user can open it.
    terminal.note(t('cli.serve-no-browser', { reason: describeFailure(error).message }));
  }
}

function waitForEnd({ core, terminal, onSignal }: WebShellOptions): Promise<void> {
  return new Promise((resolve) => {
    let wasAsked = false;
    const stop = onSignal((signal) => {
      const busy = running(core);
      if (signal === 'SIGINT' && !wasAsked && busy.length > 0) {
        wasAsked = true;
        terminal.note(busyText(core.words(), busy));
        return;
      }
      stop();
      resolve();
    });
  });
}

type Running = ReturnType<ScreenCore['operations']['list']>;

function running({ operations }: ScreenCore): Running {
  return operations.list().filter((operation) => !hasEnded(operation));
}

function busyText(t: Translate, busy: Running): string {
  const lines = busy.map(({ kind, target }) => `  ${target}: ${t(`words.purpose.${kind}`)}`);
  return [t('cli.serve-busy', { count: busy.length }), ...lines, t('cli.serve-press-again')].join('\n');
}
