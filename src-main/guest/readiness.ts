import type { NodeProof } from '../domain/node-proof.ts';
import type { GuestAdapter, GuestFacts } from './parse-guest-facts.ts';

export const readinessRequirementIds = [
  'power',
  'ssh',
  'cloud-init',
  'hostname',
  'lab-address',
  'nat-address',
  'peers',
] as const;
export type ReadinessRequirementId = (typeof readinessRequirementIds)[number];

/** One thing a node must show before it is called ready. Both texts are keys of `locales/`. */
export interface ReadinessRequirement {
  readonly id: ReadinessRequirementId;
  readonly description: string;
  /** What to look at when it does not come true. */
  readonly debugHint: string;
}

/** In the order in which they come true. */
export const readinessRequirements: readonly ReadinessRequirement[] = readinessRequirementIds.map((id) => ({
  id,
  description: `guest.requirement.${id}`,
  debugHint: `guest.hint.${id}`,
}));

/** What this node in particular must show. */
export interface NodeExpectation {
  readonly hostname: string;
  /** IPv4 address on the internal network. */
  readonly address: string;
  /** MAC of the adapter that must carry it. */
  readonly labMac: string;
  /** False while its cable is out. */
  readonly isOnLabNetwork: boolean;
}

function isNat(adapter: GuestAdapter, expected: NodeExpectation): boolean {
  return adapter.mac !== expected.labMac.toLowerCase();
}

/** The first requirement the facts do not meet; null when the node is ready as far as it can tell alone. */
export function findUnmetRequirement(facts: GuestFacts, expected: NodeExpectation): ReadinessRequirementId | null {
  if (facts.cloudInit === 'pending') return 'cloud-init';
  if (facts.hostname !== expected.hostname) return 'hostname';
  const lab = facts.adapters.find((adapter) => !isNat(adapter, expected));
  if (expected.isOnLabNetwork && lab?.addresses.includes(expected.address) !== true) return 'lab-address';
  const hasNatAddress = facts.adapters.some((adapter) => isNat(adapter, expected) && adapter.addresses.length > 0);
  return hasNatAddress ? null : 'nat-address';
}

/** What is kept and shown of a node that met every requirement; the peers are asked later. */
export function toNodeProof(facts: GuestFacts, provenAtMs: number): NodeProof {
  return {
    hostname: facts.hostname,
    addresses: facts.adapters.flatMap(({ addresses }) => addresses),
    bootId: facts.bootId,
    cloudInit: facts.cloudInit,
    peers: [],
    provenAt: new Date(provenAtMs).toISOString(),
  };
}
