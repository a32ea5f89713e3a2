import { z } from 'zod';
import { parseToolJson } from './parse-json.ts';

/** A virtual network of Parallels. */
export interface NetworkInfo {
  readonly networkId: string;
  /** `shared`, `host-only`, `bridged` */
  readonly type: string;
}

/** A port forward of the shared network. */
export interface ForwardRule {
  readonly name: string;
  readonly hostPort: number;
  /** Address or id of a VM, as Parallels writes it. */
  readonly target: string;
  readonly guestPort: number;
}

const networkSchema = z.looseObject({ 'Network ID': z.string(), Type: z.string().default('') });

const ruleSchema = z.looseObject({
  'source port': z.coerce.number(),
  'destination IP/VM id': z.string(),
  'destination port': z.coerce.number(),
});

/** Without rules the group is left out, or is an empty text. */
const rulesSchema = z.record(z.string(), ruleSchema).catch({});

const sharedSchema = z.looseObject({
  'Network ID': z.string(),
  'NAT server': z.looseObject({ 'TCP rules': rulesSchema.optional() }).catch({}).optional(),
});

/** `prlsrvctl net list --json`; null when it is something else. */
export function parseNetworkList(stdout: string): readonly NetworkInfo[] | null {
  const parsed = z.array(networkSchema).safeParse(parseToolJson(stdout));
  if (!parsed.success) return null;
  return parsed.data.map((network) => ({ networkId: network['Network ID'], type: network.Type }));
}

/** The rules in `prlsrvctl net info <shared network> --json`; null when it is something else. */
export function parseForwards(stdout: string): readonly ForwardRule[] | null {
  const parsed = sharedSchema.safeParse(parseToolJson(stdout));
  if (!parsed.success) return null;
  return Object.entries(parsed.data['NAT server']?.['TCP rules'] ?? {}).map(([name, rule]) => ({
    name,
    hostPort: rule['source port'],
    target: rule['destination IP/VM id'],
    guestPort: rule['destination port'],
  }));
}
