import { CancelledError, LabError, throwIfCancelled } from '../domain/failure.ts';
import type { CpuArchitecture } from '../domain/ids.ts';
import type { TextRef } from '../domain/operation.ts';
import type { Clock } from '../platform/clock.ts';
import type { CatalogueEntry, CatalogueFile } from './catalogue.ts';
import type { HttpClient } from './http-client.ts';
import { damagedImage } from './image-failures.ts';
import { forgetPartOrigin, removePart } from './part-file.ts';
import { downloadFile } from './ranged-download.ts';
import type { DownloadOutcome } from './ranged-download.ts';
import { findLatest } from './refresh.ts';
import type { PublisherKey } from './refresh.ts';

/** All servers together have this long to say that they have a file. */
const probeTimeoutMs = 8_000;
/** Pauses before a broken download is gone on with; counted anew whenever bytes came. */
const retryDelaysMs = [1_000, 5_000, 15_000, 30_000] as const;
const mibBytes = 1024 ** 2;

export interface FetchOptions {
  readonly signal: AbortSignal;
  readonly report: (fraction: number | null, message?: TextRef) => void;
  /** Where the part of a download lies; kept when it breaks off or is cancelled, so that the next one goes on there. */
  readonly partPath: (name: string) => Promise<string>;
}

/** Gets files of the catalogue from their publisher. */
export interface Downloader {
  /** Size of the file that can be had now, the known release or the newest one; null when no server answers. */
  probe(entry: CatalogueEntry, architecture: CpuArchitecture, signal: AbortSignal): Promise<number | null>;
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

/** What the downloader takes from its surroundings. */
export interface DownloaderSetup {
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly key: PublisherKey;
}

/** Builds the downloader. */
export function createDownloader(setup: DownloaderSetup): Downloader {
  const { http, key } = setup;
  return {
    probe: (entry, architecture, signal) => probeEntry(http, { entry, architecture, signal }),
    fetch: async (entry, architecture, options) => {
      const known = entry.files[architecture];
      const first = await fetchFile(setup, known, { imageId: entry.imageId, options });
      if (first !== null) return first;
      await removePart(await options.partPath(partName(known)));
      options.report(null, { key: 'progress.image-newest', params: { image: entry.imageId } });
      const newest = await findLatest(entry, architecture, { http, key, signal: options.signal });
      const second = await fetchFile(setup, newest, { imageId: entry.imageId, options });
      if (second === null) throw unreachable(entry.imageId, `${newest.fileName} is gone`);
      return second;
    },
  };
}

function partName({ digest }: CatalogueFile): string {
  return `${digest}.part`;
}

function unreachable(image: string, reason: string): LabError {
  return new LabError('image-unreachable', `image ${image} cannot be reached: ${reason}`, {
    params: { image },
    evidence: [reason],
  });
}

interface Probe {
  readonly entry: CatalogueEntry;
  readonly architecture: CpuArchitecture;
  readonly signal: AbortSignal;
}

async function probeEntry(http: HttpClient, { entry, architecture, signal }: Probe): Promise<number | null> {
  const limited = AbortSignal.any([signal, AbortSignal.timeout(probeTimeoutMs)]);
  const { folders, fileName } = entry.files[architecture];
  for (const folder of [...folders, entry.latestFolder]) {
    try {
      const answer = await http.fetch(`${folder}/${fileName}`, { method: 'HEAD', signal: limited });
      await answer.body?.cancel();
      const length = Number(answer.headers.get('content-length') ?? Number.NaN);
      if (answer.status === 200 && Number.isSafeInteger(length)) return length;
    } catch (error) {
      // A server that does not answer is what this asks about; only the user's own wish to stop is passed on.
      if (signal.aborted) throw new CancelledError();
      if (!(error instanceof Error)) throw error;
    }
  }
  return null;
}

interface FileWork {
  readonly imageId: string;
  readonly options: FetchOptions;
}

/** Every mirror in turn, then all of them again after a pause, going on where the last one broke off. Null: no mirror has it. */
async function fetchFile(
  { http, clock }: DownloaderSetup,
  file: CatalogueFile,
  { imageId, options }: FileWork,
): Promise<{ readonly path: string; readonly digest: string } | null> {
  const path = await options.partPath(partName(file));
  const { digest } = file;
  const tries = createTries(imageId);
  for (;;) {
    throwIfCancelled(options.signal);
    for (const folder of file.folders) {
      const url = `${folder}/${file.fileName}`;
      const { signal } = options;
      const outcome = await downloadFile({ url, path, digest, http, signal, onProgress: progressOf(options, imageId) });
      if (outcome.kind === 'done') {
        await forgetPartOrigin(path);
        return { path, digest };
      }
      tries.add(url, outcome);
    }
    if (tries.allGone(file.folders.length)) return null;
    await clock.sleep(tries.nextPauseMs(), options.signal);
  }
}

function progressOf(
  { report }: FetchOptions,
  image: string,
): (receivedBytes: number, totalBytes: number | null) => void {
  return (receivedBytes, totalBytes) => {
    const doneMiB = Math.floor(receivedBytes / mibBytes);
    const totalMiB = totalBytes === null ? '?' : Math.ceil(totalBytes / mibBytes);
    const fraction = totalBytes === null || totalBytes === 0 ? null : Math.min(receivedBytes / totalBytes, 1);
    report(fraction, { key: 'progress.image-download', params: { image, doneMiB, totalMiB } });
  };
}

interface Tries {
  add(url: string, outcome: Exclude<DownloadOutcome, { readonly kind: 'done' }>): void;
  /** True when every one of the last `count` answers was that the file is not there. */
  allGone(count: number): boolean;
  /** How long to wait before the next round; throws what the user has to know when there is no next one. */
  nextPauseMs(): number;
}

/** Keeps count of what went wrong and decides when to stop. */
function createTries(imageId: string): Tries {
  let failedRounds = 0;
  let everAnswered = false;
  let last = { url: '', reason: '' };
  let kinds: readonly DownloadOutcome['kind'][] = [];
  return {
    add: (url, outcome) => {
      kinds = [...kinds, outcome.kind];
      if (outcome.kind === 'wrong-digest') {
        // A part of something else may have spoiled it: the next round begins with an empty file.
        if (!outcome.resumed) throw damagedImage(url, 'wrong-checksum');
        return;
      }
      last = { url, reason: outcome.reason };
      if (outcome.kind === 'gone' || outcome.answered) everAnswered = true;
      if (outcome.kind === 'broken' && outcome.receivedBytes > 0) failedRounds = 0;
    },
    allGone: (count) => kinds.slice(-count).every((kind) => kind === 'gone'),
    nextPauseMs: () => {
      const delaysMs = everAnswered ? retryDelaysMs : retryDelaysMs.slice(0, 1);
      const pauseMs = delaysMs[failedRounds];
      failedRounds += 1;
      if (pauseMs !== undefined) return pauseMs;
      if (!everAnswered) throw unreachable(imageId, last.reason);
      const { url, reason } = last;
      throw new LabError('download-failed', `download of ${url} failed: ${reason}`, { params: { url, reason } });
    },
  };
}
