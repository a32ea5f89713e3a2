import { createHash } from 'node:crypto';
import { Response } from 'undici';
import { CancelledError } from '../../src-main/domain/failure.ts';
import type { CatalogueEntry } from '../../src-main/images/catalogue.ts';
import type { HttpClient } from '../../src-main/images/http-client.ts';
import type { FaultId } from './faults.ts';
import { jump, type StrikingParts } from './struck-calls.ts';

const folder = 'http://127.0.0.1/release';
const fileName = 'image.img';
const stallMs = 30_000;

/** The one image there is to download. */
export function offeredImage(imageId: string, image: Buffer): CatalogueEntry {
  const file = { folders: [folder], fileName, digest: createHash('sha256').update(image).digest('hex') };
  return { imageId, latestFolder: folder, files: { amd64: file, arm64: { ...file, fileName: 'arm64.img' } } };
}

function answer(bytes: Buffer, from: number): Response {
  const headers = {
    'content-length': String(bytes.length - from),
    etag: '"one"',
    ...(from > 0
      ? { 'content-range': `bytes ${String(from)}-${String(bytes.length - 1)}/${String(bytes.length)}` }
      : {}),
  };
  return new Response(bytes.subarray(from), { status: from > 0 ? 206 : 200, headers });
}

/** A server in this process, each request a point. */
export function createInjectedHttp({ injector, clock }: StrikingParts, image: Buffer): HttpClient {
  async function respond(fault: FaultId | null, from: number): Promise<Response> {
    switch (fault) {
      case 'fails':
        throw new TypeError('fetch failed: injected');
      case 'hangs':
        await clock.sleep(stallMs, injector.user.signal);
        throw new TypeError('fetch failed: silent, injected');
      case 'cancelled':
        injector.user.abort();
        throw new CancelledError();
      case 'rubbish':
        return answer(Buffer.alloc(image.length, '<html>sign in to the hotel</html>'), from);
      case 'clock-forward':
      case 'clock-back':
        jump(clock, fault);
        return answer(image, from);
      default:
        return answer(image, from);
    }
  }
  return {
    fetch: async (url, { headers = {} }) => {
      const fault = injector.reach({ kind: 'fetch', what: url });
      const [, from = '0'] = /bytes=(\d+)-/.exec(headers['range'] ?? '') ?? [];
      return url.endsWith(fileName) ? respond(fault, Number(from)) : new Response('', { status: 404 });
    },
    close: () => Promise.resolve(),
  };
}
