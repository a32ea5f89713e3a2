/** One node as it is reached from here. */
export interface NodeEndpoint {
  readonly name: string;
  /** Port on 127.0.0.1. */
  readonly port: number;
  readonly user: string;
  readonly privateKeyPath: string;
  /** Public host key line, `ssh-ed25519 AAAA...`. */
  readonly hostKey: string;
}
