import { createMessage, generateKey, readKey, readPrivateKey, sign } from 'openpgp';
import type { PublisherKey } from '../../src-main/images/refresh.ts';

/** Somebody with a key of their own who signs what they publish. */
export interface FakePublisher {
  readonly key: PublisherKey;
  /** Detached signature as it lies beside the file: binary. */
  readonly signBinary: (content: Uint8Array) => Promise<Uint8Array>;
  readonly signArmored: (content: Uint8Array) => Promise<Uint8Array>;
}

export async function createFakePublisher(): Promise<FakePublisher> {
  const pair = await generateKey({ userIDs: [{ name: 'Publisher' }], type: 'curve25519', format: 'armored' });
  const signingKeys = await readPrivateKey({ armoredKey: pair.privateKey });
  const fingerprint = (await readKey({ armoredKey: pair.publicKey })).getFingerprint();
  return {
    key: { armored: pair.publicKey, fingerprint },
    signBinary: async (content) => {
      const message = await createMessage({ binary: content });
      const signature: unknown = await sign({ message, signingKeys, detached: true, format: 'binary' });
      if (!(signature instanceof Uint8Array)) throw new Error('the signature is not binary');
      return signature;
    },
    signArmored: async (content) => {
      const message = await createMessage({ binary: content });
      const signature: unknown = await sign({ message, signingKeys, detached: true, format: 'armored' });
      return new TextEncoder().encode(String(signature));
    },
  };
}
