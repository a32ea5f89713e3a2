import { z } from 'zod';
import type { PeerProof } from '../domain/node-proof.ts';

/** How cloud-init stands: `skipped` when the seed is the one of an earlier boot, `pending` while it still works. */
export type CloudInitState = 'done' | 'errors' | 'skipped' | 'pending';

export interface GuestAdapter {
  readonly name: string;
  readonly mac: string;
  /** IPv4 addresses without prefix length. */
  readonly addresses: readonly string[];
}

/** What a node told of itself. */
export interface GuestFacts {
  readonly cloudInit: CloudInitState;
  /** cloud-init's own result when it had errors. */
  readonly cloudInitResult: string | null;
  readonly hostname: string;
  readonly bootId: string;
  /** All adapters but loopback. */
  readonly adapters: readonly GuestAdapter[];
}

/** What a guest says is shown and kept: nothing of it is longer than it can be, or speaks to a terminal. */
const hostnameSchema = z
  .string()
  .min(1)
  .max(255)
  .regex(/^\P{Cc}*$/u);
const adapterNameSchema = z
  .string()
  .max(64)
  .regex(/^\P{Cc}*$/u);
const macPattern = /^[0-9a-f]{2}(?::[0-9a-f]{2})*$/;
const maxResultChars = 2000;

const cloudInitSchema = z.enum(['done', 'errors', 'skipped', 'pending']);
/** iproute2 5.15 to 6.x, `ip -json address show`. */
const adaptersSchema = z.array(
  z.object({
    ifname: adapterNameSchema,
    address: z.string().default(''),
    link_type: z.string().default(''),
    addr_info: z.array(z.object({ family: z.string().default(''), local: z.string().default('') })).default([]),
  }),
);

function readAdapters(json: string): readonly GuestAdapter[] {
  return adaptersSchema
    .parse(JSON.parse(json))
    .filter((adapter) => adapter.link_type !== 'loopback')
    .map((adapter) => ({
      name: adapter.ifname,
      mac: macPattern.test(adapter.address.toLowerCase()) ? adapter.address.toLowerCase() : '',
      addresses: adapter.addr_info
        .filter(({ family, local }) => family === 'inet' && z.ipv4().safeParse(local).success)
        .map(({ local }) => local),
    }));
}

function toLines(output: string): ReadonlyMap<string, string> {
  return new Map(
    output.split('\n').map((line) => {
      const [key = '', value = ''] = line.split(/ (.*)/s);
      return [key, value] as const;
    }),
  );
}

/** Reads the output of `factsScript`. Throws when it is not whole. */
export function parseGuestFacts(output: string): GuestFacts {
  const lines = toLines(output);
  return {
    cloudInit: cloudInitSchema.parse(lines.get('cloud-init')),
    cloudInitResult:
      lines
        .get('cloud-init-result')
        ?.replaceAll(/\p{Cc}/gu, ' ')
        .slice(0, maxResultChars) ?? null,
    hostname: hostnameSchema.parse(lines.get('hostname')),
    bootId: z.uuid().parse(lines.get('boot-id')),
    adapters: readAdapters(lines.get('adapters') ?? ''),
  };
}

/** Reads the peers of `peersScript`, in the order of `names`; one that is not named was not reached. */
export function parsePeers(output: string, names: readonly string[]): readonly PeerProof[] {
  const found = new Map(
    output.split('\n').flatMap((line) => {
      const [, name, address, time] = /^peer (\S+) (\S+) (\S+)$/.exec(line) ?? [];
      return name === undefined ? [] : [[name, { address, time }] as const];
    }),
  );
  return names.map((name) => {
    const roundTripMs = Number(found.get(name)?.time ?? '-');
    const reachable = Number.isFinite(roundTripMs) && roundTripMs >= 0;
    return { name, reachable, roundTripMs: reachable ? roundTripMs : null };
  });
}
