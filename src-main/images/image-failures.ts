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

/** Refuses a file that is no image this product can use, with the reason a user reads. */
export function notUsable(path: string, reason: string): LabError {
  return new LabError('image-not-usable', `'${path}' is not usable: ${reason}`, { params: { path, reason } });
}

/** Refuses a file that is an image, but not a whole one. */
export function damagedImage(path: string, reason: string): LabError {
  return new LabError('image-damaged', `'${path}' is damaged: ${reason}`, { params: { path, reason } });
}
