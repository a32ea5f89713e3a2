import ssh2 from 'ssh2';

/** A key pair in the forms OpenSSH keeps in files: a PEM-like private key, a one-line public key. */
export interface KeyPair {
  readonly private: string;
  readonly public: string;
}

/** Makes a new Ed25519 key pair without passphrase; `comment` is readable in both halves. */
export function createKeyPair(comment: string): KeyPair {
  const pair = ssh2.utils.generateKeyPairSync('ed25519', { comment });
  return { private: pair.private, public: pair.public.trim() };
}
