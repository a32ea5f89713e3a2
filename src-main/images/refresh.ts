import { createMessage, readKey, readSignature, verify } from 'openpgp';
import { request, type Dispatcher } from 'undici';
import { LabError } from '../domain/failure.ts';
import type { CpuArchitecture } from '../domain/ids.ts';
import type { CatalogueEntry, CatalogueFile } from './catalogue.ts';
import { publisherKey } from './publisher-key.ts';

interface AskOptions {
  readonly dispatcher: Dispatcher;
  readonly signal: AbortSignal;
}

/**
 * The newest release of an image: file name and checksum from the publisher's list, whose OpenPGP signature is checked first.
 * Throws `image-unreachable` or `signature-invalid`; an unsigned or changed list is never used.
 */
export async function findLatest(
  entry: CatalogueEntry,
  architecture: CpuArchitecture,
  options: AskOptions,
): Promise<CatalogueFile> {
  const folder = entry.latestFolder;
  const sums = await readFile(`${folder}/SHA256SUMS`, entry.imageId, options);
  const signature = await readFile(`${folder}/SHA256SUMS.gpg`, entry.imageId, options);
  await assertSigned(sums, signature, { imageId: entry.imageId, armoredKey: publisherKey });
  const { fileName } = entry.files[architecture];
  const digest = parseSums(sums.toString('utf8')).get(fileName);
  if (digest === undefined) throw unreachable(entry.imageId, `${fileName} is not in the list`);
  return { folders: [folder], fileName, digest };
}

/** File names and digests of a SHA256SUMS file (`<digest> *<name>`). */
export function parseSums(text: string): ReadonlyMap<string, string> {
  const rows = text.split('\n').flatMap((line): readonly (readonly [string, string])[] => {
    const [, digest, name] = /^([0-9a-f]{64}) [ *](.+)$/.exec(line.trim()) ?? [];
    return digest === undefined || name === undefined ? [] : [[name, digest]];
  });
  return new Map(rows);
}

/** Throws `signature-invalid` unless the detached signature (binary or armored) over `content` was made with the key. */
export async function assertSigned(
  content: Uint8Array,
  signature: Uint8Array,
  { imageId, armoredKey }: { readonly imageId: string; readonly armoredKey: string },
): Promise<void> {
  try {
    const text = Buffer.from(signature).toString('latin1');
    const parsed = text.startsWith('-----BEGIN')
      ? await readSignature({ armoredSignature: text })
      : await readSignature({ binarySignature: signature });
    const result = await verify({
      message: await createMessage({ binary: content }),
      signature: parsed,
      verificationKeys: await readKey({ armoredKey }),
    });
    const [first] = result.signatures;
    if (first === undefined) throw new Error('no signature');
    await first.verified;
  } catch (error) {
    throw new LabError('signature-invalid', `the checksums of ${imageId} are not signed by their publisher`, {
      params: { image: imageId },
      cause: error,
    });
  }
}

function unreachable(image: string, reason: string, cause?: unknown): LabError {
  return new LabError('image-unreachable', `image ${image} cannot be reached: ${reason}`, { params: { image }, cause });
}

const answerTimeoutMs = 20_000;

async function readFile(url: string, imageId: string, { dispatcher, signal }: AskOptions): Promise<Buffer> {
  try {
    const answer = await request(url, {
      dispatcher,
      signal: AbortSignal.any([signal, AbortSignal.timeout(answerTimeoutMs)]),
    });
    if (answer.statusCode !== 200) throw new Error(`HTTP ${String(answer.statusCode)}`);
    return Buffer.from(await answer.body.arrayBuffer());
  } catch (error) {
    if (signal.aborted) throw error;
    throw unreachable(imageId, error instanceof Error ? error.message : String(error), error);
  }
}
