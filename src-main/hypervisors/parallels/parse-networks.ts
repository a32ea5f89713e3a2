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

const portSchema = z.coerce.number().pipe(z.int().min(0).max(65_535));
const ruleSchema = z.looseObject({
  'source port': portSchema,
  'destination IP/VM id': z.string(),
  'destination port': portSchema,
});

/** Without rules the group is left out, or is an empty text. Each rule is judged alone: one that cannot be hides no other. */
const rulesSchema = z.record(z.string(), z.unknown()).catch({});

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
  return Object.entries(parsed.data['NAT server']?.['TCP rules'] ?? {}).flatMap(([name, told]) => {
    const rule = ruleSchema.safeParse(told);
    if (!rule.success) return [];
    const { 'source port': hostPort, 'destination IP/VM id': target, 'destination port': guestPort } = rule.data;
    return [{ name, hostPort, target, guestPort }];
  });
}
