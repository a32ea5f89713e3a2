import { parseArgs } from 'node:util';
import { createLogUpdate } from 'log-update';
import { createTranslator } from './locales/translate.ts';
import { onEndSignal } from './platform/end-signals.ts';
import { findRendererDir } from './platform/renderer-dir.ts';
import { openThisComputer } from './platform/this-computer.ts';
import { readThisPlatform } from './platform/this-platform.ts';
import { printFailure } from './shells/cli/report.ts';
import { createTerminal } from './shells/cli/terminal.ts';
import { parsePort } from './shells/web/serve-options.ts';
import { serve } from './shells/web/serve.ts';
import { version } from './version.ts';

/** Browser mode by itself, as a start of the app opens it; `bdl serve` is the same with the words of a command. */
async function main(): Promise<number> {
  const platform = readThisPlatform();
  const t = createTranslator(platform.language);
  try {
    const { values } = parseArgs({ options: { port: { type: 'string' }, open: { type: 'boolean', default: false } } });
    const rendererDir = findRendererDir(import.meta.dirname);
    const setup = { ...openThisComputer(platform), terminal, version, rendererDir, onSignal: onEndSignal };
    return await serve(setup, { port: parsePort(values.port), open: values.open, json: false });
  } catch (error) {
    return printFailure({ t, terminal }, {}, error);
  }
}

const { stdin, stdout, stderr } = process;
const update = createLogUpdate(stderr, { showCursor: true });
const terminal = createTerminal({ stdin, stdout, stderr, update, isDumb: process.env.TERM === 'dumb' });
// Operations may be under way behind screens that are gone: they must not keep the process.
process.exit(await main());
