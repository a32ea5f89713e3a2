import { LabError } from '../domain/failure.ts';

/** Bytes from the beginning and the end of a file that are enough to tell what it is. */
export interface FileParts {
  readonly path: string;
  readonly sizeBytes: number;
  /** At least the first 40 KiB, or all of a shorter file. */
  readonly head: Uint8Array;
  /** The last 512 bytes, or all of a shorter file. */
  readonly tail: Uint8Array;
}

/** Why a file cannot be used; each has its words in the locales (`words.reason.<id>`). */
export const imageReasons = [
  // no image, or none that can be used here
  'unknown-format',
  'missing',
  'unreadable',
  'no-file',
  'packed',
  'web-page',
  'description-only',
  'appliance',
  'vhdx',
  'needs-other-file',
  'encrypted',
  'zstd',
  'extended-l2',
  'newer-version',
  'iso-desktop',
  'iso-other-system',
  'iso-other-cpu',
  'iso-too-old',
  'iso-no-boot-menu',
  'larger-than-disk',
  'other-format',
  // an image, but not a whole one
  'empty',
  'cut-off',
  'nonsense',
  'not-closed',
  'changed',
  'wrong-checksum',
] as const;
export type ImageReason = (typeof imageReasons)[number];

/** Refuses a file that is no image this product can use, with the reason. */
export function notUsable(path: string, reason: ImageReason): LabError {
  return new LabError('image-not-usable', `'${path}' is not usable: ${reason}`, { params: { path, reason } });
}

/** Refuses a file that is an image, but not a whole one. */
export function damagedImage(path: string, reason: ImageReason): LabError {
  return new LabError('image-damaged', `'${path}' is damaged: ${reason}`, { params: { path, reason } });
}
