import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { imageViewSchema } from '../../../src-main/contract/lab-views.ts';
import { createBdl } from './bdl.ts';
import { keepImages, takeCachedImages } from './host.ts';

const imageListSchema = z.object({ ok: z.literal(true), value: z.object({ images: z.array(imageViewSchema) }) });

/** The guest image that the product itself builds from packages; built once per computer, and kept in `workDir`. */
export async function findGuestImage(workDir: string): Promise<string> {
  const home = join(workDir, 'image-home');
  await mkdir(home, { recursive: true });
  await takeCachedImages(home);
  const built = createBdl(home);
  await built.ok('images', '--fetch', 'debian-packages', '--yes');
  await keepImages(home);
  const listed = imageListSchema.parse(JSON.parse(await built.ok('images', '--json')));
  const digest = listed.value.images.find(({ imageId, cached }) => imageId === 'debian-packages' && cached)?.digest;
  if (digest === undefined || digest === null) throw new Error('no guest image was built');
  return join(home, 'images', digest, 'image.qcow2');
}
