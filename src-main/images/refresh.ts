import { CancelledError, LabError } from '../domain/failure.ts';
import type { CpuArchitecture } from '../domain/ids.ts';
import type { CatalogueEntry, CatalogueFile } from './catalogue.ts';
import type { HttpClient } from './http-client.ts';
import { describeNetworkError } from './parse-http.ts';
import { readAtMost } from './read-at-most.ts';

/** Key that must have signed, armored, and the fingerprint it must have. */
export interface PublisherKey {
  readonly armored: string;
  readonly fingerprint: string;
}

interface AskOptions {
  readonly http: HttpClient;
  readonly key: PublisherKey;
  readonly signal: AbortSignal;
}

/**
 * The newest release of an image: file name and checksum from the publisher's list, whose OpenPGP signature is checked first.
 * Throws `image-unreachable` or `signature-invalid`; an unsigned or changed list is never used.
 */
export async function findLatest(
  entry: CatalogueEntry,
  architecture: CpuArchitecture,
  { http, key, signal }: AskOptions,
): Promise<CatalogueFile> {
  const folder = entry.latestFolder;
  const read = (name: string): Promise<Uint8Array> => readFile(`${folder}/${name}`, entry.imageId, { http, signal });
  const sums = await read('SHA256SUMS');
  await assertSigned(sums, await read('SHA256SUMS.gpg'), { imageId: entry.imageId, key });
  const { fileName } = entry.files[architecture];
  const digest = parseSums(new TextDecoder().decode(sums)).get(fileName);
  if (digest === undefined) throw unreachable(entry.imageId, `${fileName} is not in the list`);
  return { folders: [folder], fileName, digest };
}

const sumsLine = /^([0-9a-f]{64}) [ *](\S.*)$/;

/** File names and digests of a SHA256SUMS file (`<digest> *<name>`). Lines of another form are left out. */
export function parseSums(text: string): ReadonlyMap<string, string> {
  const rows = text.split(/\r?\n/).flatMap((line): readonly (readonly [string, string])[] => {
    const [, digest, name] = sumsLine.exec(line) ?? [];
    return digest === undefined || name === undefined ? [] : [[name, digest]];
  });
  return new Map(rows);
}

/** Throws `signature-invalid` unless the detached signature (binary or armored) over `content` was made with the key. */
export async function assertSigned(
  content: Uint8Array,
  signature: Uint8Array,
  { imageId, key }: { readonly imageId: string; readonly key: PublisherKey },
): Promise<void> {
  // Most runs of the program check no signature, and the library takes longer to load than all the rest.
  const { createMessage, readKey, readSignature, verify } = await import('openpgp');
  try {
    const publicKey = (await readKey({ armoredKey: key.armored })).toPublic();
    const fingerprint = publicKey.getFingerprint();
    if (fingerprint.toUpperCase() !== key.fingerprint.toUpperCase()) throw new Error(`stored key is ${fingerprint}`);
    const result = await verify({
      message: await createMessage({ binary: content }),
      signature: isArmored(signature)
        ? await readSignature({ armoredSignature: toText(signature) })
        : await readSignature({ binarySignature: signature }),
      verificationKeys: publicKey,
    });
    const [first] = result.signatures;
    if (first === undefined) throw new Error('there is no signature');
    await first.verified;
  } catch (cause) {
    throw new LabError('signature-invalid', `the checksums of ${imageId} are not signed by their publisher`, {
      params: { image: imageId },
      evidence: [cause instanceof Error ? cause.message : String(cause)],
      cause,
    });
  }
}

function toText(signature: Uint8Array): string {
  return new TextDecoder('latin1').decode(signature);
}

function isArmored(signature: Uint8Array): boolean {
  return toText(signature).startsWith('-----BEGIN');
}

function unreachable(image: string, reason: string, cause?: unknown): LabError {
  return new LabError('image-unreachable', `image ${image} cannot be reached: ${reason}`, {
    params: { image },
    evidence: [reason],
    cause,
  });
}

const answerTimeoutMs = 20_000;
/** Ubuntu's lists have 5 KiB, its signatures 1 KiB. */
const maxAnswerBytes = 64 * 1024;

async function readFile(
  url: string,
  imageId: string,
  { http, signal }: Pick<AskOptions, 'http' | 'signal'>,
): Promise<Uint8Array> {
  const limited = AbortSignal.any([signal, AbortSignal.timeout(answerTimeoutMs)]);
  try {
    const answer = await http.fetch(url, { signal: limited });
    if (answer.status === 200) return await readAtMost(answer, maxAnswerBytes);
    await answer.body?.cancel();
    throw new Error(`HTTP ${String(answer.status)}`);
  } catch (error) {
    if (signal.aborted) throw new CancelledError();
    throw unreachable(imageId, `${url}: ${describeNetworkError(error)}`, error);
  }
}
