import { parsePort } from '../web/serve-options.ts';
import type { CommonOptions } from './context.ts';
import type { Registrar } from './registrar.ts';

interface ServeCommandOptions extends CommonOptions {
  readonly port?: string;
  /** False with `--no-open`; commander gives true otherwise. */
  readonly open?: boolean;
}

/** `serve`. */
export function addServeCommand(registrar: Registrar): void {
  registrar.add<ServeCommandOptions>(
    {
      name: 'serve',
      options: [
        ['--port <port>', 'help.option-port'],
        ['--no-open', 'help.option-no-open'],
      ],
    },
    ({ serve }, { port, open, json = false }) => serve({ port: parsePort(port), open: open !== false && !json, json }),
  );
}
