import { open } from 'node:fs/promises';
import { LabError } from '../domain/failure.ts';
import { isMissingFile, translateFileError } from '../store/file-error.ts';
import type { ImageFormat } from './cache.ts';
import { damagedImage, notUsable, type FileParts } from './image-failures.ts';
import { findCutOff, parseQcow2Header } from './qcow2.ts';

/** What a file is, by its content. */
export type RecognisedFile =
  | { readonly kind: 'disk'; readonly format: ImageFormat; readonly virtualSizeBytes: number }
  /** Known, but not a disk that can be taken as it is. */
  | { readonly kind: 'iso' | 'ova' };

const headBytes = 40 * 1024;
const tailBytes = 512;
const sectorBytes = 512;

function textAt(bytes: Uint8Array, offset: number, length: number): string {
  return Buffer.from(bytes.subarray(offset, offset + length)).toString('latin1');
}

/** Tells what a file is by its content, never by its name. Pure. Throws `image-not-usable` or `image-damaged`. */
export function recogniseParts(parts: FileParts): RecognisedFile {
  const { head, tail, path, sizeBytes } = parts;
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  if (textAt(head, 0, 4) === 'QFI\u00fb')
    return { kind: 'disk', format: 'qcow2', virtualSizeBytes: parseQcow2Header(parts).virtualSizeBytes };
  if (textAt(head, 0, 4) === 'KDMV') return disk('vmdk', readBytes64(view, 12, path) * sectorBytes, path);
  if (textAt(head, 0x40, 4) === '\u007f\u0010\u00da\u00be') return disk('vdi', readBytes64(view, 0x170, path), path);
  if (textAt(tail, 0, 8) === 'conectix') return disk('vhd', readVhdSize(tail, path), path);
  if (textAt(head, 0x8001, 5) === 'CD001' && !hasPartitionTable(head)) return { kind: 'iso' };
  if (textAt(head, 257, 5) === 'ustar' && /\.ovf$/i.test(textAt(head, 0, 100).replace(/\0.*$/s, '')))
    return { kind: 'ova' };
  if (textAt(head, 0x8001, 5) === 'CD001') return { kind: 'iso' };
  if (hasPartitionTable(head)) return disk('raw', sizeBytes, path);
  throw notUsable(path, 'no disk format that is known here');
}

function disk(format: ImageFormat, virtualSizeBytes: number, path: string): RecognisedFile {
  if (!Number.isSafeInteger(virtualSizeBytes) || virtualSizeBytes <= 0)
    throw damagedImage(path, 'its size is nonsense');
  return { kind: 'disk', format, virtualSizeBytes };
}

function readBytes64(view: DataView, offset: number, path: string): number {
  if (view.byteLength < offset + 8) throw damagedImage(path, 'cut off');
  return Number(view.getBigUint64(offset, true));
}

function readVhdSize(tail: Uint8Array, path: string): number {
  const view = new DataView(tail.buffer, tail.byteOffset, tail.byteLength);
  if (view.byteLength < 56) throw damagedImage(path, 'cut off');
  return Number(view.getBigUint64(48, false));
}

/** A master boot record with at least one partition (also the protective one of a GPT). */
function hasPartitionTable(head: Uint8Array): boolean {
  if (head.length < sectorBytes || head[510] !== 0x55 || head[511] !== 0xaa) return false;
  return [446, 462, 478, 494].some((offset) => head[offset + 4] !== 0);
}

/** Reads what is needed of a file and recognises it. A missing file is `image-not-usable`. */
export async function recogniseFile(path: string): Promise<RecognisedFile> {
  try {
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      const head = Buffer.alloc(Math.min(headBytes, size));
      const tail = Buffer.alloc(Math.min(tailBytes, size));
      await file.read(head, 0, head.length, 0);
      await file.read(tail, 0, tail.length, size - tail.length);
      const recognised = recogniseParts({ path, sizeBytes: size, head, tail });
      if (recognised.kind === 'disk' && recognised.format === 'qcow2') {
        const header = parseQcow2Header({ path, sizeBytes: size, head, tail });
        if (
          await findCutOff(
            header,
            size,
            async (buffer, position) => void (await file.read(buffer, 0, buffer.length, position)),
          )
        ) {
          throw damagedImage(path, 'cut off');
        }
      }
      return recognised;
    } finally {
      await file.close();
    }
  } catch (error) {
    if (isMissingFile(error)) throw notUsable(path, 'there is no such file');
    throw error instanceof LabError ? error : translateFileError(error, path);
  }
}
