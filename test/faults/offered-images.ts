import { createImageService } from '../../src-main/images/image-service.ts';
import { createInjectedHttp, offeredImage } from './injected-http.ts';
import type { StrikingParts } from './struck-calls.ts';

type Setup = Parameters<typeof createImageService>[0];

/** The image service of the product, with one image to download from a server in this process. */
export function createOfferedImages({
  imageId,
  image,
  striking,
  ...setup
}: Pick<Setup, 'paths' | 'runner' | 'processes' | 'clock'> & {
  readonly imageId: string;
  readonly image: Buffer;
  readonly striking: StrikingParts;
}): ReturnType<typeof createImageService> {
  return createImageService({
    ...setup,
    platform: {
      id: 'linux',
      architecture: 'amd64',
      isRoot: false,
      env: {},
      proxy: { http: null, https: null, no: [] },
    },
    http: createInjectedHttp(striking, image),
    offer: { entries: [offeredImage(imageId, image)], key: { armored: '', fingerprint: '' } },
  });
}
