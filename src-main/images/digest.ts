import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CancelledError, isCancelled } from '../domain/failure.ts';
import { translateFileError } from '../store/file-error.ts';

interface DigestOptions {
  readonly signal: AbortSignal;
  readonly report: (fraction: number) => void;
}

/** SHA-256 of a file, hexadecimal, while copying it to `copyPath` when that is given. Aborting rejects with `CancelledError`. */
export async function digestFile(
  path: string,
  options: DigestOptions & { readonly copyPath?: string },
): Promise<string> {
  const hash = createHash('sha256');
  const { size } = await stat(path);
  let doneBytes = 0;
  const meter = new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      hash.update(chunk);
      doneBytes += chunk.length;
      try {
        options.report(size === 0 ? 1 : doneBytes / size);
      } catch (error) {
        // Who listens may put an end to it.
        done(error instanceof Error ? error : new Error(String(error)));
        return;
      }
      done(null, options.copyPath === undefined ? undefined : chunk);
    },
  });
  try {
    const source = createReadStream(path, { highWaterMark: 1024 ** 2 });
    if (options.copyPath === undefined) {
      meter.resume();
      await pipeline(source, meter, { signal: options.signal });
    } else {
      await pipeline(source, meter, createWriteStream(options.copyPath, { mode: 0o600, flush: true }), {
        signal: options.signal,
      });
    }
  } catch (error) {
    if (isCancelled(error)) throw new CancelledError();
    throw translateFileError(error, options.copyPath ?? path);
  }
  return hash.digest('hex');
}
