import { networkInterfaces } from 'node:os';
import path from 'node:path';
import type { HostRoute } from '../domain/host-facts.ts';
import type { Platform } from '../platform/platform.ts';
import type { CommandRunner } from '../process/command.ts';
import { createSourceReader, type SourceReader } from './facts/read-sources.ts';
import type { Source } from './facts/source.ts';
import { parseNetstat, parseProcNetRoute, parseRoutePrint } from './parse-routes.ts';

/** What reading routes needs. */
export interface RouteSetup {
  readonly platform: Pick<Platform, 'id' | 'env'>;
  readonly runner: Pick<CommandRunner, 'run'>;
}

/**
 * Networks that this computer reaches: those of its own adapters, and those that only a route names, as a VPN adds them. Where the
 * routes cannot be read, the adapters alone are answered.
 */
export async function readRoutes({ platform, runner }: RouteSetup, signal: AbortSignal): Promise<readonly HostRoute[]> {
  const adapters = Object.entries(networkInterfaces()).flatMap(([interfaceName, addresses]) =>
    (addresses ?? [])
      .filter(({ family, internal, cidr }) => family === 'IPv4' && !internal && cidr !== null)
      .map(({ cidr }) => ({ cidr: cidr ?? '', interfaceName })),
  );
  const table = routeTables[platform.id];
  const source = await table.read(createSourceReader(runner, signal), platform.env);
  return [...adapters, ...(source.kind === 'text' ? table.parse(source.text) : [])];
}

interface RouteTable {
  readonly read: (reader: SourceReader, env: Platform['env']) => Promise<Source>;
  readonly parse: (text: string) => readonly HostRoute[];
}

const routeTables: Readonly<Record<Platform['id'], RouteTable>> = {
  linux: { read: ({ file }) => file('/proc/net/route'), parse: parseProcNetRoute },
  macos: {
    read: ({ run }) => run({ program: '/usr/sbin/netstat', args: ['-rn', '-f', 'inet'] }),
    parse: parseNetstat,
  },
  windows: {
    read: ({ run }, env) =>
      run({
        program: path.win32.join(env['SystemRoot'] ?? 'C:\\Windows', 'System32', 'ROUTE.EXE'),
        args: ['print', '-4'],
      }),
    parse: parseRoutePrint,
  },
};
