import { EnvHttpProxyAgent, request, type Dispatcher } from 'undici';
import { CancelledError, isCancelled, LabError } from '../domain/failure.ts';
import type { CpuArchitecture } from '../domain/ids.ts';
import type { TextRef } from '../domain/operation.ts';
import type { Clock } from '../platform/clock.ts';
import type { Platform } from '../platform/platform.ts';
import type { CatalogueEntry, CatalogueFile } from './catalogue.ts';
import { findLatest } from './refresh.ts';
import { downloadFile } from './ranged-download.ts';

const probeTimeoutMs = 8_000;
/** Pauses before a broken download is gone on with. */
const retryDelaysMs = [1_000, 5_000, 15_000] as const;

export interface FetchOptions {
  readonly signal: AbortSignal;
  readonly report: (fraction: number | null, message?: TextRef) => void;
  /** Where the part of a download lies; kept when it breaks off or is cancelled, so that the next one goes on there. */
  readonly partPath: (name: string) => Promise<string>;
}

/** Gets files of the catalogue from their publisher. */
export interface Downloader {
  /** Size of a file that can be had now, or null when no server answers. */
  probe(file: CatalogueFile, signal: AbortSignal): Promise<number | null>;
  /**
   * Downloads and verifies; goes on with an earlier part. A release that is gone is replaced by the newest one, whose checksum
   * is taken from the publisher's signed list. Throws `image-unreachable`, `download-failed`, `image-damaged`,
   * `signature-invalid`, `disk-full`; aborting rejects with `CancelledError` and keeps the part.
   */
  fetch(
    entry: CatalogueEntry,
    architecture: CpuArchitecture,
    options: FetchOptions,
  ): Promise<{ readonly path: string; readonly digest: string }>;
}

/** Builds the downloader; proxies come from the environment as the platform read it. */
export function createDownloader(setup: {
  readonly platform: Pick<Platform, 'proxy'>;
  readonly clock: Clock;
}): Downloader {
  const { proxy } = setup.platform;
  const dispatcher: Dispatcher = new EnvHttpProxyAgent({
    ...(proxy.http === null ? {} : { httpProxy: proxy.http }),
    ...(proxy.https === null ? {} : { httpsProxy: proxy.https }),
    noProxy: ['localhost', '127.0.0.1', ...proxy.no].join(','),
  });
  return {
    probe: (file, signal) => probeFile(file, dispatcher, signal),
    fetch: async (entry, architecture, options) => {
      const wanted = entry.files[architecture];
      const isThere = (await probeFile(wanted, dispatcher, options.signal)) !== null;
      const file = isThere ? wanted : await findLatest(entry, architecture, { dispatcher, signal: options.signal });
      const path = await options.partPath(`${file.digest}.part`);
      await tryMirrors(file, { ...setup, path, dispatcher, options });
      return { path, digest: file.digest };
    },
  };
}

async function probeFile(file: CatalogueFile, dispatcher: Dispatcher, signal: AbortSignal): Promise<number | null> {
  const limited = AbortSignal.any([signal, AbortSignal.timeout(probeTimeoutMs)]);
  for (const folder of file.folders) {
    try {
      const answer = await request(`${folder}/${file.fileName}`, { method: 'HEAD', dispatcher, signal: limited });
      await answer.body.dump();
      const length = Number(answer.headers['content-length']);
      if (answer.statusCode === 200 && Number.isFinite(length)) return length;
    } catch (error) {
      // A server that does not answer is what this asks about; only the user's own wish to stop is passed on.
      if (signal.aborted) throw isCancelled(error) ? new CancelledError() : error;
    }
  }
  return null;
}

interface MirrorWork {
  readonly clock: Clock;
  readonly path: string;
  readonly dispatcher: Dispatcher;
  readonly options: FetchOptions;
}

/** Every mirror in turn, then all of them again after a pause; a part that came from one is gone on with at the next. */
async function tryMirrors(file: CatalogueFile, { clock, path, dispatcher, options }: MirrorWork): Promise<void> {
  let lastError: unknown;
  for (const delayMs of [0, ...retryDelaysMs]) {
    await clock.sleep(delayMs, options.signal);
    for (const folder of file.folders) {
      const url = `${folder}/${file.fileName}`;
      try {
        await downloadFile({ url, path, digest: file.digest, dispatcher, ...options });
        return;
      } catch (error) {
        if (options.signal.aborted) throw new CancelledError();
        if (error instanceof LabError && error.code !== 'download-failed') throw error;
        lastError = error;
      }
    }
  }
  throw lastError;
}
