import { z } from 'zod';

/** What one node showed about one other: its name resolved there, and it answered. */
export const peerProofSchema = z.object({
  name: z.string(),
  reachable: z.boolean(),
  roundTripMs: z.number().nullable(),
});
export type PeerProof = z.infer<typeof peerProofSchema>;

/** What a node showed of itself over SSH with the pinned host key; measured, never assumed. */
export const nodeProofSchema = z.object({
  hostname: z.string(),
  /** IPv4 addresses of all adapters but loopback. */
  addresses: z.array(z.string()),
  /** Changes with every boot, not with save and resume. */
  bootId: z.string(),
  cloudInit: z.string(),
  peers: z.array(peerProofSchema),
  provenAt: z.iso.datetime(),
});
export type NodeProof = z.infer<typeof nodeProofSchema>;
